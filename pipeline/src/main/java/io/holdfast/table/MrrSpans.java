package io.holdfast.table;

import static org.apache.spark.sql.types.DataTypes.BooleanType;
import static org.apache.spark.sql.types.DataTypes.DateType;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;

/**
 * One row per as-of date and stretch of a term that pays on at least one day: never stored, feeds
 * all MRR. A term has several where it was overwritten in place or held again.
 */
public final class MrrSpans {
  public static final Column AS_OF = Published.AS_OF;
  public static final Column SUBSCRIPTION_ID = Subscriptions.SUBSCRIPTION_ID;
  public static final Column STARTS_ON =
      Column.key("starts_on", DateType, "First day of the stretch on which the term pays");
  public static final Column ENDS_BEFORE =
      Column.attribute(
          "ends_before",
          DateType,
          "First day on which it no longer does: the earliest of ended_on, term_ends_on,"
              + " vanished_on, the line's next starts_on and a change in place; null while none is"
              + " known");
  public static final Column TERM_STARTS_ON =
      Column.attribute("term_starts_on", DateType, "First day of the term");
  public static final Column ACCOUNT_ID =
      Column.attribute("account_id", StringType, "The customer");
  public static final Column PRODUCT =
      Column.attribute("product", StringType, "Product of the line");
  public static final Column PLAN =
      Column.attribute("plan", StringType, "Plan without its billing period");
  public static final Column SEATS = Column.measure("seats", LongType, "Seats of the term");
  public static final Column MRR =
      Column.measure("mrr", Column.MONEY, "MRR of the term in its own currency");
  public static final Column CURRENCY =
      Column.attribute("currency", StringType, "Currency of the term");
  public static final Column REPORTING_MRR =
      Column.measure("reporting_mrr", Column.MONEY, "MRR in the reporting currency");
  public static final Column REPORTING_LIST_MRR =
      Column.measure(
          "reporting_list_mrr", Column.MONEY, "MRR at list price in the reporting currency");
  public static final Column IS_PAYING =
      Column.attribute(
          "is_paying", BooleanType, "List price above zero; a free month of a paid plan is paying");
  public static final Column IS_RENEWAL =
      Column.attribute(
          "is_renewal", BooleanType, "The start of a term that is not the first of its line");
  public static final Column PREVIOUS_PLAN =
      Column.attribute("previous_plan", StringType, "Plan of the line before");
  public static final Column PREVIOUS_REPORTING_MRR =
      Column.measure("previous_reporting_mrr", Column.MONEY, "Reporting MRR of the line before");
  public static final Column BILLING_MONTHS =
      Column.attribute("billing_months", IntegerType, "Months a bill covers");
  public static final Column DISCOUNT_PCT =
      Column.measure("discount_pct", DoubleType, "Temporary discount, 0 to 100");
  public static final Column DISCOUNT_ENDS_ON =
      Column.planned("discount_ends_on", DateType, "Day from which it no longer holds");
  public static final Column IS_TRIAL =
      Column.attribute("is_trial", BooleanType, "The term is a trial");
  public static final Column AUTO_RENEWS =
      Column.attribute("auto_renews", BooleanType, "The term renews unless cancelled");
  public static final Column TERM_ENDS_ON =
      Column.planned("term_ends_on", DateType, "First day after the term as agreed");
  public static final Column CANCEL_REQUESTED_ON =
      Column.happens("cancel_requested_on", DateType, "Day the customer gave notice");

  public static final Table TABLE =
      Table.of(
          "",
          "mrr_spans",
          "One row per as-of date and stretch of a term that pays on at least one day",
          AS_OF,
          SUBSCRIPTION_ID,
          STARTS_ON,
          ENDS_BEFORE,
          TERM_STARTS_ON,
          ACCOUNT_ID,
          PRODUCT,
          PLAN,
          SEATS,
          MRR,
          CURRENCY,
          REPORTING_MRR,
          REPORTING_LIST_MRR,
          IS_PAYING,
          IS_RENEWAL,
          PREVIOUS_PLAN,
          PREVIOUS_REPORTING_MRR,
          BILLING_MONTHS,
          DISCOUNT_PCT,
          DISCOUNT_ENDS_ON,
          IS_TRIAL,
          AUTO_RENEWS,
          TERM_ENDS_ON,
          CANCEL_REQUESTED_ON);

  private MrrSpans() {}

  /** The term pays on this day. */
  public static org.apache.spark.sql.Column covers(org.apache.spark.sql.Column day) {
    return STARTS_ON.col().leq(day).and(ENDS_BEFORE.col().isNull().or(ENDS_BEFORE.col().gt(day)));
  }
}
