package io.holdfast.outreach;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.format_number;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;

import io.holdfast.table.AccountFeatures;
import io.holdfast.table.AtRiskAccounts;
import io.holdfast.table.Invoices;
import io.holdfast.table.OnboardingMilestones;
import io.holdfast.table.Published;
import io.holdfast.table.SupportTickets;
import io.holdfast.table.UpsellCandidates;
import io.holdfast.table.UpsellWithheld;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The rule that must never break: who is not offered more, why, and until when. */
public final class UpsellGate {
  private UpsellGate() {}

  /**
   * A reason not to offer more.
   *
   * @param code the word in {@code withheld_code}
   * @param isChecked whether a source exists that can tell
   * @param holds true for accounts it withholds
   * @param reason for people
   * @param release what would release the account
   */
  private record Condition(
      String code, boolean isChecked, Column holds, Column reason, Column release) {
    private static Condition unchecked(String code) {
      return new Condition(code, false, lit(false), lit(null), lit(null));
    }
  }

  /**
   * One row per as-of date and account that at least one condition holds for, with the first; the
   * columns of UpsellWithheld but {@code run_id}. A condition whose source is missing withholds
   * nobody and is named.
   *
   * @param nightAccounts rows of {@link NightAccounts}
   */
  public static Dataset<Row> of(Dataset<Row> nightAccounts, ListRules rules) {
    List<Condition> conditions = conditions(rules);
    Column first = lit(null);
    for (int i = conditions.size() - 1; i >= 0; i--) {
      first = when(conditions.get(i).holds(), lit(i)).otherwise(first);
    }
    String unchecked =
        conditions.stream()
            .filter(c -> !c.isChecked())
            .map(Condition::code)
            .collect(Collectors.joining(","));
    return nightAccounts
        .withColumn("first", first.cast("int"))
        .filter(col("first").isNotNull())
        .select(
            Published.AS_OF.col(),
            UpsellWithheld.ACCOUNT_ID.col(),
            UpsellWithheld.EXPANSION_PROBABILITY.from(UpsellCandidates.EXPANSION_PROBABILITY.col()),
            UpsellWithheld.WITHHELD_CODE.from(
                ofFirst(conditions.stream().map(c -> lit(c.code())).toList())),
            UpsellWithheld.WITHHELD_REASON.from(
                ofFirst(conditions.stream().map(Condition::reason).toList())),
            UpsellWithheld.RELEASE_CONDITION.from(
                ofFirst(conditions.stream().map(Condition::release).toList())),
            UpsellWithheld.UNCHECKED_CONDITIONS.from(lit(unchecked)));
  }

  /** In the order in which they are asked. */
  private static List<Condition> conditions(ListRules rules) {
    Column probability = AtRiskAccounts.CHURN_PROBABILITY.col();
    Column chance =
        when(
                probability.isNotNull(),
                concat(lit(" ("), format_number(probability.multiply(100), 1), lit(" % to leave)")))
            .otherwise(lit(" (by rule)"));
    return List.of(
        new Condition(
            "notice_given",
            true,
            AccountFeatures.NOTICE_GIVEN.col(),
            lit("The customer has given notice"),
            lit("The customer takes the notice back")),
        new Condition(
            "in_grace",
            true,
            AccountFeatures.IN_GRACE.col(),
            lit("The last paid term has ended and no other has begun"),
            lit("A new paid term begins")),
        new Condition(
            "at_risk",
            true,
            // The tier decides, not the list: a list is as short as there is time to call.
            RiskTiers.isAtRisk(AtRiskAccounts.RISK_TIER.col()),
            concat(lit("Churn risk is "), AtRiskAccounts.RISK_TIER.col(), chance),
            lit("Churn risk falls below high")),
        counted(
            "escalated",
            rules.has(SupportTickets.TABLE),
            AccountFeatures.ESCALATIONS_OPEN,
            "Escalated tickets open: ",
            "All escalated tickets are resolved"),
        counted(
            "delinquent",
            rules.has(Invoices.TABLE),
            AccountFeatures.DELINQUENT_INVOICES,
            "Invoices unpaid beyond the grace period: ",
            "The overdue invoices are paid"),
        counted(
            "onboarding",
            rules.has(OnboardingMilestones.TABLE),
            AccountFeatures.MILESTONES_OVERDUE,
            "Onboarding milestones due and not reached: ",
            "The milestones that are due are reached"),
        Condition.unchecked("unhealthy"),
        provenValue(rules));
  }

  /** Holds where the source counts any. */
  private static Condition counted(
      String code,
      boolean isChecked,
      io.holdfast.table.Column count,
      String reason,
      String release) {
    Column found = coalesce(count.col(), lit(0));
    return isChecked
        ? new Condition(
            code, true, found.gt(0), concat(lit(reason), found.cast("string")), lit(release))
        : Condition.unchecked(code);
  }

  /** Value is proven by a key event or a value milestone, whichever the business can tell. */
  private static Condition provenValue(ListRules rules) {
    boolean hasMilestones = rules.has(OnboardingMilestones.TABLE);
    if (!rules.hasKeyEvents() && !hasMilestones) {
      return Condition.unchecked("no_proven_value");
    }
    Column hasReachedValue = AccountFeatures.HAS_REACHED_VALUE.col();
    if (!rules.hasKeyEvents()) {
      return new Condition(
          "no_proven_value",
          true,
          coalesce(not(hasReachedValue), lit(false)),
          lit("No value milestone reached"),
          lit("A value milestone is reached"));
    }
    Column hasNoKeyEvent = coalesce(AccountFeatures.KEY_EVENTS_84D.col().equalTo(0), lit(false));
    return new Condition(
        "no_proven_value",
        true,
        hasMilestones
            ? hasNoKeyEvent.and(not(coalesce(hasReachedValue, lit(false))))
            : hasNoKeyEvent,
        lit(
            "No key event in the last 84 days"
                + (hasMilestones ? " and no value milestone reached" : "")),
        lit("A key event happens" + (hasMilestones ? " or a value milestone is reached" : "")));
  }

  private static Column ofFirst(List<Column> values) {
    Column chosen = lit(null).cast("string");
    for (int i = 0; i < values.size(); i++) {
      chosen = when(col("first").equalTo(i), values.get(i)).otherwise(chosen);
    }
    return chosen;
  }
}
