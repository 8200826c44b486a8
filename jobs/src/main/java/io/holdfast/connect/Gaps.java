package io.holdfast.connect;

import io.holdfast.table.Accounts;
import io.holdfast.table.Canonical;
import io.holdfast.table.Column;
import io.holdfast.table.Subscriptions;
import io.holdfast.table.SupportTickets;
import io.holdfast.table.Table;
import io.holdfast.table.UsageEvents;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What the landed files do not say, and what stays empty because of it. */
final class Gaps {
  private record Gap(Table table, Column column, String matter) {}

  private static final List<Gap> COLUMNS =
      List.of(
          new Gap(Accounts.TABLE, Accounts.ACCOUNT_NAME, "lists show ids"),
          new Gap(
              Accounts.TABLE,
              Accounts.SEGMENT,
              "what is usual for an account is taken from all accounts"),
          new Gap(Accounts.TABLE, Accounts.CSM_OWNER, "lists do not say who calls"),
          new Gap(
              Subscriptions.TABLE,
              Subscriptions.SEATS,
              "use of seats stays empty, and without a model nothing ranks the upsell list"),
          new Gap(Subscriptions.TABLE, Subscriptions.TERM_ENDS_ON, "no reason speaks of a renewal"),
          new Gap(
              Subscriptions.TABLE,
              Subscriptions.CANCEL_REQUESTED_ON,
              "a customer under notice is not told from the others"),
          new Gap(
              Subscriptions.TABLE,
              Subscriptions.ENDED_ON,
              "terms end only as agreed; who left early is seen when the term ends"),
          new Gap(
              UsageEvents.TABLE,
              UsageEvents.EVENT_ID,
              "an event that lands in two nights counts twice"),
          new Gap(
              UsageEvents.TABLE,
              UsageEvents.USER_ID,
              "active users and the share of the heaviest user stay empty"),
          new Gap(
              SupportTickets.TABLE,
              SupportTickets.ESCALATED_AT,
              "no escalation withholds an account from the upsell list"),
          new Gap(SupportTickets.TABLE, SupportTickets.RESOLVED_AT, "every ticket counts as open"),
          new Gap(SupportTickets.TABLE, SupportTickets.CSAT_SCORE, "satisfaction stays empty"));

  private static final Map<String, String> TABLES =
      Map.of(
          "accounts", "no night runs without accounts",
          "subscriptions", "no night runs without: nothing says who pays, and since when",
          "usage_events", "no night runs without: use is what both lists are made of",
          "support_tickets",
              "escalation is not checked before an upsell, and no reason speaks of support",
          "invoices", "who is late to pay is not checked before an upsell",
          "users", "a sponsor who leaves is not seen",
          "survey_responses", "detractors and promoters are not seen",
          "csm_touches", "customers nobody talked to are not seen",
          "onboarding_milestones", "a roll-out that stalls is not seen",
          "success_metrics", "whether customers reach their own goals is not seen");

  private Gaps() {}

  /** One sentence for each table that is absent, and each column that is absent or empty. */
  static List<String> of(Proposal proposal, Map<Table, List<Outcome>> outcomes) {
    List<String> gaps = new ArrayList<>();
    for (Table table : Canonical.tables()) {
      if (proposal.source(table).isEmpty() && TABLES.containsKey(table.name())) {
        gaps.add("no " + table.name() + ": " + TABLES.get(table.name()));
      }
    }
    for (Gap gap : COLUMNS) {
      List<Outcome> tried = outcomes.getOrDefault(gap.table(), List.of());
      boolean isTried = tried.stream().anyMatch(o -> o.accepted() > 0);
      boolean isFilled =
          tried.stream().anyMatch(o -> o.filled().getOrDefault(gap.column().name(), 0L) > 0);
      if (isTried && !isFilled) {
        gaps.add(
            "no row of "
                + gap.table().name()
                + " has "
                + gap.column().name()
                + ": "
                + gap.matter());
      }
    }
    if (!proposal.otherCurrencies().isEmpty()) {
      gaps.add(
          "no rate for "
              + String.join(", ", proposal.otherCurrencies())
              + ": a night is refused until rates: names it");
    }
    if (proposal.source(UsageEvents.TABLE).isPresent()) {
      gaps.add("no key event is chosen: proven value is not checked before an upsell; see usage:");
    }
    return gaps;
  }
}
