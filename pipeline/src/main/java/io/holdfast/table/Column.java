package io.holdfast.table;

import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.StructField;

/**
 * One column of a {@link Table}: its name, type, meaning and what it says about time. The constant
 * in the table's class is the only place that spells the name.
 *
 * @param name snake_case: noun, window, unit
 * @param type the stored Spark type
 * @param role how a {@code Snapshot} cuts the column at an as-of date
 * @param with for {@link TimeRole#WITH}: the HAPPENS column whose absence nulls this one; else null
 * @param isKey part of the table's key
 * @param isImmutable never changes once known, so a history load shows no hindsight in it
 * @param meaning a sentence for people: meaning and unit
 */
public record Column(
    String name,
    DataType type,
    TimeRole role,
    String with,
    boolean isKey,
    boolean isImmutable,
    String meaning) {

  /** Money: never a float before the learner's matrix. */
  public static final DataType MONEY = DataTypes.createDecimalType(18, 2);

  /** Amounts of usage: exact under any order of summing. */
  public static final DataType QUANTITY = DataTypes.createDecimalType(18, 3);

  /** A part of the key; it also identifies the row for ever. */
  public static Column key(String name, DataType type, String meaning) {
    return new Column(name, type, TimeRole.KEY, null, true, true, meaning);
  }

  /** The row does not exist before this date or instant. */
  public static Column occurred(String name, DataType type, String meaning) {
    return new Column(name, type, TimeRole.OCCURRED, null, false, true, meaning);
  }

  /** A later event of the row: null until the as-of date reaches it. */
  public static Column happens(String name, DataType type, String meaning) {
    return new Column(name, type, TimeRole.HAPPENS, null, false, true, meaning);
  }

  /** A value that exists only together with a HAPPENS column of the same row. */
  public static Column with(Column happens, String name, DataType type, String meaning) {
    if (happens.role != TimeRole.HAPPENS) {
      throw new IllegalArgumentException(
          "column "
              + name
              + " hangs on "
              + happens.name
              + ", which is "
              + happens.role
              + "; name a HAPPENS column");
    }
    return new Column(name, type, TimeRole.WITH, happens.name, false, true, meaning);
  }

  /** A date that is legitimately known ahead. */
  public static Column planned(String name, DataType type, String meaning) {
    return new Column(name, type, TimeRole.PLANNED, null, false, true, meaning);
  }

  /** A property that a later version of the row may change. */
  public static Column attribute(String name, DataType type, String meaning) {
    return new Column(name, type, TimeRole.ATTRIBUTE, null, false, false, meaning);
  }

  /** A number that may be summed; cut like an attribute. */
  public static Column measure(String name, DataType type, String meaning) {
    return new Column(name, type, TimeRole.MEASURE, null, false, false, meaning);
  }

  /** The same column as part of the key. */
  public Column asKey() {
    return new Column(name, type, role, with, true, isImmutable, meaning);
  }

  /** The same column, declared never to change once known. */
  public Column immutable() {
    return new Column(name, type, role, with, isKey, true, meaning);
  }

  /** The column in a Spark expression. */
  public org.apache.spark.sql.Column col() {
    return functions.col(name);
  }

  /** The column of one of several joined datasets, by its alias. */
  public org.apache.spark.sql.Column of(String alias) {
    return functions.col(alias + "." + name);
  }

  /** An expression under this column's name and type. */
  public org.apache.spark.sql.Column from(org.apache.spark.sql.Column expression) {
    return expression.cast(type).as(name);
  }

  StructField field() {
    return new StructField(name, type, true, comment());
  }

  Metadata comment() {
    return new MetadataBuilder().putString("comment", meaning).build();
  }
}
