package io.holdfast.invariant;

import io.holdfast.table.Accounts;
import io.holdfast.table.Subscriptions;
import io.holdfast.table.SupportTickets;
import io.holdfast.table.Table;
import io.holdfast.table.UsageEvents;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A small business from a seed, made of what goes wrong in real ones: renewals that land late, gaps
 * about as long as the grace period, free months, trials, foreign currencies, notice, early ends,
 * comebacks, terms known ahead, corrected rows, tickets reopened and escalated, events known late
 * and events without users; invoices paid late or never, people who come and go, plans that slip.
 */
final class RandomWorld {
  static final ZoneId ZONE = ZoneId.of("Europe/Berlin");
  static final LocalDate HISTORY_UNTIL = LocalDate.parse("2025-02-28");
  static final LocalDate LAST_DAY = LocalDate.parse("2025-08-31");
  static final LocalDate FIRST_DAY = LocalDate.parse("2024-03-01");
  static final LocalDate FIRST_EVENT = LocalDate.parse("2024-10-15");
  static final LocalDate LAST_EVENT = LocalDate.parse("2025-06-15");
  private final Dice dice;
  private final List<Cells> accounts = new ArrayList<>();
  private final List<Cells> subscriptions = new ArrayList<>();
  private final List<Cells> tickets = new ArrayList<>();
  private final List<Cells> events = new ArrayList<>();
  private final Map<Table, List<Cells>> others = new HashMap<>();

  private RandomWorld(long seed) {
    dice = new Dice(seed);
  }

  /** Accounts a0, a1, … with their rows and events; tiles are not made yet. */
  static World of(long seed, int accounts) {
    RandomWorld made = new RandomWorld(seed);
    for (int i = 0; i < accounts; i++) {
      made.account("a" + i);
    }
    World world = World.empty();
    for (Map.Entry<Table, List<Cells>> entry : made.others.entrySet()) {
      world = world.with(entry.getKey(), entry.getValue());
    }
    return world
        .with(Accounts.TABLE, made.accounts)
        .with(Subscriptions.TABLE, made.subscriptions)
        .with(SupportTickets.TABLE, made.tickets)
        .with(UsageEvents.TABLE, made.events);
  }

  private void account(String id) {
    LocalDate signedUpOn = FIRST_DAY.plusDays(dice.below(420));
    if (dice.chance(0.9)) {
      accountRows(id, signedUpOn);
    }
    int lines = 1 + dice.below(3);
    for (int line = 0; line < lines; line++) {
      subscriptions.addAll(
          new RandomTerms(dice)
              .of(id, id + "-s" + line, signedUpOn.plusDays(line == 0 ? 0 : dice.below(200))));
    }
    tickets.addAll(new RandomTickets(dice).of(id));
    events.addAll(new RandomUsage(dice).of(id));
    new RandomPeople(dice)
        .of(id)
        .forEach(
            (table, rows) -> others.computeIfAbsent(table, t -> new ArrayList<>()).addAll(rows));
    new RandomDealings(dice)
        .of(id)
        .forEach(
            (table, rows) -> others.computeIfAbsent(table, t -> new ArrayList<>()).addAll(rows));
  }

  private void accountRows(String id, LocalDate signedUpOn) {
    Cells row =
        Cells.of()
            .with(Accounts.ACCOUNT_ID, id)
            .with(Accounts.ACCOUNT_NAME, "Company " + id)
            .with(Accounts.SEGMENT, dice.one("smb", "mid", "enterprise"))
            .with(Accounts.INDUSTRY, dice.one("retail", "health", null))
            .with(Accounts.CHANNEL, dice.one("web", "partner"))
            .with(Accounts.COUNTRY, dice.one("DE", "JP", "BR"))
            .with(Accounts.CSM_OWNER, dice.one("kim", "lee", null))
            .with(Accounts.SIGNED_UP_ON, dice.chance(0.2) ? null : signedUpOn)
            .with(Accounts.FOUNDED_ON, FIRST_DAY.minusDays(dice.below(5000)))
            .with(Accounts.ACQUISITION_COST, dice.money(1, 2000))
            .with(Accounts.ATTRIBUTES, Map.of("tier", dice.one("gold", "silver")));
    Versions versions = new Versions(Accounts.TABLE).land(signedUpOn, row);
    for (int i = dice.below(4); i > 0; i--) {
      LocalDate day = signedUpOn.plusDays(dice.below(400));
      String segment = dice.one("smb", "mid", "enterprise");
      versions.land(
          day,
          versions
              .newest()
              .with(Accounts.SEGMENT, segment)
              .with(Accounts.INDUSTRY, dice.one("retail", "health", null))
              .with(Accounts.CSM_OWNER, dice.one("kim", "lee", "ada"))
              .with(Accounts.PARENT_ACCOUNT_ID, dice.one("giant", "giant", null))
              .with(Accounts.ATTRIBUTES, Map.of("tier", segment.equals("smb") ? "gold" : "none")));
    }
    accounts.addAll(versions.rows());
  }
}
