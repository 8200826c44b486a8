package io.holdfast.table;

import static org.apache.spark.sql.types.DataTypes.DateType;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;
import static org.apache.spark.sql.types.DataTypes.TimestampType;

/** One row per support ticket and version. */
public final class SupportTickets {
  public static final Column TICKET_ID = Column.key("ticket_id", StringType, "The ticket");
  public static final Column ACCOUNT_ID =
      Column.attribute("account_id", StringType, "The customer").immutable();
  public static final Column OPENED_AT =
      Column.occurred("opened_at", TimestampType, "When it was opened, UTC");
  public static final Column FIRST_RESPONSE_AT =
      Column.happens("first_response_at", TimestampType, "First answer of a person, UTC");
  public static final Column RESOLVED_AT =
      Column.happens("resolved_at", TimestampType, "When it was resolved, UTC");
  public static final Column REOPENED_AT =
      Column.happens("reopened_at", TimestampType, "When it was last reopened, UTC");
  public static final Column ESCALATED_AT =
      Column.happens("escalated_at", TimestampType, "When it was escalated, UTC");
  public static final Column CSAT_AT =
      Column.happens("csat_at", TimestampType, "When the customer rated it, UTC");
  public static final Column CSAT_SCORE =
      Column.with(CSAT_AT, "csat_score", DoubleType, "The rating, 1 to 5");
  public static final Column PRIORITY =
      Column.attribute("priority", StringType, "Priority as the source names it");
  public static final Column CATEGORY =
      Column.attribute("category", StringType, "Category as the source names it");
  public static final Column ASSIGNED_TO =
      Column.attribute("assigned_to", StringType, "Support agent in charge");
  public static final Column REPLIES = Column.measure("replies", LongType, "Replies so far");
  public static final Column HANDED_TO_SALES_ON =
      Column.happens("handed_to_sales_on", DateType, "Day it was handed to sales");

  public static final Table TABLE =
      Table.clean(
              "support_tickets",
              "One row per support ticket and version",
              TICKET_ID,
              ACCOUNT_ID,
              OPENED_AT,
              FIRST_RESPONSE_AT,
              RESOLVED_AT,
              REOPENED_AT,
              ESCALATED_AT,
              CSAT_AT,
              CSAT_SCORE,
              PRIORITY,
              CATEGORY,
              ASSIGNED_TO,
              REPLIES,
              HANDED_TO_SALES_ON)
          .partitionedBy(Batch.INGESTED_MONTH);

  private SupportTickets() {}
}
