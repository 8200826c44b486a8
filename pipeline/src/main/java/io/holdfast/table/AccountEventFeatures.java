package io.holdfast.table;

import static org.apache.spark.sql.types.DataTypes.DateType;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.StringType;

/** One row per as-of date, account and event type: usage by what was done. */
public final class AccountEventFeatures {
  public static final Column AS_OF =
      Column.key("as_of", DateType, "Nothing known later went into the row");
  public static final Column ACCOUNT_ID = Column.key("account_id", StringType, "The customer");
  public static final Column EVENT_TYPE = Column.key("event_type", StringType, "What was done");
  public static final Column EVENTS_28D =
      Column.measure("events_28d", DoubleType, "Quantity in the last 28 days");
  public static final Column EVENTS_84D =
      Column.measure("events_84d", DoubleType, "Quantity in the last 84 days");
  public static final Column ACTIVE_USERS_28D =
      Column.measure(
          "active_users_28d",
          DoubleType,
          "Mean active users of the days with this type in the last 28 days");
  public static final Column DAYS_SINCE_EVENT =
      Column.attribute(
          "days_since_event",
          IntegerType,
          "Days since the last one; null means not within 84 days");

  public static final Table TABLE =
      Table.of(
              "features",
              "account_event_features",
              "One row per as-of date, account and event type",
              AS_OF,
              ACCOUNT_ID,
              EVENT_TYPE,
              EVENTS_28D,
              EVENTS_84D,
              ACTIVE_USERS_28D,
              DAYS_SINCE_EVENT)
          .partitionedBy(AS_OF);

  private AccountEventFeatures() {}
}
