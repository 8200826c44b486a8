package io.holdfast.connect;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.struct;

import io.holdfast.table.Column;
import io.holdfast.table.Subscriptions;
import io.holdfast.table.Table;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * How much of a batch was delivered again by the next one: what tells whole dumps from changes.
 *
 * @param before keys of the earlier batch
 * @param again how many of them the later batch has too
 * @param overwritten how many of those are terms that were agreed otherwise before
 */
record Redelivery(long before, long again, long overwritten) {
  /** Fewer keys tell nothing. */
  private static final int FEWEST = 5;

  /** As many as a dump may lack unless settings say otherwise. */
  private static final double MOST_VANISHED = 0.05;

  private static final String AGREED = "agreed";
  private static final String AGREED_LATER = "agreed_later";
  private static final String IS_AGAIN = "is_again";

  /**
   * Compares two batches of a table.
   *
   * @param earlier its rows, each key once
   * @param later rows of the next batch, each key once
   */
  static Redelivery of(Table table, Dataset<Row> earlier, Dataset<Row> later) {
    Dataset<Row> keys =
        agreed(table, earlier, AGREED)
            .join(
                agreed(table, later, AGREED_LATER).withColumn(IS_AGAIN, lit(true)),
                table.keyNames(),
                "left");
    Row counted =
        keys.agg(
                count(lit(1)),
                count(col(IS_AGAIN)),
                count_if(
                    col(IS_AGAIN).isNotNull().and(not(col(AGREED).eqNullSafe(col(AGREED_LATER))))))
            .head();
    return new Redelivery(counted.getLong(0), counted.getLong(1), counted.getLong(2));
  }

  private static Dataset<Row> agreed(Table table, Dataset<Row> rows, String name) {
    List<Column> agreed = table == Subscriptions.TABLE ? Subscriptions.AGREED : List.of();
    List<String> there = Arrays.asList(rows.columns());
    org.apache.spark.sql.Column terms =
        struct(
            Stream.concat(
                    Stream.of(lit(0).as("none")),
                    agreed.stream().filter(c -> there.contains(c.name())).map(Column::col))
                .toArray(org.apache.spark.sql.Column[]::new));
    return rows.select(
        Stream.concat(table.key().stream().map(Column::col), Stream.of(terms.as(name)))
            .toArray(org.apache.spark.sql.Column[]::new));
  }

  /** For people. */
  String text() {
    return "of "
        + before
        + " rows, the next delivery has "
        + again
        + " again"
        + (overwritten > 0 ? ", " + overwritten + " of them with another price or size" : "");
  }

  /** The later batch is a dump of the whole table. */
  boolean isFull() {
    return before >= FEWEST && before - again <= MOST_VANISHED * before;
  }
}
