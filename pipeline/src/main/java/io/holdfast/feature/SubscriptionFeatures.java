package io.holdfast.feature;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.date_add;
import static org.apache.spark.sql.functions.date_sub;
import static org.apache.spark.sql.functions.datediff;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.max_by;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import io.holdfast.table.AccountFeatures;
import io.holdfast.table.MrrSpans;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Subscription and renewal schedule. Its rows are the spine of all features: the accounts that are
 * scored at D, which pay on D as known then, or whose last paid term ended in (D−G, D] (in grace;
 * what they last held is carried).
 */
final class SubscriptionFeatures {
  static final int FEATURE_VERSION = 1;

  private static final Column AS_OF = AccountFeatures.AS_OF.col();
  private static final Column ACCOUNT_ID = AccountFeatures.ACCOUNT_ID.col();
  private static final String HELD_ON = "held_on";
  private static final String MAIN = "main";
  private static final String NEXT = "next";

  private SubscriptionFeatures() {}

  /** One row per scored (as_of, account_id). */
  static Dataset<Row> of(Dataset<Row> spans, FeatureRules rules) {
    Dataset<Row> scored = scored(spans, rules);
    Column isHeld = MrrSpans.covers(col(HELD_ON));
    // In grace nothing runs any more: a schedule is not carried.
    Column isCurrent = MrrSpans.covers(AS_OF);
    Column termEndsOn = MrrSpans.TERM_ENDS_ON.col();
    Column agreedTerm = struct(termEndsOn, MrrSpans.TERM_STARTS_ON.col());
    Column isRenewal = MrrSpans.IS_RENEWAL.col();
    Column isDue = termEndsOn.gt(AS_OF).and(termEndsOn.leq(date_add(AS_OF, rules.horizonDays())));
    Column paysAndHolds = isHeld.and(MrrSpans.IS_PAYING.col());
    Column gaveNotice = MrrSpans.CANCEL_REQUESTED_ON.col().isNotNull();
    Column mainLine =
        struct(
            MrrSpans.PLAN.col(),
            MrrSpans.BILLING_MONTHS.col(),
            MrrSpans.DISCOUNT_PCT.col(),
            MrrSpans.DISCOUNT_ENDS_ON.col(),
            MrrSpans.AUTO_RENEWS.col(),
            MrrSpans.IS_TRIAL.col());
    Column bySize = struct(MrrSpans.REPORTING_MRR.col(), MrrSpans.SUBSCRIPTION_ID.col());
    Dataset<Row> accounts =
        scored
            .join(spans, new String[] {AccountFeatures.AS_OF.name(), MrrSpans.ACCOUNT_ID.name()})
            .groupBy(AS_OF, ACCOUNT_ID, AccountFeatures.IN_GRACE.col())
            .agg(
                sum(when(isHeld, MrrSpans.REPORTING_MRR.col())).as(AccountFeatures.MRR.name()),
                sum(when(isHeld, MrrSpans.REPORTING_LIST_MRR.col()))
                    .as(AccountFeatures.LIST_MRR.name()),
                sum(when(isHeld, MrrSpans.SEATS.col())).as(AccountFeatures.SEATS.name()),
                size(collect_set(when(isHeld, MrrSpans.PRODUCT.col())))
                    .as(AccountFeatures.PRODUCTS.name()),
                max_by(when(isHeld, mainLine), when(isHeld, bySize)).as(MAIN),
                min(when(isCurrent.and(termEndsOn.isNotNull()), agreedTerm)).as(NEXT),
                count_if(isCurrent.and(isDue)).as(AccountFeatures.RENEWALS_DUE.name()),
                min(when(paysAndHolds, gaveNotice)).as(AccountFeatures.NOTICE_GIVEN.name()),
                datediff(AS_OF, min(MrrSpans.STARTS_ON.col()))
                    .as(AccountFeatures.TENURE_DAYS.name()),
                datediff(AS_OF, max(when(isRenewal, MrrSpans.STARTS_ON.col())))
                    .as(AccountFeatures.DAYS_SINCE_RENEWAL.name()),
                count_if(isRenewal).as(AccountFeatures.RENEWALS_TO_DATE.name()));
    Column discountEndsOn = col(MAIN + ".discount_ends_on");
    Column isDiscounted =
        col(MAIN + ".discount_pct").gt(0).and(discountEndsOn.isNull().or(discountEndsOn.gt(AS_OF)));
    Column daysToTermEnd = datediff(col(NEXT + ".term_ends_on"), AS_OF);
    Column daysOfTerm = datediff(col(NEXT + ".term_ends_on"), col(NEXT + ".term_starts_on"));
    return accounts.select(
        AS_OF,
        ACCOUNT_ID,
        AccountFeatures.MRR.from(AccountFeatures.MRR.col()),
        AccountFeatures.LIST_MRR.from(AccountFeatures.LIST_MRR.col()),
        AccountFeatures.SEATS.col(),
        AccountFeatures.PRODUCTS.col(),
        AccountFeatures.PLAN.from(col(MAIN + ".plan")),
        AccountFeatures.BILLING_MONTHS.from(col(MAIN + ".billing_months")),
        AccountFeatures.DISCOUNT_PCT.from(
            when(isDiscounted, col(MAIN + ".discount_pct"))
                .when(col(MAIN + ".discount_pct").isNotNull(), lit(0.0))),
        AccountFeatures.DAYS_TO_DISCOUNT_END.from(
            when(isDiscounted, datediff(discountEndsOn, AS_OF))),
        AccountFeatures.AUTO_RENEWS.from(col(MAIN + ".auto_renews")),
        AccountFeatures.IS_TRIAL.from(col(MAIN + ".is_trial")),
        AccountFeatures.IN_GRACE.col(),
        AccountFeatures.NOTICE_GIVEN.from(coalesce(AccountFeatures.NOTICE_GIVEN.col(), lit(false))),
        AccountFeatures.TENURE_DAYS.col(),
        AccountFeatures.DAYS_TO_TERM_END.from(daysToTermEnd),
        AccountFeatures.TERM_LEFT_RATIO.from(
            when(daysOfTerm.gt(0), daysToTermEnd.cast("double").divide(daysOfTerm))),
        AccountFeatures.RENEWALS_DUE.from(AccountFeatures.RENEWALS_DUE.col()),
        AccountFeatures.DAYS_SINCE_RENEWAL.col(),
        AccountFeatures.RENEWALS_TO_DATE.from(AccountFeatures.RENEWALS_TO_DATE.col()));
  }

  /** The scored accounts, whether they are in grace, and the day whose holdings count. */
  private static Dataset<Row> scored(Dataset<Row> spans, FeatureRules rules) {
    Column isPaying = MrrSpans.IS_PAYING.col();
    Column endsBefore = MrrSpans.ENDS_BEFORE.col();
    Dataset<Row> accounts =
        spans
            .filter(isPaying)
            .groupBy(AS_OF, ACCOUNT_ID)
            .agg(max(MrrSpans.covers(AS_OF)).as("pays"), max(endsBefore).as("paid_until"));
    Column pays = col("pays");
    Column isInGrace = not(pays).and(col("paid_until").gt(date_sub(AS_OF, rules.graceDays())));
    return accounts
        .filter(pays.or(isInGrace))
        .select(
            AS_OF,
            ACCOUNT_ID,
            isInGrace.as(AccountFeatures.IN_GRACE.name()),
            when(pays, AS_OF).otherwise(date_sub(col("paid_until"), 1)).as(HELD_ON));
  }
}
