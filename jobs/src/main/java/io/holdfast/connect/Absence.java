package io.holdfast.connect;

import io.holdfast.table.Accounts;
import io.holdfast.table.Subscriptions;
import io.holdfast.table.SupportTickets;
import io.holdfast.table.Table;
import io.holdfast.table.UsageEvents;
import java.util.List;

/** Sources without which there is no night, and how settings say that one is absent. */
final class Absence {
  /** No night without them. */
  static final List<Table> NEEDED = List.of(Accounts.TABLE, Subscriptions.TABLE, UsageEvents.TABLE);

  private Absence() {}

  /** The line of the settings for a table that no file was recognised for. */
  static String of(Table table) {
    if (NEEDED.contains(table)) {
      return "# " + table.name() + ": no file was recognised, and no night runs without; add it";
    }
    return table == SupportTickets.TABLE
        ? "support_tickets: none   # check: no file was recognised"
        : "# " + table.name() + ": no file was recognised";
  }
}
