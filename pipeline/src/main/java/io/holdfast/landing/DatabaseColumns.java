package io.holdfast.landing;

import io.holdfast.error.SettingsException;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The columns of a source's table or query, among them those that its settings name. */
final class DatabaseColumns {
  private final Source source;
  private final Database database;
  private final Map<String, DatabaseColumn> byName = new LinkedHashMap<>();

  private DatabaseColumns(Source source) {
    this.source = source;
    this.database = source.database();
  }

  /**
   * The columns as the database describes them.
   *
   * @throws SettingsException when two have one name, or one that the settings name does not exist
   *     or does not fit
   */
  static DatabaseColumns of(Source source, ResultSetMetaData described) throws SQLException {
    DatabaseColumns columns = new DatabaseColumns(source);
    TreeSet<String> lower = new TreeSet<>();
    for (int i = 1; i <= described.getColumnCount(); i++) {
      DatabaseColumn column = DatabaseColumn.of(described, i);
      // Spark tells no names apart by case alone.
      if (!lower.add(column.name().toLowerCase(Locale.ROOT))) {
        throw columns.refused(
            " has the column " + column.name() + " twice",
            "; wanted a query: that names each once");
      }
      columns.byName.put(column.name(), column);
    }
    columns.refuseUnfit();
    return columns;
  }

  /** The watermark; empty where the whole table lands. */
  Optional<DatabaseColumn> watermark() {
    return Optional.ofNullable(byName.get(database.watermark()));
  }

  /** The column by whose ranges several connections read; empty where one does. */
  Optional<DatabaseColumn> partition() {
    return Optional.ofNullable(byName.get(database.partitionColumn()));
  }

  /** All columns as a list of SQL. */
  String selected() {
    return byName.values().stream().map(DatabaseColumn::selected).collect(Collectors.joining(", "));
  }

  private void refuseUnfit() {
    refuseAbsent("watermark", database.watermark());
    refuseAbsent("partition_column", database.partitionColumn());
    watermark()
        .filter(column -> !column.mayBeWatermark())
        .ifPresent(c -> refuseUnfit("watermark", c, "an instant, a date or a number"));
    partition()
        .filter(column -> !column.mayPartition())
        .ifPresent(c -> refuseUnfit("partition_column", c, "a whole number or a date"));
  }

  private void refuseAbsent(String key, String name) {
    if (name != null && !byName.containsKey(name)) {
      throw refused(
          " has no column " + name, "; found " + byName.keySet() + "; mend " + key + ": of jdbc:");
    }
  }

  private void refuseUnfit(String key, DatabaseColumn column, String wanted) {
    throw new SettingsException(
        "source "
            + source.name()
            + ": "
            + key
            + ": of jdbc: names "
            + column.name()
            + ", which is "
            + column.type()
            + "; wanted "
            + wanted);
  }

  private SettingsException refused(String what, String wanted) {
    return new SettingsException(
        "source " + source.name() + ": " + database + what + " in " + database.relation() + wanted);
  }
}
