package io.holdfast.connect;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What is in the files, for a terminal. */
final class ProfileText {
  /** Free-form fields would fill screens. */
  private static final int MOST_COLUMNS = 40;

  private static final int SAMPLES = 3;

  private ProfileText() {}

  /** One group: where it lies, what it seems to be, and its columns. */
  static String of(FileProfile profile, List<Recognition> seen, String use) {
    StringBuilder text = new StringBuilder();
    text.append(heading(profile.group()))
        .append(", ")
        .append(profile.rows())
        .append(profile.isWhole() ? " rows" : " rows looked at, there are more")
        .append('\n');
    seen.stream()
        .limit(2)
        .forEach(
            r ->
                text.append("  looks like ")
                    .append(r.shape())
                    .append(" (")
                    .append(r.confidence())
                    .append(String.format(Locale.ROOT, ", %.2f", r.score()))
                    .append("): ")
                    .append(r.reason())
                    .append('\n'));
    text.append("  ").append(use).append('\n');
    if (profile.unreadable() > 0) {
      text.append("  ").append(profile.unreadable()).append(" lines are no JSON\n");
    }
    List<ColumnProfile> columns = profile.columns().stream().filter(c -> c.filled() > 0).toList();
    text.append(
        TextGrid.of(
            List.of("column", "looks like", "filled", "distinct", "from", "to", "such as"),
            columns.stream().limit(MOST_COLUMNS).map(c -> row(profile, c)).toList(),
            "    "));
    if (columns.size() > MOST_COLUMNS) {
      text.append("    … and ").append(columns.size() - MOST_COLUMNS).append(" more\n");
    }
    List<String> empty =
        profile.columns().stream()
            .filter(c -> c.filled() == 0)
            .map(ColumnProfile::path)
            .limit(MOST_COLUMNS)
            .toList();
    if (!empty.isEmpty()) {
      text.append("    always empty: ").append(String.join(", ", empty)).append('\n');
    }
    return text.toString();
  }

  private static String heading(LandedGroup group) {
    List<String> places = new ArrayList<>(group.history());
    if (group.nightly() != null) {
      places.add(
          group.nightly()
              + " ("
              + group.dates().size()
              + (group.dates().size() == 1 ? " day, " : " days, ")
              + group.dates().first()
              + (group.dates().size() == 1 ? "" : " to " + group.dates().last())
              + ")");
    }
    return String.join(" and ", places)
        + ": "
        + group.files()
        + (group.files() == 1 ? " file, " : " files, ")
        + size(group.bytes());
  }

  private static String size(long bytes) {
    return bytes < 10_000
        ? bytes + " bytes"
        : bytes < 10_000_000 ? bytes / 1_000 + " kB" : bytes / 1_000_000 + " MB";
  }

  private static List<String> row(FileProfile profile, ColumnProfile column) {
    ValueKind kind = column.kind();
    String pattern = kind == ValueKind.DAY_MONTH ? column.dayMonth().pattern() : kind.words;
    String unlike = column.unlike() > 0 ? ", " + column.unlike() + " unlike" : "";
    String key = profile.isKey(column) ? ", a key" : "";
    return List.of(
        column.path(),
        pattern + unlike + key,
        String.valueOf(column.filled()),
        String.valueOf(column.distinct()),
        day(column.latest() == null ? null : column.earliest()),
        day(column.latest()),
        String.join(", ", column.frequent(SAMPLES)));
  }

  private static String day(LocalDate day) {
    return day == null ? "" : day.toString();
  }
}
