package io.holdfast.table;

import static org.apache.spark.sql.types.DataTypes.DateType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import org.apache.spark.sql.types.DataTypes;

/** One row per account and version: the customer. */
public final class Accounts {
  public static final Column ACCOUNT_ID = Column.key("account_id", StringType, "The customer");
  public static final Column ACCOUNT_NAME =
      Column.attribute("account_name", StringType, "Name shown on lists");
  public static final Column SEGMENT =
      Column.attribute("segment", StringType, "Customer segment, such as smb or enterprise");
  public static final Column INDUSTRY =
      Column.attribute("industry", StringType, "Industry of the customer");
  public static final Column CHANNEL =
      Column.attribute("channel", StringType, "Acquisition channel");
  public static final Column COUNTRY =
      Column.attribute("country", StringType, "Country of the customer");
  public static final Column CSM_OWNER =
      Column.attribute("csm_owner", StringType, "Customer success manager in charge");
  public static final Column SIGNED_UP_ON =
      Column.occurred(
          "signed_up_on",
          DateType,
          "Day the account was created; empty means the first starts_on as known");
  public static final Column FOUNDED_ON =
      Column.attribute("founded_on", DateType, "Day the customer company was founded");
  public static final Column PARENT_ACCOUNT_ID =
      Column.attribute("parent_account_id", StringType, "Account of the owning company");
  public static final Column ACQUISITION_COST =
      Column.measure(
          "acquisition_cost", Column.MONEY, "Cost of winning the account, reporting currency");

  public static final Column ATTRIBUTES =
      Column.attribute(
          "attributes",
          DataTypes.createMapType(StringType, StringType),
          "What the select yields as attr_<name>, by name");

  private static final String ATTRIBUTE = "attr_";

  public static final Table TABLE =
      Table.clean(
              "accounts",
              "One row per account and version",
              ACCOUNT_ID,
              ACCOUNT_NAME,
              SEGMENT,
              INDUSTRY,
              CHANNEL,
              COUNTRY,
              CSM_OWNER,
              SIGNED_UP_ON,
              FOUNDED_ON,
              PARENT_ACCOUNT_ID,
              ACQUISITION_COST,
              ATTRIBUTES)
          .partitionedBy(Batch.INGESTED_MONTH);

  private Accounts() {}

  /** Whether this is what a select, the settings and models call one of the attributes. */
  public static boolean isAttribute(String column) {
    return column.startsWith(ATTRIBUTE);
  }

  /** What they call the attribute of this name. */
  public static String attributeColumn(String name) {
    return ATTRIBUTE + name;
  }

  /** The name of the attribute that they call so. */
  public static String attributeName(String column) {
    return column.substring(ATTRIBUTE.length());
  }
}
