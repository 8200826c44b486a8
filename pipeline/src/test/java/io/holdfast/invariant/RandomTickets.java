package io.holdfast.invariant;

import io.holdfast.table.Column;
import io.holdfast.table.SupportTickets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** Tickets that are answered, escalated, resolved, reopened and rated, or not. */
final class RandomTickets {
  private final Dice dice;

  RandomTickets(Dice dice) {
    this.dice = dice;
  }

  /** The tickets of an account, some of them never answered. */
  List<Cells> of(String account) {
    List<Cells> rows = new ArrayList<>();
    for (int i = dice.below(9); i > 0; i--) {
      rows.addAll(ticket(account, account + "-t" + i));
    }
    return rows;
  }

  private List<Cells> ticket(String account, String id) {
    Instant openedAt =
        dice.instant(RandomWorld.FIRST_EVENT.minusDays(100).plusDays(dice.below(350)));
    LocalDate openedOn = openedAt.atZone(RandomWorld.ZONE).toLocalDate();
    Cells row =
        Cells.of()
            .with(SupportTickets.TICKET_ID, id)
            .with(SupportTickets.ACCOUNT_ID, account)
            .with(SupportTickets.OPENED_AT, openedAt)
            .with(SupportTickets.PRIORITY, dice.one("Urgent", "low", "P1", null))
            .with(
                SupportTickets.CATEGORY,
                dice.one("bug", "Feature Request", "Pricing", "other", null))
            .with(SupportTickets.ASSIGNED_TO, dice.one("sam", "kit"))
            .with(SupportTickets.REPLIES, (long) dice.below(5));
    Versions versions =
        new Versions(SupportTickets.TABLE).land(openedOn.plusDays(dice.one(0, 0, 1, -1)), row);
    Instant at = openedAt;
    if (dice.chance(0.8)) {
      at = happened(versions, SupportTickets.FIRST_RESPONSE_AT, at, 3);
    }
    if (dice.chance(0.3)) {
      at = happened(versions, SupportTickets.ESCALATED_AT, at, 5);
    }
    if (dice.chance(0.7)) {
      at = happened(versions, SupportTickets.RESOLVED_AT, at, 40);
      if (dice.chance(0.4)) {
        at = happened(versions, SupportTickets.REOPENED_AT, at, 20);
        if (dice.chance(0.5)) {
          at = happened(versions, SupportTickets.RESOLVED_AT, at, 20);
        }
      }
      if (dice.chance(0.5)) {
        Instant ratedAt = at.plusSeconds(dice.below(40 * 86_400));
        versions.land(
            versions.after(ratedAt.atZone(RandomWorld.ZONE).toLocalDate()),
            versions
                .newest()
                .with(SupportTickets.CSAT_AT, ratedAt)
                .with(SupportTickets.CSAT_SCORE, (double) (1 + dice.below(5))));
      }
    }
    if (dice.chance(0.15)) {
      versions.land(
          versions.after(openedOn.plusDays(dice.below(60))),
          versions
              .newest()
              .with(SupportTickets.HANDED_TO_SALES_ON, openedOn.plusDays(dice.below(60)))
              .with(SupportTickets.PRIORITY, dice.one("high", "low"))
              .with(SupportTickets.CATEGORY, dice.one("bug", "plans")));
    }
    return versions.rows();
  }

  private Instant happened(Versions versions, Column column, Instant after, int days) {
    Instant at = after.plusSeconds(60L + dice.below(days * 86_400));
    versions.land(
        versions.after(at.atZone(RandomWorld.ZONE).toLocalDate().plusDays(dice.one(0, 0, 1, 3))),
        versions.newest().with(column, at));
    return at;
  }
}
