package io.holdfast.settings;

import io.holdfast.landing.Database;
import io.holdfast.landing.Source;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** Reads {@code jdbc:} of a source: what lands from a database. */
final class DatabaseReader {
  private static final int PARTITIONS = 4;
  private static final int FETCH_ROWS = 10_000;

  private static final Pattern SECRET_PARAMETER =
      Pattern.compile("(?i)[?&][^=&]*(password|secret|token)[^=&]*=|^[^?]*@");

  private final Section section;
  private final Path folder;

  private DatabaseReader(Section section, Path folder) {
    this.section = section;
    this.folder = folder;
  }

  /**
   * The database of a source; what is wrong is noted in the section.
   *
   * @param folder paths of secrets are relative to it
   */
  static Database of(Section section, Source.Load load, Path folder) {
    return new DatabaseReader(section, folder).read(load);
  }

  private Database read(Source.Load load) {
    String watermark = section.text("watermark", null);
    if (watermark == null && load != null && load != Source.Load.FULL) {
      section.problem(
          "watermark",
          "is missing, and the whole table would be loaded each night as new; name a column that"
              + " grows as rows are written, or say load: full");
    }
    if (watermark != null && load == Source.Load.FULL) {
      section.problem("watermark", "selects rows, but load: full needs them all; remove one");
    }
    Database database =
        new Database(
            url(section),
            section.text("user", null),
            section.secret("password", folder),
            relation(),
            watermark,
            section.text("partition_column", null),
            section.integer("partitions", PARTITIONS, 1),
            section.integer("fetch_rows", FETCH_ROWS, 1));
    if (section.has("partitions") && database.partitionColumn() == null) {
      section.problem("partitions", "needs partition_column beside it; give both");
    }
    section.refuseUnknown();
    return database;
  }

  /** The URL of a database; a wrong one is not repeated: it may hold what it should not. */
  static String url(Section section) {
    String url = section.required("url");
    if (url != null && !url.matches(Pattern.quote(Database.SCHEME) + "[^/?]+/[^/?]+([?].*)?")) {
      section.problem("url", "is not understood; wanted " + Database.SCHEME + "host:5432/database");
    }
    if (url != null && SECRET_PARAMETER.matcher(url).find()) {
      section.problem("url", "holds a secret; wanted user: and password: beside it");
    }
    return url;
  }

  private String relation() {
    String table = section.text("table", null);
    String query = section.text("query", null);
    if ((table == null) == (query == null)) {
      section.problem(
          table == null ? "table" : "query",
          (table == null ? "is missing, and so is query" : "stands beside table")
              + "; give one of the two");
    }
    return table != null ? table : "(" + query + ")";
  }
}
