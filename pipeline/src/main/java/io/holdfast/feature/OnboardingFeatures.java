package io.holdfast.feature;

import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.datediff;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.when;

import io.holdfast.snapshot.Snapshot;
import io.holdfast.table.AccountFeatures;
import io.holdfast.table.OnboardingMilestones;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Onboarding: which milestones were due, which were reached, and when value was first proven. */
final class OnboardingFeatures {
  static final int FEATURE_VERSION = 1;

  private static final Column AS_OF = AccountFeatures.AS_OF.col();
  private static final Column ACCOUNT_ID = AccountFeatures.ACCOUNT_ID.col();
  private static final String FIRST_VALUE_ON = "first_value_on";

  private OnboardingFeatures() {}

  /** One row per (as_of, account_id) with any milestone. */
  static Dataset<Row> of(Snapshot snapshot) {
    Column dueOn = OnboardingMilestones.DUE_ON.col();
    Column isReached = OnboardingMilestones.REACHED_ON.col().isNotNull();
    Column isDue = coalesce(dueOn.leq(AS_OF), lit(false));
    Column isOverdue = isDue.and(OnboardingMilestones.REACHED_ON.col().isNull());
    Column isOfValue = OnboardingMilestones.IS_VALUE_MILESTONE.col();
    return snapshot
        .onboardingMilestones()
        .groupBy(AS_OF, ACCOUNT_ID)
        .agg(
            count_if(isDue).as(AccountFeatures.MILESTONES_DUE.name()),
            count_if(isOverdue).as(AccountFeatures.MILESTONES_OVERDUE.name()),
            avg(when(isDue, when(isReached, 1.0).otherwise(0.0)))
                .as(AccountFeatures.MILESTONES_REACHED_RATIO.name()),
            max(when(isOverdue, datediff(AS_OF, dueOn)))
                .as(AccountFeatures.OLDEST_OVERDUE_MILESTONE_DAYS.name()),
            max(when(isOfValue, isReached)).as(AccountFeatures.HAS_REACHED_VALUE.name()),
            min(when(isOfValue, OnboardingMilestones.REACHED_ON.col())).as(FIRST_VALUE_ON));
  }

  /** The onboarding columns over the spine, which says since when the account is a customer. */
  static Map<String, Column> columns(Snapshot snapshot) {
    boolean isKnown = snapshot.has(OnboardingMilestones.TABLE);
    Map<String, Column> columns =
        new HashMap<>(
            FamilyColumns.of(
                isKnown,
                List.of(
                    AccountFeatures.MILESTONES_DUE,
                    AccountFeatures.MILESTONES_OVERDUE,
                    AccountFeatures.OLDEST_OVERDUE_MILESTONE_DAYS),
                List.of(
                    AccountFeatures.MILESTONES_REACHED_RATIO, AccountFeatures.HAS_REACHED_VALUE)));
    columns.put(
        AccountFeatures.DAYS_TO_FIRST_VALUE.name(),
        isKnown
            ? AccountFeatures.TENURE_DAYS.col().minus(datediff(AS_OF, col(FIRST_VALUE_ON)))
            : lit(null));
    return columns;
  }
}
