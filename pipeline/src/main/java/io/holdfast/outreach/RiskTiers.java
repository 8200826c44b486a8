package io.holdfast.outreach;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import org.apache.spark.sql.Column;

/** The words for how likely an account is to leave, against the base rate. */
public final class RiskTiers {
  public static final String CRITICAL = "critical";
  public static final String HIGH = "high";
  public static final String MEDIUM = "medium";
  public static final String LOW = "low";

  private RiskTiers() {}

  /**
   * The tier of an account: multiples of the base rate, and where there is no probability the rule
   * says high or low.
   */
  public static Column of(Column probability, Column baseRate, Column meetsRule, ListRules rules) {
    Column byProbability =
        when(probability.geq(baseRate.multiply(rules.critical())), lit(CRITICAL))
            .when(probability.geq(baseRate.multiply(rules.high())), lit(HIGH))
            .when(probability.geq(baseRate.multiply(rules.medium())), lit(MEDIUM))
            .otherwise(lit(LOW));
    Column byRule = when(coalesce(meetsRule, lit(false)), lit(HIGH)).otherwise(lit(LOW));
    return when(probability.isNotNull().and(baseRate.isNotNull()), byProbability).otherwise(byRule);
  }

  /** Whether a tier keeps an account from being offered more. */
  static Column isAtRisk(Column tier) {
    return coalesce(tier.isin(CRITICAL, HIGH), lit(false));
  }
}
