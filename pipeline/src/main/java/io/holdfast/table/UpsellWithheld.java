package io.holdfast.table;

import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.StringType;

/** One row per account that is not offered more, and why. */
public final class UpsellWithheld {
  public static final Column ACCOUNT_ID = Column.key("account_id", StringType, "The customer");
  public static final Column EXPANSION_PROBABILITY =
      Column.attribute("expansion_probability", DoubleType, "That it expands; null by rule");
  public static final Column WITHHELD_CODE =
      Column.attribute("withheld_code", StringType, "The first condition that holds");
  public static final Column WITHHELD_REASON =
      Column.attribute("withheld_reason", StringType, "The condition for people");
  public static final Column RELEASE_CONDITION =
      Column.attribute("release_condition", StringType, "What would release the account");
  public static final Column UNCHECKED_CONDITIONS =
      Column.attribute(
          "unchecked_conditions",
          StringType,
          "Conditions whose source is missing, comma-separated");

  public static final Table TABLE =
      Table.published(
          "upsell_withheld",
          "One row per night and withheld account",
          ACCOUNT_ID,
          EXPANSION_PROBABILITY,
          WITHHELD_CODE,
          WITHHELD_REASON,
          RELEASE_CONDITION,
          UNCHECKED_CONDITIONS);

  private UpsellWithheld() {}
}
