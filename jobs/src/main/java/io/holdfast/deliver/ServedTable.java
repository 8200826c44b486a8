package io.holdfast.deliver;

import io.holdfast.table.Column;
import io.holdfast.table.Published;
import io.holdfast.table.Table;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DecimalType;

/**
 * One published table as it stands in a serving database: the rows of all nights, and before them
 * two views that readers hold on to, the newest night under the table's own name and all nights as
 * {@code …_history}.
 */
record ServedTable(String schema, Table table) {
  private static final String ROWS = "_rows";

  String rowsName() {
    return table.name() + ROWS;
  }

  String latestName() {
    return table.name();
  }

  String historyName() {
    return table.name() + "_history";
  }

  /** Where the rows are, by the name of their published table. */
  static String rows(String schema, String table) {
    return quoted(schema) + "." + quoted(table + ROWS);
  }

  String rows() {
    return rows(schema, table.name());
  }

  /** Of this session alone, so that a delivery that is killed leaves nothing behind. */
  String staging() {
    return "pg_temp." + quoted(table.name());
  }

  /** The key of a night has one run, so the run is no part of it. */
  static boolean isKey(Column column) {
    return column.isKey() && !column.equals(Published.RUN_ID);
  }

  /** The column's definition. */
  static String definition(Column column) {
    return quoted(column.name()) + " " + type(column.type());
  }

  String columns() {
    return quoted(table.columns().stream().map(Column::name));
  }

  String createStaging() {
    return "CREATE TEMPORARY TABLE " + quoted(table.name()) + " (" + definitions() + ")";
  }

  /** The rows' table and its indexes: a night is sought by its date, an account through all. */
  List<String> createRows() {
    String key = quoted(table.columns().stream().filter(ServedTable::isKey).map(Column::name));
    String create =
        "CREATE TABLE " + rows() + " (" + definitions() + ", PRIMARY KEY (" + key + "))";
    boolean isOfAccounts = table.columns().stream().anyMatch(c -> c.name().equals("account_id"));
    return isOfAccounts
        ? List.of(create, "CREATE INDEX ON " + rows() + " (account_id, as_of)")
        : List.of(create);
  }

  /**
   * The view of the newest delivered night. A table that was not delivered with it shows nothing:
   * rows of different nights never stand side by side.
   *
   * @param columns all that the rows have, also those of another version
   */
  String createLatest(List<String> columns) {
    return createView(latestName(), columns)
        + " WHERE as_of = (SELECT max(as_of) FROM "
        + rows(schema, Deliveries.TABLE.name())
        + ")";
  }

  /** The view of all delivered nights. */
  String createHistory(List<String> columns) {
    return createView(historyName(), columns);
  }

  private String createView(String name, List<String> columns) {
    return "CREATE OR REPLACE VIEW %s.%s AS SELECT %s FROM %s"
        .formatted(quoted(schema), quoted(name), quoted(columns.stream()), rows());
  }

  private String definitions() {
    return table.columns().stream().map(ServedTable::definition).collect(Collectors.joining(", "));
  }

  static String quoted(String name) {
    return "\"" + name.replace("\"", "\"\"") + "\"";
  }

  private static String quoted(Stream<String> names) {
    return names.map(ServedTable::quoted).collect(Collectors.joining(", "));
  }

  /** As {@code format_type} writes it. */
  static String type(DataType type) {
    return switch (type.typeName()) {
      case "string" -> "text";
      case "boolean", "date", "integer" -> type.typeName();
      case "long" -> "bigint";
      case "double" -> "double precision";
      case "timestamp" -> "timestamp with time zone";
      default -> {
        if (type instanceof DecimalType decimal) {
          yield "numeric(" + decimal.precision() + "," + decimal.scale() + ")";
        }
        throw new IllegalArgumentException("no column of PostgreSQL is made for " + type);
      }
    };
  }
}
