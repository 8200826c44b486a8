package io.holdfast.landing;

import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.Set;

/**
 * A column as the database describes it.
 *
 * @param type PostgreSQL's name of its type
 */
record DatabaseColumn(String name, String type, int precision, int scale) {
  private static final Set<String> WHOLE_NUMBERS =
      Set.of("int2", "int4", "int8", "smallserial", "serial", "bigserial");
  private static final Set<String> KEPT =
      Set.of("bool", "float4", "float8", "text", "varchar", "date", "timestamp", "timestamptz");
  private static final Set<String> GROWING = Set.of("numeric", "date", "timestamp", "timestamptz");
  private static final int MOST_DIGITS = 38;

  /** The column at a place of a result, counted from one. */
  static DatabaseColumn of(ResultSetMetaData result, int place) throws SQLException {
    return new DatabaseColumn(
        result.getColumnName(place),
        result.getColumnTypeName(place),
        result.getPrecision(place),
        result.getScale(place));
  }

  /**
   * How it is selected: as it is where Spark has the same type, else as text, such as a number
   * without bounds, a uuid, jsonb, an array or an interval. Text that is wanted as a number is read
   * as one when it is typed, and refused where it is none.
   */
  String selected() {
    boolean isDecimal =
        type.equals("numeric")
            && precision > 0
            && precision <= MOST_DIGITS
            && scale >= 0
            && scale <= precision;
    return isWhole() || isDecimal || KEPT.contains(type)
        ? quoted()
        : "CAST(" + quoted() + " AS text) AS " + quoted();
  }

  /** The name as an identifier of SQL. */
  String quoted() {
    return "\"" + name.replace("\"", "\"\"") + "\"";
  }

  /** Its values have an order that does not depend on a language. */
  boolean mayBeWatermark() {
    return isWhole() || GROWING.contains(type);
  }

  /** Spark can cut its values into ranges. */
  boolean mayPartition() {
    return isWhole() || type.equals("date");
  }

  private boolean isWhole() {
    return WHOLE_NUMBERS.contains(type);
  }
}
