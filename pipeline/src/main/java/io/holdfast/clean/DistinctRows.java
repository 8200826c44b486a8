package io.holdfast.clean;

import static io.holdfast.clean.TypedRows.REASON;
import static io.holdfast.clean.TypedRows.TEXT;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.first;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.monotonically_increasing_id;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.substring;
import static org.apache.spark.sql.functions.to_json;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import io.holdfast.table.Batch;
import io.holdfast.table.Column;
import io.holdfast.table.Table;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;
import org.apache.spark.sql.types.MapType;

/**
 * Each key once in a batch: the first row in a canonical order wins, whatever the order of files;
 * the same row again is dropped, the same key with other content is refused.
 */
public final class DistinctRows {
  /** The same row stood in the batch already. */
  public static final String IS_REPEAT = "_is_repeat";

  private DistinctRows() {}

  /** Whether a select yields the whole key of its table; events need none. */
  public static boolean hasKey(Dataset<Row> selected, Table table) {
    return List.of(selected.columns()).containsAll(List.of(table.keyNames()));
  }

  /** Typed rows of a source that gives no key, such as daily totals: none is compared. */
  public static Dataset<Row> ofKeyless(Dataset<Row> typedRows) {
    return typedRows.withColumn(IS_REPEAT, lit(false));
  }

  /** The typed rows with {@link #IS_REPEAT}, and a reason on rows whose key another one holds. */
  public static Dataset<Row> of(Dataset<Row> typedRows, Table table) {
    org.apache.spark.sql.Column isCompared =
        table.key().stream()
            .map(c -> c.col().isNotNull())
            .reduce(col(REASON).isNull(), org.apache.spark.sql.Column::and);
    // A row without a key, or refused already, stands alone.
    Dataset<Row> numbered =
        typedRows.withColumn("_alone", when(not(isCompared), monotonically_increasing_id()));
    org.apache.spark.sql.Column[] content =
        table.canonical().stream()
            .map(c -> comparable(c, c.col()))
            .toArray(org.apache.spark.sql.Column[]::new);
    WindowSpec byKey =
        Window.partitionBy(
                Stream.concat(
                        Stream.of(Batch.INGESTED_ON.col(), col("_alone")),
                        table.key().stream().map(Column::col))
                    .toArray(org.apache.spark.sql.Column[]::new))
            .orderBy(content);
    org.apache.spark.sql.Column isFirst = col("_place").equalTo(1);
    org.apache.spark.sql.Column isSame = col("_content").equalTo(col("_first_content"));
    String key = String.join(", ", List.of(table.keyNames()));
    return numbered
        .withColumn("_content", hash(content))
        .withColumn("_place", row_number().over(byKey))
        .withColumn("_first_content", first(col("_content")).over(byKey))
        .withColumn(IS_REPEAT, isFirst.equalTo(lit(false)).and(isSame))
        .withColumn(
            REASON,
            coalesce(
                col(REASON),
                when(
                    isFirst.or(isSame).equalTo(lit(false)),
                    lit("key " + key + " stands in the batch already with other content"))))
        .withColumn(
            TEXT,
            coalesce(
                col(TEXT),
                when(
                    col(REASON).isNotNull(),
                    substring(to_json(struct(content)), 1, TypedRows.TEXT_LENGTH))))
        .drop("_content", "_place", "_first_content", "_alone");
  }

  /** Spark neither orders nor hashes maps. */
  static org.apache.spark.sql.Column comparable(Column column, org.apache.spark.sql.Column value) {
    return column.type() instanceof MapType ? to_json(value) : value;
  }

  /** Spark's hash passes over nulls: without saying where they are, moved values look the same. */
  private static org.apache.spark.sql.Column hash(org.apache.spark.sql.Column[] content) {
    return xxhash64(
        Stream.concat(
                Arrays.stream(content),
                Arrays.stream(content).map(org.apache.spark.sql.Column::isNull))
            .toArray(org.apache.spark.sql.Column[]::new));
  }
}
