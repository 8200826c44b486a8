package io.holdfast.outreach;

import static io.holdfast.table.AccountFeatures.*;

import io.holdfast.table.Accounts;
import io.holdfast.table.Column;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Features that tell of one thing. Trees spread the weight of a cause over all columns that show
 * it; their sum says how much the cause weighs. Each column is in one family, so the families of an
 * account sum up to what its columns do.
 */
public enum ReasonFamily {
  RENEWAL(
      DAYS_TO_TERM_END,
      TERM_LEFT_RATIO,
      RENEWALS_DUE,
      DAYS_SINCE_RENEWAL,
      RENEWALS_TO_DATE,
      AUTO_RENEWS,
      BILLING_MONTHS),
  DISCOUNT(DISCOUNT_PCT, DAYS_TO_DISCOUNT_END, LIST_MRR),
  CONTRACT_CHANGE(
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
      SEATS_CHANGE_84D),
  SEATS_USED(SEATS, SEAT_USE_RATIO_28D, EVENTS_PER_SEAT_28D),
  BREADTH(EVENT_TYPES_7D, EVENT_TYPES_28D, EVENT_TYPES_84D),
  VALUE_EVENTS(KEY_EVENTS_28D, KEY_EVENTS_84D),
  /** Also the use of single event types. */
  USAGE(
      EVENTS_7D,
      ACTIVE_DAYS_7D,
      ACTIVE_USERS_7D,
      EVENTS_28D,
      ACTIVE_DAYS_28D,
      ACTIVE_USERS_28D,
      EVENTS_84D,
      ACTIVE_DAYS_84D,
      ACTIVE_USERS_84D,
      EVENTS_TREND_RATIO_28D,
      ACTIVE_DAYS_TREND_RATIO_28D,
      ACTIVE_USERS_TREND_RATIO_28D,
      EVENTS_Z_SCORE_28D,
      ACTIVE_DAYS_Z_SCORE_28D,
      ACTIVE_USERS_Z_SCORE_28D,
      DAYS_SINCE_ACTIVITY),
  POWER_USER(
      HEAVIEST_USER_RATIO_28D, DAYS_SINCE_HEAVIEST_USER_ACTIVITY, IS_HEAVIEST_USER_DEACTIVATED),
  SPONSOR(
      HAS_SPONSOR, DAYS_SINCE_SPONSOR_ACTIVITY, IS_SPONSOR_SILENT_28D, SPONSORS_DEACTIVATED_84D),
  LEADERSHIP(ADMINS_REPLACED_84D),
  ROLL_OUT(
      USERS_DEACTIVATED_28D,
      USERS_DEACTIVATED_84D,
      NEW_USERS_84D,
      NEW_USERS_INACTIVE_84D,
      KNOWN_USERS_ACTIVE_RATIO_28D),
  ONBOARDING(
      MILESTONES_DUE,
      MILESTONES_OVERDUE,
      MILESTONES_REACHED_RATIO,
      OLDEST_OVERDUE_MILESTONE_DAYS,
      HAS_REACHED_VALUE,
      DAYS_TO_FIRST_VALUE),
  RESULTS(METRICS_ON_TARGET_RATIO, WORST_METRIC_RATIO, METRIC_RATIO_CHANGE),
  SUPPORT(
      TICKETS_OPENED_28D,
      TICKETS_OPENED_84D,
      TICKETS_OPEN,
      URGENT_TICKETS_84D,
      BUG_TICKETS_84D,
      REOPENED_TICKETS_84D,
      ESCALATED_TICKETS_84D,
      ESCALATIONS_OPEN,
      FIRST_RESPONSE_HOURS_84D,
      RESOLUTION_HOURS_84D,
      DAYS_SINCE_TICKET),
  FEATURE_REQUESTS(FEATURE_REQUESTS_84D, FEATURE_REQUESTS_OPEN),
  PLAN_QUESTIONS(PLAN_QUESTIONS_84D),
  PAYMENT(
      INVOICES_365D,
      OVERDUE_AMOUNT,
      OLDEST_OVERDUE_DAYS,
      DELINQUENT_INVOICES,
      LATE_PAYMENTS_84D,
      LATE_PAYMENTS_365D,
      PAYMENT_DELAY_DAYS_365D),
  /** Asked after tickets and in surveys. */
  SATISFACTION(
      CSAT_84D,
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
      SURVEY_RESPONSES_365D),
  CONTACT(
      TOUCHES_28D,
      TOUCHES_84D,
      TOUCH_MINUTES_84D,
      DAYS_SINCE_TOUCH,
      HAS_NEW_TOUCHING_CSM_84D,
      HAS_NEW_CSM_84D),
  OWNERSHIP(HAS_NEW_PARENT_84D),
  /** What the customer is and holds, which no sentence is made of. */
  PROFILE(
      SEGMENT,
      INDUSTRY,
      CHANNEL,
      COUNTRY,
      ATTRIBUTES,
      COMPANY_AGE_DAYS,
      MRR,
      PRODUCTS,
      PLAN,
      IS_TRIAL,
      IN_GRACE,
      NOTICE_GIVEN,
      TENURE_DAYS);

  private final List<Column> columns;

  ReasonFamily(Column... columns) {
    this.columns = List.of(columns);
  }

  /** The key in {@code scored_accounts.contributions}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  List<Column> columns() {
    return columns;
  }

  /**
   * The family of what a model reads.
   *
   * @param feature a column of account_features or an attribute; anything else is the use of an
   *     event type
   */
  public static ReasonFamily of(String feature) {
    if (Accounts.isAttribute(feature)) {
      return PROFILE;
    }
    return Stream.of(values())
        .filter(family -> family.columns.stream().anyMatch(c -> c.name().equals(feature)))
        .findFirst()
        .orElse(USAGE);
  }
}
