package io.holdfast.feature;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.date_sub;
import static org.apache.spark.sql.functions.datediff;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lag;
import static org.apache.spark.sql.functions.lead;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.max_by;
import static org.apache.spark.sql.functions.min_by;
import static org.apache.spark.sql.functions.negate;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import io.holdfast.table.AccountFeatures;
import io.holdfast.table.MrrSpans;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;

/**
 * History of change: how an account's MRR, seats and plan came to be what they are. Exact over all
 * of the past, never capped by a window. An interruption shorter than the grace period is none.
 */
final class ChangeFeatures {
  static final int FEATURE_VERSION = 1;

  private static final Column AS_OF = AccountFeatures.AS_OF.col();
  private static final Column ACCOUNT_ID = AccountFeatures.ACCOUNT_ID.col();
  private static final Column FROM = col("from_day");
  private static final Column UNTIL = col("until_day");
  private static final Column MRR = col("held_mrr");
  private static final Column SEATS = col("held_seats");
  private static final Column LINES = col("held_lines");

  private ChangeFeatures() {}

  /** One row per (as_of, account_id) with any term. */
  static Dataset<Row> of(Dataset<Row> spans, FeatureRules rules) {
    return levels(spans, rules)
        .join(planChanges(spans), new String[] {"as_of", "account_id"}, "left");
  }

  private static Dataset<Row> levels(Dataset<Row> spans, FeatureRules rules) {
    WindowSpec byDay = Window.partitionBy(AS_OF, ACCOUNT_ID).orderBy(FROM);
    Column isOther = not(col("mrr_before").eqNullSafe(MRR)).and(col("mrr_before").isNotNull());
    Column isOtherSeats =
        not(col("seats_before").eqNullSafe(SEATS)).and(col("seats_before").isNotNull());
    Dataset<Row> steps =
        states(spans, rules)
            .withColumn("mrr_before", lag(MRR, 1).over(byDay))
            .withColumn("seats_before", lag(SEATS, 1).over(byDay));
    Dataset<Row> summary =
        steps
            .groupBy(AS_OF, ACCOUNT_ID)
            .agg(
                max_by(MRR, FROM).as("mrr_now"),
                min_by(MRR, FROM).as("mrr_first"),
                max_by(SEATS, FROM).as("seats_now"),
                min_by(SEATS, FROM).as("seats_first"),
                max_by(MRR, when(wasHeld(28), FROM)).as("mrr_28d"),
                max_by(MRR, when(wasHeld(84), FROM)).as("mrr_84d"),
                max_by(SEATS, when(wasHeld(28), FROM)).as("seats_28d"),
                max_by(SEATS, when(wasHeld(84), FROM)).as("seats_84d"),
                max(when(isOther, FROM)).as("mrr_changed_on"),
                max_by(ratio(MRR, col("mrr_before")), when(isOther, FROM))
                    .as(AccountFeatures.LAST_MRR_CHANGE_RATIO.name()),
                max(when(isOtherSeats, FROM)).as("seats_changed_on"),
                max_by(ratio(SEATS, col("seats_before")), when(isOtherSeats, FROM))
                    .as(AccountFeatures.LAST_SEATS_CHANGE_RATIO.name()),
                count_if(isOther).as("changes"));
    return summary.select(
        AS_OF,
        ACCOUNT_ID,
        AccountFeatures.DAYS_SINCE_MRR_CHANGE.from(datediff(AS_OF, col("mrr_changed_on"))),
        AccountFeatures.LAST_MRR_CHANGE_RATIO.col(),
        AccountFeatures.DAYS_SINCE_SEATS_CHANGE.from(datediff(AS_OF, col("seats_changed_on"))),
        AccountFeatures.LAST_SEATS_CHANGE_RATIO.col(),
        AccountFeatures.MRR_CHANGES_TO_DATE.from(col("changes")),
        AccountFeatures.MRR_TO_FIRST_RATIO.from(ratio(col("mrr_now"), col("mrr_first"))),
        AccountFeatures.MRR_CHANGE_28D.from(col("mrr_now").minus(col("mrr_28d"))),
        AccountFeatures.MRR_CHANGE_84D.from(col("mrr_now").minus(col("mrr_84d"))),
        AccountFeatures.SEATS_TO_FIRST_RATIO.from(ratio(col("seats_now"), col("seats_first"))),
        AccountFeatures.SEATS_CHANGE_28D.from(col("seats_now").minus(col("seats_28d"))),
        AccountFeatures.SEATS_CHANGE_84D.from(col("seats_now").minus(col("seats_84d"))));
  }

  /**
   * The account's steps: one row per (as_of, account_id, from_day) on which MRR, seats or lines
   * held may change, each valid until the next. A stretch without any line counts only when it
   * lasted the grace period.
   */
  private static Dataset<Row> states(Dataset<Row> spans, FeatureRules rules) {
    Column begin =
        struct(
            MrrSpans.STARTS_ON.col().as("day"),
            MrrSpans.REPORTING_MRR.col().as("mrr"),
            coalesce(MrrSpans.SEATS.col(), lit(0L)).as("seats"),
            lit(1).as("lines"));
    Column end =
        struct(
            MrrSpans.ENDS_BEFORE.col().as("day"),
            negate(MrrSpans.REPORTING_MRR.col()).as("mrr"),
            negate(coalesce(MrrSpans.SEATS.col(), lit(0L))).as("seats"),
            lit(-1).as("lines"));
    WindowSpec byDay = Window.partitionBy(AS_OF, ACCOUNT_ID).orderBy(FROM);
    WindowSpec upToDay = byDay.rowsBetween(Window.unboundedPreceding(), Window.currentRow());
    // Up to the grace period the account may still come back, so what it held last is carried.
    Column isRealGap =
        when(UNTIL.isNull(), datediff(AS_OF, FROM).geq(rules.graceDays()))
            .otherwise(datediff(UNTIL, FROM).geq(rules.graceDays()));
    return spans
        .select(AS_OF, ACCOUNT_ID, explode(array(begin, end)).as("step"))
        .filter(col("step.day").leq(AS_OF))
        .groupBy(AS_OF, ACCOUNT_ID, col("step.day").as("from_day"))
        .agg(
            sum(col("step.mrr")).as("mrr"),
            sum(col("step.seats")).as("seats"),
            sum(col("step.lines")).as("lines"))
        .select(
            AS_OF,
            ACCOUNT_ID,
            FROM,
            lead(FROM, 1).over(byDay).as("until_day"),
            sum(col("mrr")).over(upToDay).as("held_mrr"),
            sum(col("seats")).over(upToDay).as("held_seats"),
            sum(col("lines")).over(upToDay).as("held_lines"))
        .filter(LINES.gt(0).or(isRealGap));
  }

  private static Dataset<Row> planChanges(Dataset<Row> spans) {
    Column isOther =
        not(MrrSpans.PLAN.col().eqNullSafe(MrrSpans.PREVIOUS_PLAN.col()))
            .and(MrrSpans.PREVIOUS_REPORTING_MRR.col().isNotNull());
    return spans
        .filter(isOther)
        .groupBy(AS_OF, ACCOUNT_ID)
        .agg(
            datediff(AS_OF, max(MrrSpans.STARTS_ON.col()))
                .as(AccountFeatures.DAYS_SINCE_PLAN_CHANGE.name()),
            max_by(
                    ratio(MrrSpans.REPORTING_MRR.col(), MrrSpans.PREVIOUS_REPORTING_MRR.col()),
                    struct(MrrSpans.STARTS_ON.col(), MrrSpans.SUBSCRIPTION_ID.col()))
                .as(AccountFeatures.LAST_PLAN_CHANGE_RATIO.name()));
  }

  private static Column wasHeld(int daysAgo) {
    return FROM.leq(date_sub(AS_OF, daysAgo));
  }

  private static Column ratio(Column now, Column before) {
    return when(before.notEqual(0), now.cast("double").divide(before.cast("double")));
  }
}
