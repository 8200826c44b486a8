package io.holdfast.table;

import java.util.List;
import java.util.Map;

/** What a source must give: the columns without which a row means nothing. */
public final class Canonical {
  private static final Map<String, List<Column>> REQUIRED =
      Map.of(
          Accounts.TABLE.name(),
          List.of(Accounts.ACCOUNT_ID),
          Subscriptions.TABLE.name(),
          List.of(
              Subscriptions.SUBSCRIPTION_ID,
              Subscriptions.STARTS_ON,
              Subscriptions.ACCOUNT_ID,
              Subscriptions.MRR),
          UsageEvents.TABLE.name(),
          List.of(UsageEvents.ACCOUNT_ID, UsageEvents.EVENT_AT, UsageEvents.EVENT_TYPE),
          SupportTickets.TABLE.name(),
          List.of(SupportTickets.TICKET_ID, SupportTickets.ACCOUNT_ID, SupportTickets.OPENED_AT));

  private Canonical() {}

  /** The columns that must be selected and must not be empty. */
  public static List<Column> required(Table table) {
    return REQUIRED.get(table.name());
  }

  /** Whether a selected column passes through as an account attribute. */
  public static boolean isAttribute(Table table, String column) {
    return table.name().equals(Accounts.TABLE.name()) && column.startsWith("attr_");
  }
}
