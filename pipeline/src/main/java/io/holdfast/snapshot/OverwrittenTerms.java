package io.holdfast.snapshot;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.element_at;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.lag;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.posexplode;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import io.holdfast.table.Batch;
import io.holdfast.table.Column;
import io.holdfast.table.Subscriptions;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;

/**
 * Versions of terms whose source overwrites them in place, each with what the term was agreed with
 * before: whoever reads the newest version as known has the earlier ones with it.
 */
final class OverwrittenTerms {
  /** Array of what held before: {@link #HELD_BEFORE} and the columns of AGREED, oldest first. */
  static final String EARLIER = "earlier";

  /** First day on which it no longer held: the day on which the change was known. */
  static final String HELD_BEFORE = "held_before";

  private static final String PLACE = "_place";
  private static final String HELD = "_held";

  private OverwrittenTerms() {}

  /** The same versions with {@link #EARLIER}. */
  static Dataset<Row> of(Dataset<Row> versions) {
    WindowSpec byLanding =
        Window.partitionBy(Subscriptions.SUBSCRIPTION_ID.col(), Subscriptions.STARTS_ON.col())
            .orderBy(Batch.INGESTED_ON.col());
    org.apache.spark.sql.Column isFirst = lag(Batch.INGESTED_ON.col(), 1).over(byLanding).isNull();
    org.apache.spark.sql.Column isSamePrice =
        Subscriptions.PRICE.stream()
            .map(c -> c.col().eqNullSafe(before(c, byLanding)))
            .reduce(lit(true), org.apache.spark.sql.Column::and);
    org.apache.spark.sql.Column heldBefore =
        struct(
            Stream.concat(
                    Stream.of(Batch.KNOWN_ON.col().as(HELD_BEFORE)),
                    Subscriptions.AGREED.stream().map(c -> before(c, byLanding).as(c.name())))
                .toArray(org.apache.spark.sql.Column[]::new));
    return versions
        .withColumn(EARLIER, when(not(isFirst.or(isSamePrice)), heldBefore))
        .withColumn(
            EARLIER,
            collect_list(col(EARLIER))
                .over(byLanding.rowsBetween(Window.unboundedPreceding(), Window.currentRow())));
  }

  /**
   * A row for each price that a term had on a stretch of days: the first from its start, each later
   * one from the day it was known.
   *
   * @param stretches rows of {@link TermsInForce} with {@link #EARLIER}
   */
  static Dataset<Row> byPrice(Dataset<Row> stretches) {
    org.apache.spark.sql.Column now =
        struct(
            Stream.concat(
                    Stream.of(lit(null).cast(Batch.KNOWN_ON.type()).as(HELD_BEFORE)),
                    Subscriptions.AGREED.stream().map(Column::col))
                .toArray(org.apache.spark.sql.Column[]::new));
    org.apache.spark.sql.Column heldFrom =
        when(
                col(PLACE).gt(0),
                element_at(col(EARLIER), greatest(col(PLACE), lit(1))).getField(HELD_BEFORE))
            .otherwise(Subscriptions.STARTS_ON.col());
    org.apache.spark.sql.Column heldBefore = col(HELD).getField(HELD_BEFORE);
    Map<String, org.apache.spark.sql.Column> priced = new HashMap<>();
    Subscriptions.AGREED.forEach(c -> priced.put(c.name(), col(HELD).getField(c.name())));
    priced.put(TermsInForce.FROM, greatest(col(TermsInForce.FROM), heldFrom));
    priced.put(TermsInForce.UNTIL, least(col(TermsInForce.UNTIL), heldBefore));
    return stretches
        .select(
            col("*"), posexplode(concat(col(EARLIER), array(now))).as(new String[] {PLACE, HELD}))
        .filter(heldBefore.isNull().or(heldFrom.lt(heldBefore)))
        .withColumns(priced)
        .drop(PLACE, HELD, EARLIER);
  }

  private static org.apache.spark.sql.Column before(Column column, WindowSpec byLanding) {
    return lag(column.col(), 1).over(byLanding);
  }
}
