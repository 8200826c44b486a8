package io.holdfast.table;

import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.StringType;
import static org.apache.spark.sql.types.DataTypes.TimestampType;

/** One row per answer to a survey and version. */
public final class SurveyResponses {
  public static final Column RESPONSE_ID = Column.key("response_id", StringType, "The answer");
  public static final Column ACCOUNT_ID =
      Column.attribute("account_id", StringType, "The customer").immutable();
  public static final Column USER_ID =
      Column.attribute("user_id", StringType, "Who answered").immutable();
  public static final Column SURVEY =
      Column.attribute("survey", StringType, "nps, csat or ces").immutable();
  public static final Column SCORE =
      Column.measure(
              "score", DoubleType, "The answer: nps 0 to 10, csat 1 to 5, ces as the source counts")
          .immutable();
  public static final Column RESPONDED_AT =
      Column.occurred("responded_at", TimestampType, "When it was given, UTC");

  public static final Table TABLE =
      Table.clean(
              "survey_responses",
              "One row per survey response and version",
              RESPONSE_ID,
              ACCOUNT_ID,
              USER_ID,
              SURVEY,
              SCORE,
              RESPONDED_AT)
          .partitionedBy(Batch.INGESTED_MONTH);

  private SurveyResponses() {}
}
