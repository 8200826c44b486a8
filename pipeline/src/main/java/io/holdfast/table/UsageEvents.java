package io.holdfast.table;

import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;
import static org.apache.spark.sql.types.DataTypes.TimestampType;

/** One row per landed event and batch, deduplicated within the batch. */
public final class UsageEvents {
  public static final Column EVENT_ID =
      Column.key("event_id", StringType, "The event; without it nothing is deduplicated");
  public static final Column ACCOUNT_ID =
      Column.attribute("account_id", StringType, "The customer").immutable();
  public static final Column USER_ID =
      Column.attribute("user_id", StringType, "The user at the customer").immutable();
  public static final Column EVENT_AT =
      Column.occurred("event_at", TimestampType, "When it happened, UTC");
  public static final Column EVENT_TYPE =
      Column.attribute("event_type", StringType, "What was done").immutable();
  public static final Column QUANTITY =
      Column.measure(
              "quantity", Column.QUANTITY, "How often or how much; 1 when the source does not say")
          .immutable();
  public static final Column ACTIVE_USERS =
      Column.measure(
              "active_users",
              LongType,
              "Distinct users behind the row, where the source is a daily total")
          .immutable();

  public static final Table TABLE =
      Table.events(
              "usage_events",
              "One row per landed event and batch",
              EVENT_ID,
              ACCOUNT_ID,
              USER_ID,
              EVENT_AT,
              EVENT_TYPE,
              QUANTITY,
              ACTIVE_USERS)
          .partitionedBy(Batch.INGESTED_ON);

  private UsageEvents() {}
}
