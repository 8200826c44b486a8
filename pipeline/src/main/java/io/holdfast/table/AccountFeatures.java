package io.holdfast.table;

import static org.apache.spark.sql.types.DataTypes.BooleanType;
import static org.apache.spark.sql.types.DataTypes.DateType;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;

/**
 * One row per as-of date and account: what was known of it, the only input of models and reasons.
 */
public final class AccountFeatures {
  public static final Column AS_OF =
      Column.key("as_of", DateType, "Nothing known later went into the row");
  public static final Column ACCOUNT_ID = Column.key("account_id", StringType, "The customer");
  public static final Column SEGMENT =
      Column.attribute("segment", StringType, "Customer segment, as known");
  public static final Column INDUSTRY =
      Column.attribute("industry", StringType, "Industry of the customer, as known");
  public static final Column CHANNEL =
      Column.attribute("channel", StringType, "Acquisition channel, as known");
  public static final Column COUNTRY =
      Column.attribute("country", StringType, "Country of the customer, as known");
  public static final Column COMPANY_AGE_DAYS =
      Column.measure(
          "company_age_days", IntegerType, "Days since the customer company was founded");
  public static final Column MRR =
      Column.measure(
          "mrr", Column.MONEY, "MRR on the date, reporting currency; in grace the last MRR");
  public static final Column LIST_MRR =
      Column.measure("list_mrr", Column.MONEY, "MRR at list price, reporting currency");
  public static final Column SEATS =
      Column.measure("seats", LongType, "Seats of all lines on the date");
  public static final Column PRODUCTS =
      Column.measure("products", IntegerType, "Distinct products held");
  public static final Column PLAN =
      Column.attribute("plan", StringType, "Plan of the line with the greatest MRR");
  public static final Column BILLING_MONTHS =
      Column.measure("billing_months", IntegerType, "Months a bill of that line covers");
  public static final Column DISCOUNT_PCT =
      Column.measure(
          "discount_pct", DoubleType, "Temporary discount of that line, 0 to 100; 0 once it ended");
  public static final Column DAYS_TO_DISCOUNT_END =
      Column.measure(
          "days_to_discount_end",
          IntegerType,
          "Days until the temporary discount ends; null without one");
  public static final Column AUTO_RENEWS =
      Column.attribute("auto_renews", BooleanType, "That line renews unless cancelled");
  public static final Column IS_TRIAL =
      Column.attribute("is_trial", BooleanType, "That line is a trial");
  public static final Column IN_GRACE =
      Column.attribute(
          "in_grace", BooleanType, "Paid until less than the grace period ago, and not now");
  public static final Column NOTICE_GIVEN =
      Column.attribute(
          "notice_given", BooleanType, "The customer has given notice on every line it pays for");
  public static final Column TENURE_DAYS =
      Column.measure("tenure_days", IntegerType, "Days since the first start of a subscription");
  public static final Column DAYS_TO_TERM_END =
      Column.measure(
          "days_to_term_end",
          IntegerType,
          "Days until the earliest agreed end of a current term; null without one");
  public static final Column TERM_LEFT_RATIO =
      Column.measure("term_left_ratio", DoubleType, "Part of that term still to run, 0 to 1");
  public static final Column RENEWALS_DUE =
      Column.measure(
          "renewals_due",
          IntegerType,
          "Current terms whose agreed end lies within the churn horizon");
  public static final Column DAYS_SINCE_RENEWAL =
      Column.measure(
          "days_since_renewal",
          IntegerType,
          "Days since the last start of a further term; null without one");
  public static final Column RENEWALS_TO_DATE =
      Column.measure("renewals_to_date", IntegerType, "Further terms begun so far");
  public static final Column DAYS_SINCE_MRR_CHANGE =
      Column.measure(
          "days_since_mrr_change", IntegerType, "Days since MRR last changed; null if never");
  public static final Column LAST_MRR_CHANGE_RATIO =
      Column.measure(
          "last_mrr_change_ratio", DoubleType, "MRR after that change over MRR before it");
  public static final Column DAYS_SINCE_SEATS_CHANGE =
      Column.measure(
          "days_since_seats_change",
          IntegerType,
          "Days since the number of seats last changed; null if never");
  public static final Column LAST_SEATS_CHANGE_RATIO =
      Column.measure(
          "last_seats_change_ratio", DoubleType, "Seats after that change over seats before it");
  public static final Column DAYS_SINCE_PLAN_CHANGE =
      Column.measure(
          "days_since_plan_change", IntegerType, "Days since the plan last changed; null if never");
  public static final Column LAST_PLAN_CHANGE_RATIO =
      Column.measure(
          "last_plan_change_ratio", DoubleType, "MRR after that change over MRR before it");
  public static final Column MRR_CHANGES_TO_DATE =
      Column.measure("mrr_changes_to_date", IntegerType, "Changes of MRR so far");
  public static final Column MRR_TO_FIRST_RATIO =
      Column.measure("mrr_to_first_ratio", DoubleType, "MRR over the first MRR");
  public static final Column MRR_CHANGE_28D =
      Column.measure(
          "mrr_change_28d", DoubleType, "MRR minus MRR 28 days ago; null when not yet a customer");
  public static final Column MRR_CHANGE_84D =
      Column.measure(
          "mrr_change_84d", DoubleType, "MRR minus MRR 84 days ago; null when not yet a customer");
  public static final Column SEATS_TO_FIRST_RATIO =
      Column.measure("seats_to_first_ratio", DoubleType, "Seats over the first number of seats");
  public static final Column SEATS_CHANGE_28D =
      Column.measure(
          "seats_change_28d",
          LongType,
          "Seats minus seats 28 days ago; null when not yet a customer");
  public static final Column SEATS_CHANGE_84D =
      Column.measure(
          "seats_change_84d",
          LongType,
          "Seats minus seats 84 days ago; null when not yet a customer");
  public static final Column EVENTS_7D =
      Column.measure("events_7d", DoubleType, "Quantity of events in the last 7 days");
  public static final Column ACTIVE_DAYS_7D =
      Column.measure("active_days_7d", IntegerType, "Days with activity in the last 7 days");
  public static final Column ACTIVE_USERS_7D =
      Column.measure(
          "active_users_7d",
          DoubleType,
          "Distinct users in the last 7 days; where users are unknown, the mean of the daily totals");
  public static final Column EVENT_TYPES_7D =
      Column.measure("event_types_7d", IntegerType, "Distinct event types in the last 7 days");
  public static final Column EVENTS_28D =
      Column.measure("events_28d", DoubleType, "Quantity of events in the last 28 days");
  public static final Column ACTIVE_DAYS_28D =
      Column.measure("active_days_28d", IntegerType, "Days with activity in the last 28 days");
  public static final Column ACTIVE_USERS_28D =
      Column.measure(
          "active_users_28d",
          DoubleType,
          "Distinct users in the last 28 days; where users are unknown, the mean of the daily totals");
  public static final Column EVENT_TYPES_28D =
      Column.measure("event_types_28d", IntegerType, "Distinct event types in the last 28 days");
  public static final Column EVENTS_84D =
      Column.measure("events_84d", DoubleType, "Quantity of events in the last 84 days");
  public static final Column ACTIVE_DAYS_84D =
      Column.measure("active_days_84d", IntegerType, "Days with activity in the last 84 days");
  public static final Column ACTIVE_USERS_84D =
      Column.measure(
          "active_users_84d",
          DoubleType,
          "Distinct users in the last 84 days; where users are unknown, the mean of the daily totals");
  public static final Column EVENT_TYPES_84D =
      Column.measure("event_types_84d", IntegerType, "Distinct event types in the last 84 days");
  public static final Column EVENTS_PER_SEAT_28D =
      Column.measure("events_per_seat_28d", DoubleType, "Events in 28 days over seats");
  public static final Column SEAT_USE_RATIO_28D =
      Column.measure("seat_use_ratio_28d", DoubleType, "Active users in 28 days over seats");
  public static final Column EVENTS_TREND_RATIO_28D =
      Column.measure(
          "events_trend_ratio_28d",
          DoubleType,
          "Events in 28 days over the mean of the two 28-day blocks before; null without them");
  public static final Column ACTIVE_DAYS_TREND_RATIO_28D =
      Column.measure(
          "active_days_trend_ratio_28d",
          DoubleType,
          "Active days in 28 days over the mean of the two 28-day blocks before; null without them");
  public static final Column ACTIVE_USERS_TREND_RATIO_28D =
      Column.measure(
          "active_users_trend_ratio_28d",
          DoubleType,
          "Active users in 28 days over those of 84 days");
  public static final Column DAYS_SINCE_ACTIVITY =
      Column.measure(
          "days_since_activity",
          IntegerType,
          "Days since the last event; null means not within 84 days");
  public static final Column HEAVIEST_USER_RATIO_28D =
      Column.measure(
          "heaviest_user_ratio_28d",
          DoubleType,
          "Share of the heaviest user in the quantity of 28 days; null without users");
  public static final Column KEY_EVENTS_28D =
      Column.measure(
          "key_events_28d",
          DoubleType,
          "Quantity of key events in the last 28 days; null when none are configured");
  public static final Column KEY_EVENTS_84D =
      Column.measure(
          "key_events_84d",
          DoubleType,
          "Quantity of key events in the last 84 days; null when none are configured");
  public static final Column TICKETS_OPENED_28D =
      Column.measure("tickets_opened_28d", IntegerType, "Tickets opened in the last 28 days");
  public static final Column TICKETS_OPENED_84D =
      Column.measure("tickets_opened_84d", IntegerType, "Tickets opened in the last 84 days");
  public static final Column TICKETS_OPEN =
      Column.measure("tickets_open", IntegerType, "Tickets open at the end of the date");
  public static final Column URGENT_TICKETS_84D =
      Column.measure(
          "urgent_tickets_84d",
          IntegerType,
          "Tickets of an urgent priority opened in the last 84 days");
  public static final Column BUG_TICKETS_84D =
      Column.measure("bug_tickets_84d", IntegerType, "Bug tickets opened in the last 84 days");
  public static final Column FEATURE_REQUESTS_84D =
      Column.measure(
          "feature_requests_84d", IntegerType, "Feature requests opened in the last 84 days");
  public static final Column FEATURE_REQUESTS_OPEN =
      Column.measure(
          "feature_requests_open", IntegerType, "Feature requests open at the end of the date");
  public static final Column PLAN_QUESTIONS_84D =
      Column.measure(
          "plan_questions_84d",
          IntegerType,
          "Questions about plans opened in, or tickets handed to sales in, the last 84 days");
  public static final Column REOPENED_TICKETS_84D =
      Column.measure("reopened_tickets_84d", IntegerType, "Tickets reopened in the last 84 days");
  public static final Column ESCALATED_TICKETS_84D =
      Column.measure("escalated_tickets_84d", IntegerType, "Tickets escalated in the last 84 days");
  public static final Column ESCALATIONS_OPEN =
      Column.measure(
          "escalations_open", IntegerType, "Escalated tickets open at the end of the date");
  public static final Column FIRST_RESPONSE_HOURS_84D =
      Column.measure(
          "first_response_hours_84d",
          DoubleType,
          "Mean hours to the first answer, tickets opened in the last 84 days");
  public static final Column RESOLUTION_HOURS_84D =
      Column.measure(
          "resolution_hours_84d",
          DoubleType,
          "Mean hours to resolution, tickets resolved in the last 84 days");
  public static final Column CSAT_84D =
      Column.measure("csat_84d", DoubleType, "Mean rating given in the last 84 days, 1 to 5");
  public static final Column DAYS_SINCE_TICKET =
      Column.measure(
          "days_since_ticket",
          IntegerType,
          "Days since the last ticket was opened; null means not within 84 days");
  public static final Column INPUTS_FINGERPRINT =
      Column.attribute(
          "inputs_fingerprint",
          StringType,
          "Hash of the batches and settings the row was made from");

  public static final Table TABLE =
      Table.of(
              "features",
              "account_features",
              "One row per as-of date and scored account",
              AS_OF,
              ACCOUNT_ID,
              SEGMENT,
              INDUSTRY,
              CHANNEL,
              COUNTRY,
              COMPANY_AGE_DAYS,
              MRR,
              LIST_MRR,
              SEATS,
              PRODUCTS,
              PLAN,
              BILLING_MONTHS,
              DISCOUNT_PCT,
              DAYS_TO_DISCOUNT_END,
              AUTO_RENEWS,
              IS_TRIAL,
              IN_GRACE,
              NOTICE_GIVEN,
              TENURE_DAYS,
              DAYS_TO_TERM_END,
              TERM_LEFT_RATIO,
              RENEWALS_DUE,
              DAYS_SINCE_RENEWAL,
              RENEWALS_TO_DATE,
              DAYS_SINCE_MRR_CHANGE,
              LAST_MRR_CHANGE_RATIO,
              DAYS_SINCE_SEATS_CHANGE,
              LAST_SEATS_CHANGE_RATIO,
              DAYS_SINCE_PLAN_CHANGE,
              LAST_PLAN_CHANGE_RATIO,
              MRR_CHANGES_TO_DATE,
              MRR_TO_FIRST_RATIO,
              MRR_CHANGE_28D,
              MRR_CHANGE_84D,
              SEATS_TO_FIRST_RATIO,
              SEATS_CHANGE_28D,
              SEATS_CHANGE_84D,
              EVENTS_7D,
              ACTIVE_DAYS_7D,
              ACTIVE_USERS_7D,
              EVENT_TYPES_7D,
              EVENTS_28D,
              ACTIVE_DAYS_28D,
              ACTIVE_USERS_28D,
              EVENT_TYPES_28D,
              EVENTS_84D,
              ACTIVE_DAYS_84D,
              ACTIVE_USERS_84D,
              EVENT_TYPES_84D,
              EVENTS_PER_SEAT_28D,
              SEAT_USE_RATIO_28D,
              EVENTS_TREND_RATIO_28D,
              ACTIVE_DAYS_TREND_RATIO_28D,
              ACTIVE_USERS_TREND_RATIO_28D,
              DAYS_SINCE_ACTIVITY,
              HEAVIEST_USER_RATIO_28D,
              KEY_EVENTS_28D,
              KEY_EVENTS_84D,
              TICKETS_OPENED_28D,
              TICKETS_OPENED_84D,
              TICKETS_OPEN,
              URGENT_TICKETS_84D,
              BUG_TICKETS_84D,
              FEATURE_REQUESTS_84D,
              FEATURE_REQUESTS_OPEN,
              PLAN_QUESTIONS_84D,
              REOPENED_TICKETS_84D,
              ESCALATED_TICKETS_84D,
              ESCALATIONS_OPEN,
              FIRST_RESPONSE_HOURS_84D,
              RESOLUTION_HOURS_84D,
              CSAT_84D,
              DAYS_SINCE_TICKET,
              INPUTS_FINGERPRINT)
          .partitionedBy(AS_OF);

  private AccountFeatures() {}
}
