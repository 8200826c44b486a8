package io.holdfast.table;

import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.StringType;

/** One row per account that is ready for more. */
public final class UpsellCandidates {
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
  public static final Column EXPANSION_PROBABILITY =
      Column.attribute(
          "expansion_probability",
          DoubleType,
          "That it expands within the horizon after the lead; null by rule");
  public static final Column EXPANSION_KIND =
      Column.attribute(
          "expansion_kind", StringType, "upsell or cross_sell: the likelier on this plan");
  public static final Column EXPECTED_EXPANSION_MRR =
      Column.measure(
          "expected_expansion_mrr",
          Column.MONEY,
          "Probability times MRR times the usual increase; the ranking key");
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
  public static final Column MODEL_ID =
      Column.attribute("model_id", StringType, "The model; null where the rule ranks");

  public static final Table TABLE =
      Table.published(
          "upsell_candidates",
          "One row per night and listed account",
          LIST_RANK,
          ACCOUNT_ID,
          ACCOUNT_NAME,
          SEGMENT,
          CSM_OWNER,
          MRR,
          CURRENCY,
          EXPANSION_PROBABILITY,
          EXPANSION_KIND,
          EXPECTED_EXPANSION_MRR,
          REASON_1_CODE,
          REASON_1,
          REASON_2_CODE,
          REASON_2,
          REASON_3_CODE,
          REASON_3,
          MODEL_ID,
          AtRiskAccounts.DATA_TRUST);

  private UpsellCandidates() {}
}
