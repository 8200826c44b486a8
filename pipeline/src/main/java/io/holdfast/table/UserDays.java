package io.holdfast.table;

import static org.apache.spark.sql.types.DataTypes.DateType;
import static org.apache.spark.sql.types.DataTypes.StringType;

/** One row per account, user, day and batch: the daily tile of people. */
public final class UserDays {
  public static final Column ACCOUNT_ID = Column.key("account_id", StringType, "The customer");
  public static final Column USER_ID =
      Column.key("user_id", StringType, "The user at the customer");
  public static final Column ACTIVITY_DATE =
      Column.key("activity_date", DateType, "Business day of the events");
  public static final Column INGESTED_ON = Column.key("ingested_on", DateType, "Date of the batch");
  public static final Column KNOWN_ON =
      Column.attribute("known_on", DateType, "First day on which the tile could be known");
  public static final Column QUANTITY =
      Column.measure("quantity", Column.QUANTITY, "Sum of the quantities of the events");

  public static final Table TABLE =
      Table.of(
              "tiles",
              "user_days",
              "One row per account, user, day and batch",
              ACCOUNT_ID,
              USER_ID,
              ACTIVITY_DATE,
              INGESTED_ON,
              KNOWN_ON,
              QUANTITY)
          .partitionedBy(Batch.INGESTED_ON);

  private UserDays() {}
}
