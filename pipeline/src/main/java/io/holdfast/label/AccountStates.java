package io.holdfast.label;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.date_add;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.max_by;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import io.holdfast.table.MrrSpans;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What an account holds on the days that decide its labels: D, the first judged day, and each later
 * judged day on which a span starts (MRR can rise on no other day).
 */
final class AccountStates {
  static final String DAY = "day";
  static final String MRR = "day_mrr";
  static final String SEATS = "day_seats";
  static final String PRODUCTS = "day_products";
  static final String PLANS = "day_plans";
  static final String PLAN = "day_plan";
  static final String IS_PAYING = "day_is_paying";
  static final String NOTICE_GIVEN = "day_notice_given";

  private AccountStates() {}

  /** One row per (as_of, account_id, day) with a term that covers the day. */
  static Dataset<Row> of(Dataset<Row> spans, LabelRule rule) {
    Column asOf = MrrSpans.AS_OF.col();
    Column firstJudged = date_add(asOf, rule.leadDays() + 1);
    Column lastJudged = date_add(asOf, rule.leadDays() + rule.horizonDays());
    Column account = MrrSpans.ACCOUNT_ID.col();
    Column startsOn = MrrSpans.STARTS_ON.col();
    Dataset<Row> fixedDays =
        spans
            .select(asOf, account)
            .distinct()
            .select(asOf, account, explode(array(asOf, firstJudged)).as(DAY));
    Dataset<Row> startDays =
        spans
            .filter(startsOn.gt(firstJudged).and(startsOn.leq(lastJudged)))
            .select(asOf, account, startsOn.as(DAY))
            .distinct();
    String[] accountKey = {MrrSpans.AS_OF.name(), MrrSpans.ACCOUNT_ID.name()};
    Column givesNotice = coalesce(MrrSpans.CANCEL_REQUESTED_ON.col().leq(col(DAY)), lit(false));
    Column paying = MrrSpans.IS_PAYING.col();
    return fixedDays
        .union(startDays)
        .join(spans, accountKey)
        .filter(MrrSpans.covers(col(DAY)))
        .groupBy(asOf, account, col(DAY))
        .agg(
            sum(MrrSpans.REPORTING_MRR.col()).as(MRR),
            coalesce(sum(MrrSpans.SEATS.col()), lit(0L)).as(SEATS),
            collect_set(MrrSpans.PRODUCT.col()).as(PRODUCTS),
            collect_set(MrrSpans.PLAN.col()).as(PLANS),
            max_by(
                    MrrSpans.PLAN.col(),
                    struct(MrrSpans.REPORTING_MRR.col(), MrrSpans.SUBSCRIPTION_ID.col()))
                .as(PLAN),
            max(paying).as(IS_PAYING),
            coalesce(min(when(paying, givesNotice)), lit(false)).as(NOTICE_GIVEN));
  }
}
