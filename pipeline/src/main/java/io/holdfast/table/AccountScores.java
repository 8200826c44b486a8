package io.holdfast.table;

import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.StringType;

/** One row per account and target of a night. */
public final class AccountScores {
  public static final Column ACCOUNT_ID = Column.key("account_id", StringType, "The customer");
  public static final Column TARGET = Column.key("target", StringType, "churn or expansion");
  public static final Column MODEL_ID =
      Column.attribute("model_id", StringType, "The model; null where the rule ranks");
  public static final Column PROBABILITY =
      Column.attribute(
          "probability", DoubleType, "That it happens within the horizon after the lead");
  public static final Column PERCENTILE =
      Column.attribute(
          "percentile",
          DoubleType,
          "Rank among the accounts of the night, 0 to 1, 1.0 = most likely");
  public static final Column EVIDENCE_GRADE =
      Column.attribute("evidence_grade", StringType, "none, rule, shrunk or trees");
  public static final Column RISK_TIER =
      Column.attribute("risk_tier", StringType, "critical, high, medium or low; churn rows only");
  public static final Column MRR =
      Column.measure("mrr", Column.MONEY, "MRR on the date, reporting currency");
  public static final Column CURRENCY =
      Column.attribute("currency", StringType, "Reporting currency");
  public static final Column EXPECTED_MRR =
      Column.measure("expected_mrr", Column.MONEY, "Probability times MRR");

  public static final Table TABLE =
      Table.published(
          "account_scores",
          "One row per night, account and target",
          ACCOUNT_ID,
          TARGET,
          MODEL_ID,
          PROBABILITY,
          PERCENTILE,
          EVIDENCE_GRADE,
          RISK_TIER,
          MRR,
          CURRENCY,
          EXPECTED_MRR);

  private AccountScores() {}
}
