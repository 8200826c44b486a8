package io.holdfast.table;

import static org.apache.spark.sql.types.DataTypes.BooleanType;
import static org.apache.spark.sql.types.DataTypes.DateType;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.StringType;

/** One row per account to call first. */
public final class AtRiskAccounts {
  public static final Column LIST_RANK = Column.key("list_rank", IntegerType, "1 first");
  public static final Column ACCOUNT_ID =
      Column.attribute("account_id", StringType, "The customer");
  public static final Column ACCOUNT_NAME =
      Column.attribute("account_name", StringType, "Name, else the id");
  public static final Column SEGMENT = Column.attribute("segment", StringType, "Customer segment");
  public static final Column CSM_OWNER =
      Column.attribute("csm_owner", StringType, "Customer success manager in charge");
  public static final Column MRR =
      Column.measure("mrr", Column.MONEY, "MRR on the date, reporting currency");
  public static final Column CURRENCY =
      Column.attribute("currency", StringType, "Reporting currency");
  public static final Column CHURN_PROBABILITY =
      Column.attribute(
          "churn_probability",
          DoubleType,
          "That it leaves within the horizon after the lead; null by rule or under notice");
  public static final Column RISK_TIER =
      Column.attribute("risk_tier", StringType, "critical, high, medium or low");
  public static final Column MRR_AT_RISK =
      Column.measure("mrr_at_risk", Column.MONEY, "Churn probability times MRR; the ranking key");
  public static final Column REASON_1_CODE =
      Column.attribute("reason_1_code", StringType, "Cause 1");
  public static final Column REASON_1 =
      Column.attribute("reason_1", StringType, "Reason 1 for people");
  public static final Column REASON_2_CODE =
      Column.attribute("reason_2_code", StringType, "Cause 2");
  public static final Column REASON_2 =
      Column.attribute("reason_2", StringType, "Reason 2 for people");
  public static final Column REASON_3_CODE =
      Column.attribute("reason_3_code", StringType, "Cause 3");
  public static final Column REASON_3 =
      Column.attribute("reason_3", StringType, "Reason 3 for people");
  public static final Column RENEWAL_DATE =
      Column.attribute("renewal_date", DateType, "Earliest agreed end of a current term");
  public static final Column NOTICE_GIVEN =
      Column.attribute(
          "notice_given",
          BooleanType,
          "The customer has given notice; such rows stand after the ranked ones");
  public static final Column MODEL_ID =
      Column.attribute("model_id", StringType, "The model; null where the rule ranks");

  public static final Column DATA_TRUST =
      Column.attribute(
          "data_trust",
          StringType,
          "ok; late or broken: its usage is missing, so that nothing is said of its silence");

  public static final Table TABLE =
      Table.published(
          "at_risk_accounts",
          "One row per night and listed account",
          LIST_RANK,
          ACCOUNT_ID,
          ACCOUNT_NAME,
          SEGMENT,
          CSM_OWNER,
          MRR,
          CURRENCY,
          CHURN_PROBABILITY,
          RISK_TIER,
          MRR_AT_RISK,
          REASON_1_CODE,
          REASON_1,
          REASON_2_CODE,
          REASON_2,
          REASON_3_CODE,
          REASON_3,
          RENEWAL_DATE,
          NOTICE_GIVEN,
          MODEL_ID,
          DATA_TRUST);

  private AtRiskAccounts() {}
}
