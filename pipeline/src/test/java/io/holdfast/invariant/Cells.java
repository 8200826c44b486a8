package io.holdfast.invariant;

import io.holdfast.table.Column;
import io.holdfast.table.Table;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DecimalType;
import scala.jdk.javaapi.CollectionConverters;

/** One row of a table in plain Java: values by column name; a column never set is null. */
final class Cells {
  private final Map<String, Object> values;

  private Cells(Map<String, Object> values) {
    this.values = values;
  }

  static Cells of() {
    return new Cells(Map.of());
  }

  /** The row of a collected dataset. */
  static Cells of(Row row) {
    Map<String, Object> values = new HashMap<>();
    for (String name : row.schema().fieldNames()) {
      Object value = row.getAs(name);
      values.put(
          name,
          value instanceof scala.collection.Map<?, ?> map
              ? new HashMap<>(CollectionConverters.asJava(map))
              : value);
    }
    return new Cells(values);
  }

  /** The same row with another value in one column. */
  Cells with(Column column, Object value) {
    Map<String, Object> changed = new HashMap<>(values);
    changed.put(column.name(), value);
    return new Cells(changed);
  }

  boolean has(Column column) {
    return value(column) != null;
  }

  Object value(Column column) {
    return values.get(column.name());
  }

  String text(Column column) {
    return (String) value(column);
  }

  LocalDate date(Column column) {
    return (LocalDate) value(column);
  }

  Instant instant(Column column) {
    return (Instant) value(column);
  }

  BigDecimal decimal(Column column) {
    return (BigDecimal) value(column);
  }

  boolean is(Column column) {
    return Boolean.TRUE.equals(value(column));
  }

  /** The business day of a date or an instant; null where the column is. */
  LocalDate day(Column column, ZoneId zone) {
    Object value = value(column);
    return value instanceof Instant instant
        ? instant.atZone(zone).toLocalDate()
        : (LocalDate) value;
  }

  /** The row in the table's columns and order. */
  Row row(Table table) {
    return RowFactory.create(
        table.columns().stream().map(c -> stored(c, values.get(c.name()))).toArray());
  }

  private static Object stored(Column column, Object value) {
    if (value instanceof Map<?, ?> map) {
      return CollectionConverters.asScala(map);
    }
    return column.type() instanceof DecimalType type && value instanceof BigDecimal amount
        ? amount.setScale(type.scale(), RoundingMode.UNNECESSARY)
        : value;
  }

  @Override
  public String toString() {
    return values.toString();
  }
}
