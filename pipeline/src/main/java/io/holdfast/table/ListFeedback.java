package io.holdfast.table;

import static org.apache.spark.sql.types.DataTypes.DateType;
import static org.apache.spark.sql.types.DataTypes.StringType;

/** One row per verdict on a listed account and version: what people made of the lists. */
public final class ListFeedback {
  public static final Column ACCOUNT_ID = Column.key("account_id", StringType, "The customer");
  public static final Column LIST =
      Column.key("list", StringType, "The list: at_risk_accounts or upsell_candidates");
  public static final Column GIVEN_ON =
      Column.occurred("given_on", DateType, "Day the verdict was given").asKey();
  public static final Column VERDICT =
      Column.attribute("verdict", StringType, "useful, wrong, handled or snoozed").immutable();
  public static final Column UNTIL =
      Column.planned("until", DateType, "Last day a snoozed account stays off the list");
  public static final Column NOTE =
      Column.attribute("note", StringType, "In the words of who gave it").immutable();

  public static final Table TABLE =
      Table.clean(
              "list_feedback",
              "One row per account, list, day of feedback and version",
              ACCOUNT_ID,
              LIST,
              GIVEN_ON,
              VERDICT,
              UNTIL,
              NOTE)
          .partitionedBy(Batch.INGESTED_MONTH);

  private ListFeedback() {}
}
