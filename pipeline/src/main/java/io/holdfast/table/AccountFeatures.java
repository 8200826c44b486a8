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
  public static final Column ATTRIBUTES =
      Column.attribute(
          "attributes",
          Accounts.ATTRIBUTES.type(),
          "What the select of accounts yields as attr_<name>, by name, as known");
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
  public static final Column EVENTS_Z_SCORE_28D =
      Column.measure(
          "events_z_score_28d",
          DoubleType,
          "Weekly events of the last 28 days minus those of the up to eight weeks before, in standard deviations of the weeks before; null with fewer than four, or without events in them");
  public static final Column ACTIVE_DAYS_Z_SCORE_28D =
      Column.measure(
          "active_days_z_score_28d",
          DoubleType,
          "Weekly active days of the last 28 days minus those of the up to eight weeks before, in standard deviations of the weeks before; null with fewer than four, or without activity in them");
  public static final Column ACTIVE_USERS_Z_SCORE_28D =
      Column.measure(
          "active_users_z_score_28d",
          DoubleType,
          "Weekly active users of the last 28 days minus those of the up to eight weeks before, in standard deviations of the weeks before; null with fewer than four, or without known users in them");
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
  public static final Column INVOICES_365D =
      Column.measure("invoices_365d", IntegerType, "Invoices issued in the last 365 days");
  public static final Column OVERDUE_AMOUNT =
      Column.measure(
          "overdue_amount",
          Column.MONEY,
          "Amount of unpaid invoices past their due date, reporting currency");
  public static final Column OLDEST_OVERDUE_DAYS =
      Column.measure(
          "oldest_overdue_days",
          IntegerType,
          "Days by which the oldest unpaid invoice is past its due date; 0 when none is");
  public static final Column DELINQUENT_INVOICES =
      Column.measure(
          "delinquent_invoices",
          IntegerType,
          "Unpaid invoices past their due date by more than the grace period");
  public static final Column LATE_PAYMENTS_84D =
      Column.measure(
          "late_payments_84d",
          IntegerType,
          "Invoices paid in the last 84 days after their due date");
  public static final Column LATE_PAYMENTS_365D =
      Column.measure(
          "late_payments_365d",
          IntegerType,
          "Invoices paid in the last 365 days after their due date");
  public static final Column PAYMENT_DELAY_DAYS_365D =
      Column.measure(
          "payment_delay_days_365d",
          DoubleType,
          "Mean days from due date to payment, early counts 0, invoices paid in the last 365 days");
  public static final Column HAS_SPONSOR =
      Column.attribute(
          "has_sponsor", BooleanType, "A user with access is a sponsor; null where no user says");
  public static final Column DAYS_SINCE_SPONSOR_ACTIVITY =
      Column.measure(
          "days_since_sponsor_activity",
          IntegerType,
          "Days since a sponsor was last active; null means not within 84 days");
  public static final Column IS_SPONSOR_SILENT_28D =
      Column.attribute(
          "is_sponsor_silent_28d",
          BooleanType,
          "There is a sponsor with access, and none of them was active in the last 28 days; null where users of events are unknown");
  public static final Column SPONSORS_DEACTIVATED_84D =
      Column.measure(
          "sponsors_deactivated_84d",
          IntegerType,
          "Sponsors who lost access in the last 84 days; null where no user says who is one");
  public static final Column DAYS_SINCE_HEAVIEST_USER_ACTIVITY =
      Column.measure(
          "days_since_heaviest_user_activity",
          IntegerType,
          "Days since the user with the greatest quantity in days 29 to 84 before the date was last active; null without activity then");
  public static final Column IS_HEAVIEST_USER_DEACTIVATED =
      Column.attribute(
          "is_heaviest_user_deactivated",
          BooleanType,
          "That user has lost access; null where the user is not known");
  public static final Column ADMINS_REPLACED_84D =
      Column.measure(
          "admins_replaced_84d",
          IntegerType,
          "Owners and admins who lost access in the last 84 days, at most as many as were created in them; null where no user says a role");
  public static final Column USERS_DEACTIVATED_28D =
      Column.measure(
          "users_deactivated_28d", IntegerType, "Users who lost access in the last 28 days");
  public static final Column USERS_DEACTIVATED_84D =
      Column.measure(
          "users_deactivated_84d", IntegerType, "Users who lost access in the last 84 days");
  public static final Column NEW_USERS_84D =
      Column.measure("new_users_84d", IntegerType, "Users created in the last 84 days");
  public static final Column NEW_USERS_INACTIVE_84D =
      Column.measure(
          "new_users_inactive_84d",
          IntegerType,
          "Users with access created in the last 84 days and never active in them; null where users of events are unknown");
  public static final Column KNOWN_USERS_ACTIVE_RATIO_28D =
      Column.measure(
          "known_users_active_ratio_28d",
          DoubleType,
          "Share of users with access who were active in the last 28 days; null where users of events are unknown");
  public static final Column NPS_SCORE =
      Column.measure("nps_score", DoubleType, "Last NPS answer of the last 365 days, 0 to 10");
  public static final Column DAYS_SINCE_NPS =
      Column.measure(
          "days_since_nps", IntegerType, "Days since it was given; null means not within 365 days");
  public static final Column NPS_SCORE_CHANGE =
      Column.measure(
          "nps_score_change",
          DoubleType,
          "That answer minus the one before it; null without two in the last 365 days");
  public static final Column IS_PROMOTER =
      Column.attribute("is_promoter", BooleanType, "That answer is 9 or 10; null without one");
  public static final Column IS_DETRACTOR =
      Column.attribute("is_detractor", BooleanType, "That answer is 6 or less; null without one");
  public static final Column CSAT_SCORE =
      Column.measure(
          "csat_score", DoubleType, "Last CSAT survey answer of the last 365 days, 1 to 5");
  public static final Column DAYS_SINCE_CSAT =
      Column.measure(
          "days_since_csat",
          IntegerType,
          "Days since it was given; null means not within 365 days");
  public static final Column CSAT_SCORE_CHANGE =
      Column.measure(
          "csat_score_change",
          DoubleType,
          "That answer minus the one before it; null without two in the last 365 days");
  public static final Column CES_SCORE =
      Column.measure(
          "ces_score",
          DoubleType,
          "Last CES answer of the last 365 days, on the scale of the source");
  public static final Column DAYS_SINCE_CES =
      Column.measure(
          "days_since_ces", IntegerType, "Days since it was given; null means not within 365 days");
  public static final Column CES_SCORE_CHANGE =
      Column.measure(
          "ces_score_change",
          DoubleType,
          "That answer minus the one before it; null without two in the last 365 days");
  public static final Column SURVEY_RESPONSES_365D =
      Column.measure(
          "survey_responses_365d", IntegerType, "Survey answers given in the last 365 days");
  public static final Column TOUCHES_28D =
      Column.measure("touches_28d", IntegerType, "Contacts of a CSM in the last 28 days");
  public static final Column TOUCHES_84D =
      Column.measure("touches_84d", IntegerType, "Contacts of a CSM in the last 84 days");
  public static final Column TOUCH_MINUTES_84D =
      Column.measure("touch_minutes_84d", IntegerType, "Minutes of those of the last 84 days");
  public static final Column DAYS_SINCE_TOUCH =
      Column.measure(
          "days_since_touch",
          IntegerType,
          "Days since the last contact of a CSM; null means not within 84 days");
  public static final Column HAS_NEW_TOUCHING_CSM_84D =
      Column.attribute(
          "has_new_touching_csm_84d",
          BooleanType,
          "The last contact was made by another CSM than the last one until 84 days ago; null without both");
  public static final Column HAS_NEW_CSM_84D =
      Column.attribute(
          "has_new_csm_84d",
          BooleanType,
          "The CSM in charge was replaced by another in the last 84 days; null where no owner is known");
  public static final Column HAS_NEW_PARENT_84D =
      Column.attribute(
          "has_new_parent_84d",
          BooleanType,
          "The parent account became another in the last 84 days; null before the end of the history");
  public static final Column MILESTONES_DUE =
      Column.measure("milestones_due", IntegerType, "Onboarding milestones due by the date");
  public static final Column MILESTONES_OVERDUE =
      Column.measure("milestones_overdue", IntegerType, "Those of them not reached");
  public static final Column MILESTONES_REACHED_RATIO =
      Column.measure(
          "milestones_reached_ratio",
          DoubleType,
          "Share of the milestones due by the date that were reached; null when none is due");
  public static final Column OLDEST_OVERDUE_MILESTONE_DAYS =
      Column.measure(
          "oldest_overdue_milestone_days",
          IntegerType,
          "Days since the oldest overdue milestone was due; 0 when none is overdue");
  public static final Column HAS_REACHED_VALUE =
      Column.attribute(
          "has_reached_value",
          BooleanType,
          "A value milestone was reached; null where none is planned");
  public static final Column DAYS_TO_FIRST_VALUE =
      Column.measure(
          "days_to_first_value",
          IntegerType,
          "Days from the first start of a subscription to the first value milestone reached");
  public static final Column METRICS_ON_TARGET_RATIO =
      Column.measure(
          "metrics_on_target_ratio",
          DoubleType,
          "Share of the success metrics at or above target, each as last measured in 365 days");
  public static final Column WORST_METRIC_RATIO =
      Column.measure("worst_metric_ratio", DoubleType, "Least value over target of those metrics");
  public static final Column METRIC_RATIO_CHANGE =
      Column.measure(
          "metric_ratio_change",
          DoubleType,
          "Mean change of value over target since the measurement before, of the metrics measured twice in 365 days");
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
              ATTRIBUTES,
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
              EVENTS_Z_SCORE_28D,
              ACTIVE_DAYS_Z_SCORE_28D,
              ACTIVE_USERS_Z_SCORE_28D,
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
              INVOICES_365D,
              OVERDUE_AMOUNT,
              OLDEST_OVERDUE_DAYS,
              DELINQUENT_INVOICES,
              LATE_PAYMENTS_84D,
              LATE_PAYMENTS_365D,
              PAYMENT_DELAY_DAYS_365D,
              HAS_SPONSOR,
              DAYS_SINCE_SPONSOR_ACTIVITY,
              IS_SPONSOR_SILENT_28D,
              SPONSORS_DEACTIVATED_84D,
              DAYS_SINCE_HEAVIEST_USER_ACTIVITY,
              IS_HEAVIEST_USER_DEACTIVATED,
              ADMINS_REPLACED_84D,
              USERS_DEACTIVATED_28D,
              USERS_DEACTIVATED_84D,
              NEW_USERS_84D,
              NEW_USERS_INACTIVE_84D,
              KNOWN_USERS_ACTIVE_RATIO_28D,
              NPS_SCORE,
              DAYS_SINCE_NPS,
              NPS_SCORE_CHANGE,
              IS_PROMOTER,
              IS_DETRACTOR,
              CSAT_SCORE,
              DAYS_SINCE_CSAT,
              CSAT_SCORE_CHANGE,
              CES_SCORE,
              DAYS_SINCE_CES,
              CES_SCORE_CHANGE,
              SURVEY_RESPONSES_365D,
              TOUCHES_28D,
              TOUCHES_84D,
              TOUCH_MINUTES_84D,
              DAYS_SINCE_TOUCH,
              HAS_NEW_TOUCHING_CSM_84D,
              HAS_NEW_CSM_84D,
              HAS_NEW_PARENT_84D,
              MILESTONES_DUE,
              MILESTONES_OVERDUE,
              MILESTONES_REACHED_RATIO,
              OLDEST_OVERDUE_MILESTONE_DAYS,
              HAS_REACHED_VALUE,
              DAYS_TO_FIRST_VALUE,
              METRICS_ON_TARGET_RATIO,
              WORST_METRIC_RATIO,
              METRIC_RATIO_CHANGE,
              INPUTS_FINGERPRINT)
          .partitionedBy(AS_OF, INPUTS_FINGERPRINT);

  private AccountFeatures() {}

  /** The column that a model calls so: one of the table's, or one of the {@link #ATTRIBUTES}. */
  public static Column feature(String name) {
    return Accounts.isAttribute(name)
        ? Column.attribute(name, StringType, "Attribute of the account, as known")
        : TABLE.column(name);
  }
}
