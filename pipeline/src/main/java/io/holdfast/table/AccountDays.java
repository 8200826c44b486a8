package io.holdfast.table;

import static org.apache.spark.sql.types.DataTypes.DateType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;

/** One row per account, day, event type and batch: the daily tile of usage. */
public final class AccountDays {
  public static final Column ACCOUNT_ID = Column.key("account_id", StringType, "The customer");
  public static final Column ACTIVITY_DATE =
      Column.key("activity_date", DateType, "Business day of the events");
  public static final Column EVENT_TYPE = Column.key("event_type", StringType, "What was done");
  public static final Column INGESTED_ON = Column.key("ingested_on", DateType, "Date of the batch");
  public static final Column KNOWN_ON =
      Column.attribute("known_on", DateType, "First day on which the tile could be known");
  public static final Column QUANTITY =
      Column.measure("quantity", Column.QUANTITY, "Sum of the quantities of the events");
  public static final Column ACTIVE_USERS =
      Column.measure(
          "active_users",
          LongType,
          "Distinct users, or the greatest daily total the source gives; null when it gives neither");

  public static final Table TABLE =
      Table.of(
              "tiles",
              "account_days",
              "One row per account, day, event type and batch",
              ACCOUNT_ID,
              ACTIVITY_DATE,
              EVENT_TYPE,
              INGESTED_ON,
              KNOWN_ON,
              QUANTITY,
              ACTIVE_USERS)
          .partitionedBy(Batch.INGESTED_ON);

  private AccountDays() {}
}
