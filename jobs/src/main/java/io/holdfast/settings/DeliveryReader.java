package io.holdfast.settings;

import io.holdfast.deliver.ServingDatabase;
import io.holdfast.table.Table;
import io.holdfast.table.Tables;
import java.nio.file.Path;
import java.util.List;

/** Reads {@code deliver:}: where published nights go besides the files of a lake. */
final class DeliveryReader {
  /** PostgreSQL itself has no role of this name. */
  private static final String NO_ROLE = "none";

  /** Shorter than its limit of 63, and in need of no quotes where people write it. */
  private static final String NAME = "[a-z_][a-z0-9_]{0,62}";

  private final Section section;

  private DeliveryReader(Section section) {
    this.section = section;
  }

  /**
   * The database that nights are delivered to; null where there is none, or where something is
   * wrong with it, which is noted in the section.
   *
   * @param folder paths of secrets are relative to it
   */
  static ServingDatabase of(Section deliver, Path folder) {
    boolean isServed = deliver.has("postgres");
    ServingDatabase database =
        isServed ? new DeliveryReader(deliver.section("postgres")).read(folder) : null;
    deliver.refuseUnknown();
    return database;
  }

  private ServingDatabase read(Path folder) {
    int before = section.problems();
    String role = name("reader_role", "holdfast_reader");
    ServingDatabase database =
        new ServingDatabase(
            DatabaseReader.url(section),
            section.text("user", null),
            section.secret("password", folder),
            schema(),
            role.equals(NO_ROLE) ? null : role,
            tables());
    section.refuseUnknown();
    return section.problems() == before ? database : null;
  }

  private String schema() {
    String schema = name("schema", "holdfast");
    if (schema.startsWith("pg_") || schema.equals("information_schema")) {
      section.problem("schema", "is " + schema + ", which is PostgreSQL's own; wanted another");
    }
    return schema;
  }

  private String name(String key, String otherwise) {
    String name = section.text(key, otherwise);
    if (!name.matches(NAME)) {
      section.problem(
          key, "is \"" + name + "\"; wanted a name of a-z, 0-9 and _ such as " + otherwise);
    }
    return name;
  }

  private List<Table> tables() {
    List<Table> published = Tables.published();
    List<String> names = published.stream().map(Table::name).toList();
    List<String> wanted = section.list("tables", names);
    wanted.stream()
        .filter(name -> !names.contains(name))
        .forEach(
            name ->
                section.problem(
                    "tables",
                    "names " + name + ", which is no published table; wanted some of " + names));
    if (wanted.isEmpty()) {
      section.problem("tables", "is empty; name some, or leave it out for all of them");
    }
    return published.stream().filter(table -> wanted.contains(table.name())).toList();
  }
}
