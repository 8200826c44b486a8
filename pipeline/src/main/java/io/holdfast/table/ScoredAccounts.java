package io.holdfast.table;

import static org.apache.spark.sql.types.DataTypes.BooleanType;
import static org.apache.spark.sql.types.DataTypes.DateType;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import org.apache.spark.sql.types.DataTypes;

/** One row per as-of date, account and target: scores before they are published. */
public final class ScoredAccounts {
  public static final Column AS_OF = Column.key("as_of", DateType, "The night");
  public static final Column ACCOUNT_ID = Column.key("account_id", StringType, "The customer");
  public static final Column TARGET = Column.key("target", StringType, "churn or expansion");
  public static final Column MODEL_ID =
      Column.attribute("model_id", StringType, "The model; null where the rule ranks");
  public static final Column PROBABILITY =
      Column.attribute(
          "probability",
          DoubleType,
          "That it happens within the horizon after the lead; null where the rule ranks");
  public static final Column RANK_SCORE =
      Column.attribute(
          "rank_score",
          DoubleType,
          "What ranks the account: the probability, else the rule's score; greater means likelier");
  public static final Column MEETS_RULE =
      Column.attribute(
          "meets_rule", BooleanType, "The one-line rule holds; null where it cannot be computed");
  public static final Column EVIDENCE_GRADE =
      Column.attribute("evidence_grade", StringType, "none, rule, shrunk or trees");
  public static final Column BASE_RATE =
      Column.attribute(
          "base_rate", DoubleType, "Base rate of the model's training rows; null without a model");
  public static final Column CONTRIBUTIONS =
      Column.attribute(
          "contributions",
          DataTypes.createMapType(StringType, DoubleType),
          "By family of features: what it adds to the log-odds of the probability; null without"
              + " one");

  public static final Table TABLE =
      Table.of(
              "scores",
              "scored_accounts",
              "One row per as-of date, account and target",
              AS_OF,
              ACCOUNT_ID,
              TARGET,
              MODEL_ID,
              PROBABILITY,
              RANK_SCORE,
              MEETS_RULE,
              EVIDENCE_GRADE,
              BASE_RATE,
              CONTRIBUTIONS)
          .partitionedBy(AS_OF);

  private ScoredAccounts() {}
}
