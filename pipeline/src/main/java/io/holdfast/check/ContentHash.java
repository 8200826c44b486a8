package io.holdfast.check;

import static org.apache.spark.sql.functions.array_sort;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.format_string;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.map_entries;
import static org.apache.spark.sql.functions.sha2;
import static org.apache.spark.sql.functions.substring;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.xxhash64;

import io.holdfast.table.Published;
import io.holdfast.table.Table;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MapType;

/**
 * Tells whether two sets of published rows say the same: without {@code run_id}, doubles to nine
 * significant digits, in no order. Two sums of row hashes, so that it is counted where the rows
 * are.
 */
public final class ContentHash {
  private static final DataType SUM = DataTypes.createDecimalType(20, 0);

  private ContentHash() {}

  /** An aggregate over the rows of a table: 32 hex digits. */
  public static Column of(Table table) {
    Column[] values =
        table.columns().stream()
            .filter(Predicate.not(Published.RUN_ID::equals))
            .map(ContentHash::text)
            .toArray(Column[]::new);
    Column[] salted =
        Stream.concat(Stream.of(lit("again")), Stream.of(values)).toArray(Column[]::new);
    return substring(
        sha2(concat_ws("/", count(lit(1)), sumOf(values), sumOf(salted)).cast("binary"), 256),
        1,
        32);
  }

  private static Column sumOf(Column[] values) {
    return coalesce(sum(xxhash64(values).cast(SUM)), lit(0)).cast("string");
  }

  /** A null must count: the hash function skips it. */
  private static Column text(io.holdfast.table.Column column) {
    return coalesce(concat(lit("="), said(column)), lit("null"));
  }

  private static Column said(io.holdfast.table.Column column) {
    if (column.type().equals(DataTypes.DoubleType)) {
      return format_string("%.8e", column.col().plus(0.0));
    }
    // Entries of a map have no order of their own.
    return (column.type() instanceof MapType ? array_sort(map_entries(column.col())) : column.col())
        .cast("string");
  }
}
