package io.holdfast.table;

import static org.apache.spark.sql.types.DataTypes.BooleanType;
import static org.apache.spark.sql.types.DataTypes.DateType;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.StringType;

/** One row per active account: the wide row for dashboards. */
public final class AccountOverview {
  public static final Column ACCOUNT_ID = Column.key("account_id", StringType, "The customer");
  public static final Column ACCOUNT_NAME =
      Column.attribute("account_name", StringType, "Name, else the id");
  public static final Column SEGMENT = Column.attribute("segment", StringType, "Customer segment");
  public static final Column CSM_OWNER =
      Column.attribute("csm_owner", StringType, "Customer success manager in charge");
  public static final Column CURRENCY =
      Column.attribute("currency", StringType, "Reporting currency");
  public static final Column MRR =
      Column.measure("mrr", Column.MONEY, "MRR on the date, reporting currency");
  public static final Column RENEWAL_DATE =
      Column.attribute("renewal_date", DateType, "Earliest agreed end of a current term");
  public static final Column CHURN_PROBABILITY =
      Column.attribute(
          "churn_probability",
          DoubleType,
          "That it leaves within the horizon after the lead; null by rule or under notice");
  public static final Column RISK_TIER =
      Column.attribute("risk_tier", StringType, "critical, high, medium or low");
  public static final Column MRR_AT_RISK =
      Column.measure("mrr_at_risk", Column.MONEY, "Churn probability times MRR");
  public static final Column EXPANSION_PROBABILITY =
      Column.attribute(
          "expansion_probability",
          DoubleType,
          "That its MRR grows within the horizon after the lead; null by rule");
  public static final Column ON_AT_RISK =
      Column.attribute("on_at_risk", BooleanType, "It stands in at_risk_accounts of the night");
  public static final Column ON_UPSELL =
      Column.attribute("on_upsell", BooleanType, "It stands in upsell_candidates of the night");
  public static final Column NOTICE_GIVEN =
      Column.attribute("notice_given", BooleanType, "The customer has given notice");
  public static final Column DATA_TRUST =
      Column.attribute(
          "data_trust",
          StringType,
          "ok; late or broken: its usage is missing, so that nothing is said of its silence");

  public static final Table TABLE =
      Table.published(
          "account_overview",
          "One row per night and active account",
          ACCOUNT_ID,
          ACCOUNT_NAME,
          SEGMENT,
          CSM_OWNER,
          CURRENCY,
          MRR,
          RENEWAL_DATE,
          CHURN_PROBABILITY,
          RISK_TIER,
          MRR_AT_RISK,
          EXPANSION_PROBABILITY,
          ON_AT_RISK,
          ON_UPSELL,
          NOTICE_GIVEN,
          DATA_TRUST);

  private AccountOverview() {}
}
