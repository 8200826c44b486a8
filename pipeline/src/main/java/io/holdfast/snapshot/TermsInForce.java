package io.holdfast.snapshot;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_min;
import static org.apache.spark.sql.functions.array_union;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.exists;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.filter;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.transform;
import static org.apache.spark.sql.functions.when;

import io.holdfast.table.Batch;
import io.holdfast.table.Published;
import io.holdfast.table.Subscriptions;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;

/**
 * Which term of a line holds on which days: of those that have begun and not vanished the one that
 * began last. So a term ends with the next one's start, and where that one vanishes while this one
 * stands (a start that was corrected, a change that was taken back) it holds again from then on: a
 * day's MRR is what that day's dump alone would say.
 */
final class TermsInForce {
  /** First day of a stretch on which the term holds. */
  static final String FROM = "holds_from";

  /** First day after it; null while none is known. An early end of the term may lie before it. */
  static final String UNTIL = "holds_until";

  private static final String REPLACED_ON = "_replaced_on";
  private static final String VISITORS = "_visitors";

  private TermsInForce() {}

  /** One row per as-of date, term and stretch: the terms' columns, FROM and UNTIL. */
  static Dataset<Row> of(Dataset<Row> terms) {
    Column startsOn = Subscriptions.STARTS_ON.col();
    Column vanishedOn = Batch.VANISHED_ON.col();
    WindowSpec laterTerms =
        Window.partitionBy(Published.AS_OF.col(), Subscriptions.SUBSCRIPTION_ID.col())
            .orderBy(startsOn.desc())
            .rowsBetween(Window.unboundedPreceding(), -1);
    Column stays = vanishedOn.isNull();
    Column visitors = col(VISITORS);
    // Where nothing vanished, visitors are none: the term holds once, until the next one's start.
    Column begins =
        array_union(
            array(startsOn), transform(filter(visitors, v -> returns(v, visitors)), v -> until(v)));
    Column nextStart =
        array_min(transform(filter(visitors, v -> from(v).geq(col(FROM))), v -> from(v)));
    return terms
        .filter(stays.or(vanishedOn.gt(startsOn)))
        .withColumn(REPLACED_ON, min(when(stays, startsOn)).over(laterTerms))
        .withColumn(
            VISITORS, collect_list(when(not(stays), struct(startsOn, vanishedOn))).over(laterTerms))
        .withColumn(FROM, explode(begins))
        .withColumn(UNTIL, least(col(REPLACED_ON), vanishedOn, nextStart))
        .drop(REPLACED_ON, VISITORS);
  }

  /** The day on which a later term vanished is one on which this one holds again. */
  private static Column returns(Column visitor, Column visitors) {
    Column day = until(visitor);
    Column isHeldByAnother = exists(visitors, v -> from(v).leq(day).and(until(v).gt(day)));
    Column stillStands = Batch.VANISHED_ON.col().isNull().or(Batch.VANISHED_ON.col().gt(day));
    Column isBeforeReplaced = col(REPLACED_ON).isNull().or(col(REPLACED_ON).gt(day));
    return not(isHeldByAnother).and(stillStands).and(isBeforeReplaced);
  }

  private static Column from(Column visitor) {
    return visitor.getField(Subscriptions.STARTS_ON.name());
  }

  private static Column until(Column visitor) {
    return visitor.getField(Batch.VANISHED_ON.name());
  }
}
