package io.holdfast.table;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What sources there are and what each must give: the columns without which a row means nothing.
 */
public final class Canonical {
  /** In the order in which data meets them; the first four a business must speak of. */
  private static final List<Table> TABLES =
      List.of(
          Accounts.TABLE,
          Subscriptions.TABLE,
          UsageEvents.TABLE,
          SupportTickets.TABLE,
          Invoices.TABLE,
          Users.TABLE,
          SurveyResponses.TABLE,
          CsmTouches.TABLE,
          OnboardingMilestones.TABLE,
          SuccessMetrics.TABLE,
          ListFeedback.TABLE);

  private static final int REQUIRED_TABLES = 4;

  private static final Set<Table> EVENTS =
      Set.of(
          UsageEvents.TABLE,
          SupportTickets.TABLE,
          SurveyResponses.TABLE,
          CsmTouches.TABLE,
          SuccessMetrics.TABLE,
          ListFeedback.TABLE);

  private static final Map<Table, List<Column>> REQUIRED =
      Map.ofEntries(
          Map.entry(Accounts.TABLE, List.of(Accounts.ACCOUNT_ID)),
          Map.entry(
              Subscriptions.TABLE,
              List.of(
                  Subscriptions.SUBSCRIPTION_ID,
                  Subscriptions.STARTS_ON,
                  Subscriptions.ACCOUNT_ID,
                  Subscriptions.MRR)),
          Map.entry(
              UsageEvents.TABLE,
              List.of(UsageEvents.ACCOUNT_ID, UsageEvents.EVENT_AT, UsageEvents.EVENT_TYPE)),
          Map.entry(
              SupportTickets.TABLE,
              List.of(
                  SupportTickets.TICKET_ID, SupportTickets.ACCOUNT_ID, SupportTickets.OPENED_AT)),
          Map.entry(
              Invoices.TABLE,
              List.of(
                  Invoices.INVOICE_ID, Invoices.ACCOUNT_ID, Invoices.ISSUED_ON, Invoices.AMOUNT)),
          Map.entry(Users.TABLE, List.of(Users.USER_ID, Users.ACCOUNT_ID)),
          Map.entry(
              SurveyResponses.TABLE,
              List.of(
                  SurveyResponses.RESPONSE_ID,
                  SurveyResponses.ACCOUNT_ID,
                  SurveyResponses.SURVEY,
                  SurveyResponses.SCORE,
                  SurveyResponses.RESPONDED_AT)),
          Map.entry(
              CsmTouches.TABLE,
              List.of(CsmTouches.TOUCH_ID, CsmTouches.ACCOUNT_ID, CsmTouches.TOUCHED_AT)),
          Map.entry(
              OnboardingMilestones.TABLE,
              List.of(OnboardingMilestones.ACCOUNT_ID, OnboardingMilestones.MILESTONE)),
          Map.entry(
              SuccessMetrics.TABLE,
              List.of(
                  SuccessMetrics.ACCOUNT_ID,
                  SuccessMetrics.METRIC,
                  SuccessMetrics.MEASURED_ON,
                  SuccessMetrics.VALUE)),
          Map.entry(
              ListFeedback.TABLE,
              List.of(
                  ListFeedback.ACCOUNT_ID,
                  ListFeedback.LIST,
                  ListFeedback.GIVEN_ON,
                  ListFeedback.VERDICT)));

  private Canonical() {}

  /** Every table that a source's select may yield, in the order in which data meets them. */
  public static List<Table> tables() {
    return TABLES;
  }

  /**
   * Whether the settings must speak of the source, and its files must land each night; the others
   * make features when they are there.
   */
  public static boolean isRequired(Table table) {
    return TABLES.indexOf(table) < REQUIRED_TABLES;
  }

  /** Whether a row is something that happened: it cannot be known long before it did. */
  public static boolean isEvent(Table table) {
    return EVENTS.contains(table);
  }

  /** The columns that must be selected and must not be empty. */
  public static List<Column> required(Table table) {
    return REQUIRED.get(table);
  }

  /** Whether a selected column passes through as an account attribute. */
  public static boolean isAttribute(Table table, String column) {
    return table == Accounts.TABLE && Accounts.isAttribute(column);
  }
}
