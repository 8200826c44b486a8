package io.holdfast.table;

import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.StringType;

/** One row per account, target and rank of a reason. */
public final class ScoreReasons {
  public static final Column ACCOUNT_ID = Column.key("account_id", StringType, "The customer");
  public static final Column TARGET = Column.key("target", StringType, "churn or expansion");
  public static final Column RANK = Column.key("rank", IntegerType, "1 weighs most");
  public static final Column REASON_CODE =
      Column.attribute("reason_code", StringType, "Cause in the words of the glossary");
  public static final Column FEATURE =
      Column.attribute("feature", StringType, "Column of account_features that is the evidence");
  public static final Column VALUE = Column.measure("value", DoubleType, "Its value on the date");
  public static final Column USUAL_VALUE =
      Column.measure(
          "usual_value", DoubleType, "The account's own median before, else its segment's");
  public static final Column CONTRIBUTION =
      Column.measure(
          "contribution",
          DoubleType,
          "What the features of its family add to the log-odds of the probability; null without a"
              + " model");
  public static final Column SENTENCE =
      Column.attribute("sentence", StringType, "The reason for people");

  public static final Table TABLE =
      Table.published(
          "score_reasons",
          "One row per night, account, target and rank",
          ACCOUNT_ID,
          TARGET,
          RANK,
          REASON_CODE,
          FEATURE,
          VALUE,
          USUAL_VALUE,
          CONTRIBUTION,
          SENTENCE);

  private ScoreReasons() {}
}
