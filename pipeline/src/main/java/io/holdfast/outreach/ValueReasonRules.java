package io.holdfast.outreach;

import static io.holdfast.label.Target.CHURN;
import static io.holdfast.label.Target.EXPANSION;
import static io.holdfast.outreach.ReasonRule.Direction.HIGHER;
import static io.holdfast.outreach.ReasonRule.Direction.LOWER;
import static io.holdfast.outreach.ReasonRule.Scale.LINEAR;
import static io.holdfast.outreach.ReasonRule.Usual.OWN_ELSE_PEERS;
import static io.holdfast.outreach.ReasonRule.Usual.PEERS;
import static io.holdfast.table.AccountFeatures.HAS_REACHED_VALUE;
import static io.holdfast.table.AccountFeatures.LATE_PAYMENTS_84D;
import static io.holdfast.table.AccountFeatures.METRICS_ON_TARGET_RATIO;
import static io.holdfast.table.AccountFeatures.MILESTONES_OVERDUE;
import static io.holdfast.table.AccountFeatures.NEW_USERS_84D;
import static io.holdfast.table.AccountFeatures.NEW_USERS_INACTIVE_84D;
import static io.holdfast.table.AccountFeatures.OLDEST_OVERDUE_DAYS;
import static io.holdfast.table.AccountFeatures.TENURE_DAYS;
import static org.apache.spark.sql.functions.lit;

import io.holdfast.table.Invoices;
import io.holdfast.table.OnboardingMilestones;
import io.holdfast.table.SuccessMetrics;
import io.holdfast.table.Users;
import java.util.ArrayList;
import java.util.List;

/** Reasons that lie with what the customer gets for its money: roll-out, results, bills. */
final class ValueReasonRules {
  private ValueReasonRules() {}

  static List<ReasonRule> of(ListRules rules) {
    List<ReasonRule> reasons = new ArrayList<>();
    if (rules.has(Invoices.TABLE)) {
      reasons.addAll(billing());
    }
    if (rules.has(OnboardingMilestones.TABLE)) {
      reasons.addAll(milestones());
    }
    if (rules.has(Users.TABLE)) {
      reasons.add(rollOut());
    }
    if (rules.has(SuccessMetrics.TABLE)) {
      reasons.addAll(metrics());
    }
    return reasons;
  }

  private static List<ReasonRule> billing() {
    return List.of(
        new ReasonRule(
            "payment_problem",
            CHURN,
            OLDEST_OVERDUE_DAYS,
            HIGHER,
            OWN_ELSE_PEERS,
            LINEAR,
            7,
            lit(true),
            "An invoice is {value} days overdue; {usual}"),
        new ReasonRule(
            "payment_problem",
            CHURN,
            LATE_PAYMENTS_84D,
            HIGHER,
            OWN_ELSE_PEERS,
            LINEAR,
            1,
            lit(true),
            "Invoices paid late in 84 days: {value}; {usual}"));
  }

  private static List<ReasonRule> milestones() {
    return List.of(
        new ReasonRule(
            "stalled_onboarding",
            CHURN,
            MILESTONES_OVERDUE,
            HIGHER,
            PEERS,
            LINEAR,
            1,
            lit(true),
            "Onboarding milestones overdue: {value}; {usual}"),
        new ReasonRule(
            "value_not_realized",
            CHURN,
            HAS_REACHED_VALUE,
            LOWER,
            PEERS,
            LINEAR,
            1,
            TENURE_DAYS.col().geq(84),
            "No value milestone reached, which most similar accounts have"),
        new ReasonRule(
            "value_reached",
            EXPANSION,
            HAS_REACHED_VALUE,
            HIGHER,
            PEERS,
            LINEAR,
            1,
            lit(true),
            "A value milestone is reached, which most similar accounts have not"));
  }

  private static ReasonRule rollOut() {
    return new ReasonRule(
        "stalled_onboarding",
        CHURN,
        NEW_USERS_INACTIVE_84D,
        HIGHER,
        PEERS,
        LINEAR,
        2,
        NEW_USERS_INACTIVE_84D.col().multiply(2).geq(NEW_USERS_84D.col()),
        "Users created in 84 days who were never active: {value}; {usual}");
  }

  private static List<ReasonRule> metrics() {
    return List.of(
        new ReasonRule(
            "value_not_realized",
            CHURN,
            METRICS_ON_TARGET_RATIO,
            LOWER,
            OWN_ELSE_PEERS,
            LINEAR,
            0.25,
            lit(true),
            "{value} of the customer's own goals met; {usual}"),
        new ReasonRule(
            "value_reached",
            EXPANSION,
            METRICS_ON_TARGET_RATIO,
            HIGHER,
            OWN_ELSE_PEERS,
            LINEAR,
            0.25,
            METRICS_ON_TARGET_RATIO.col().geq(0.5),
            "{value} of the customer's own goals met; {usual}"));
  }
}
