package io.holdfast.table;

import static org.apache.spark.sql.types.DataTypes.BooleanType;
import static org.apache.spark.sql.types.DataTypes.DateType;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import java.util.List;

/**
 * One row per term of one subscription line and version; a renewal or plan change is a further row.
 */
public final class Subscriptions {
  public static final Column SUBSCRIPTION_ID =
      Column.key("subscription_id", StringType, "The subscription line; its terms share it");
  public static final Column STARTS_ON =
      Column.occurred("starts_on", DateType, "First day of the term").asKey();
  public static final Column ACCOUNT_ID =
      Column.attribute("account_id", StringType, "The customer").immutable();
  public static final Column PRODUCT =
      Column.attribute("product", StringType, "Product of the line").immutable();
  public static final Column PLAN =
      Column.attribute("plan", StringType, "Plan without its billing period").immutable();
  public static final Column SEATS =
      Column.measure("seats", LongType, "Seats of the term").immutable();
  public static final Column MRR =
      Column.measure(
              "mrr",
              Column.MONEY,
              "Committed recurring amount a month, after lasting and before temporary discounts")
          .immutable();
  public static final Column LIST_MRR =
      Column.measure("list_mrr", Column.MONEY, "The same at list price; empty means mrr")
          .immutable();
  public static final Column CURRENCY =
      Column.attribute(
              "currency",
              StringType,
              "Currency of mrr and list_mrr; empty means the reporting currency")
          .immutable();
  public static final Column BILLING_MONTHS =
      Column.attribute("billing_months", IntegerType, "Months a bill covers").immutable();
  public static final Column DISCOUNT_PCT =
      Column.measure("discount_pct", DoubleType, "Temporary discount, 0 to 100").immutable();
  public static final Column DISCOUNT_ENDS_ON =
      Column.planned(
          "discount_ends_on", DateType, "Day from which the temporary discount no longer holds");
  public static final Column IS_TRIAL =
      Column.attribute("is_trial", BooleanType, "The term is a trial").immutable();
  public static final Column AUTO_RENEWS =
      Column.attribute("auto_renews", BooleanType, "The term renews unless cancelled");
  public static final Column TERM_ENDS_ON =
      Column.planned(
          "term_ends_on",
          DateType,
          "First day after the term as agreed; empty where contracts renew without a new row");
  public static final Column CANCEL_REQUESTED_ON =
      Column.happens("cancel_requested_on", DateType, "Day the customer gave notice");
  public static final Column ENDED_ON =
      Column.happens(
          "ended_on", DateType, "First day on which the term no longer held, when it ended early");

  public static final Table TABLE =
      Table.clean(
              "subscriptions",
              "One row per subscription term (subscription_id, starts_on) and version",
              SUBSCRIPTION_ID,
              STARTS_ON,
              ACCOUNT_ID,
              PRODUCT,
              PLAN,
              SEATS,
              MRR,
              LIST_MRR,
              CURRENCY,
              BILLING_MONTHS,
              DISCOUNT_PCT,
              DISCOUNT_ENDS_ON,
              IS_TRIAL,
              AUTO_RENEWS,
              TERM_ENDS_ON,
              CANCEL_REQUESTED_ON,
              ENDED_ON)
          .partitionedBy(Batch.INGESTED_MONTH);

  /** What changes the subscription when a source overwrites it in place. */
  public static final List<Column> PRICE = List.of(MRR, SEATS, PLAN, PRODUCT, CURRENCY);

  /** What a term was agreed with: never changes, unless the source overwrites terms in place. */
  public static final List<Column> AGREED =
      List.of(
          PRODUCT, PLAN, SEATS, MRR, LIST_MRR, CURRENCY, BILLING_MONTHS, DISCOUNT_PCT, IS_TRIAL);

  private Subscriptions() {}
}
