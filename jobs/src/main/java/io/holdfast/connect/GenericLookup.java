package io.holdfast.connect;

import java.util.Optional;
import java.util.Set;

/** A file that says more about the values of a column, such as a list of products. */
final class GenericLookup {
  private static final double SAME = 0.8;
  private static final Set<String> NAMES =
      Set.of("name", "product_name", "plan_name", "title", "label", "product", "plan");

  private GenericLookup() {}

  /** The view's name: the file's. */
  static String view(FileProfile lookup) {
    return Names.snake(lookup.group().word());
  }

  /** The unique column that holds the values of another file's column. */
  static Optional<ColumnProfile> key(ColumnProfile column, FileProfile lookup) {
    return lookup.columns().stream()
        .filter(c -> lookup.isKey(c) && column.shareIn(c.values()) >= SAME)
        .findFirst();
  }

  /** The file that names the values of a column; values that are no number are names already. */
  static Optional<FileProfile> of(
      ColumnProfile column, FileProfile own, Surroundings surroundings) {
    return surroundings.others().stream()
        .filter(o -> o != own && !o.group().history().isEmpty())
        .filter(o -> key(column, o).isPresent() && name(column, o).isPresent())
        .filter(o -> o.rows() <= own.rows())
        .findFirst();
  }

  /** The column with the name. */
  static Optional<ColumnProfile> name(ColumnProfile column, FileProfile lookup) {
    String key = key(column, lookup).map(ColumnProfile::path).orElse("");
    return lookup.columns().stream()
        .filter(c -> !c.path().equals(key) && c.kind() == ValueKind.TEXT && c.filled() > 0)
        .filter(c -> NAMES.contains(Names.snake(c.path())))
        .findFirst();
  }
}
