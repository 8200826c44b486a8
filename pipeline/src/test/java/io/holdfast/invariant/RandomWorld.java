package io.holdfast.invariant;

import io.holdfast.table.Accounts;
import io.holdfast.table.Subscriptions;
import io.holdfast.table.SupportTickets;
import io.holdfast.table.Table;
import io.holdfast.table.UsageEvents;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * A small business from a seed, made of what goes wrong in real ones: renewals that land late, gaps
 * about as long as the grace period, free months, trials, foreign currencies, notice, early ends,
 * comebacks, terms known ahead, corrected rows, tickets reopened and escalated, events known late
 * and events without users.
 */
final class RandomWorld {
  static final ZoneId ZONE = ZoneId.of("Europe/Berlin");
  static final LocalDate HISTORY_UNTIL = LocalDate.parse("2025-02-28");
  static final LocalDate LAST_DAY = LocalDate.parse("2025-08-31");
  private static final LocalDate FIRST_DAY = LocalDate.parse("2024-03-01");
  private static final LocalDate FIRST_EVENT = LocalDate.parse("2024-10-15");
  private static final LocalDate LAST_EVENT = LocalDate.parse("2025-06-15");
  private static final List<String> EVENT_TYPES =
      List.of("login", "export", "invite_user", "report", "api_call");

  private final Random random;
  private final List<Cells> accounts = new ArrayList<>();
  private final List<Cells> subscriptions = new ArrayList<>();
  private final List<Cells> tickets = new ArrayList<>();
  private final List<Cells> events = new ArrayList<>();

  /** All that a night would find of one row, by the day it landed. */
  private final class Versions {
    private final Table table;
    private final TreeMap<LocalDate, Cells> byDay = new TreeMap<>();

    Versions(Table table) {
      this.table = table;
    }

    Versions land(LocalDate day, Cells row) {
      byDay.put(day, row);
      return this;
    }

    Cells newest() {
      return byDay.lastEntry().getValue();
    }

    LocalDate newestDay() {
      return byDay.lastKey();
    }

    /** The history holds only how the row ended up; every later batch holds its own version. */
    List<Cells> rows() {
      List<Cells> rows = new ArrayList<>();
      Map.Entry<LocalDate, Cells> last = byDay.floorEntry(HISTORY_UNTIL);
      if (last != null) {
        rows.add(
            World.landed(table, last.getValue(), new World.Landing(HISTORY_UNTIL, true), ZONE));
      }
      byDay
          .tailMap(HISTORY_UNTIL, false)
          .forEach(
              (day, row) ->
                  rows.add(World.landed(table, row, new World.Landing(day, false), ZONE)));
      return rows;
    }
  }

  private RandomWorld(long seed) {
    random = new Random(seed);
  }

  /** Accounts a0, a1, … with their rows and events; tiles are not made yet. */
  static World of(long seed, int accounts) {
    RandomWorld made = new RandomWorld(seed);
    for (int i = 0; i < accounts; i++) {
      made.account("a" + i);
    }
    return World.empty()
        .with(Accounts.TABLE, made.accounts)
        .with(Subscriptions.TABLE, made.subscriptions)
        .with(SupportTickets.TABLE, made.tickets)
        .with(UsageEvents.TABLE, made.events);
  }

  private void account(String id) {
    LocalDate signedUpOn = FIRST_DAY.plusDays(random.nextInt(420));
    if (chance(0.9)) {
      accountRows(id, signedUpOn);
    }
    int lines = 1 + random.nextInt(3);
    for (int line = 0; line < lines; line++) {
      line(id, id + "-s" + line, signedUpOn.plusDays(line == 0 ? 0 : random.nextInt(200)));
    }
    tickets(id);
    events(id);
  }

  private void accountRows(String id, LocalDate signedUpOn) {
    Cells row =
        Cells.of()
            .with(Accounts.ACCOUNT_ID, id)
            .with(Accounts.ACCOUNT_NAME, "Company " + id)
            .with(Accounts.SEGMENT, one("smb", "mid", "enterprise"))
            .with(Accounts.INDUSTRY, one("retail", "health", null))
            .with(Accounts.CHANNEL, one("web", "partner"))
            .with(Accounts.COUNTRY, one("DE", "JP", "BR"))
            .with(Accounts.CSM_OWNER, one("kim", "lee", null))
            .with(Accounts.SIGNED_UP_ON, chance(0.2) ? null : signedUpOn)
            .with(Accounts.FOUNDED_ON, FIRST_DAY.minusDays(random.nextInt(5000)))
            .with(Accounts.ACQUISITION_COST, money(1, 2000))
            .with(Accounts.ATTRIBUTES, Map.of("tier", one("gold", "silver")));
    Versions versions = new Versions(Accounts.TABLE).land(signedUpOn, row);
    for (int i = random.nextInt(4); i > 0; i--) {
      versions.land(
          signedUpOn.plusDays(random.nextInt(400)),
          versions
              .newest()
              .with(Accounts.SEGMENT, one("smb", "mid", "enterprise"))
              .with(Accounts.INDUSTRY, one("retail", "health", null))
              .with(Accounts.CSM_OWNER, one("kim", "lee", "ada")));
    }
    accounts.addAll(versions.rows());
  }

  /** The terms of one line, one after the other, until the customer leaves or the days run out. */
  private void line(String account, String id, LocalDate firstStart) {
    LocalDate start = firstStart;
    Cells term = firstTerm(account, id);
    while (start.isBefore(LAST_DAY)) {
      int days = one(30, 30, 31, 60, 91, 365);
      boolean isOpenEnded = chance(0.2);
      LocalDate end = start.plusDays(days);
      term =
          term.with(Subscriptions.STARTS_ON, start)
              .with(Subscriptions.TERM_ENDS_ON, isOpenEnded ? null : end);
      Versions versions = new Versions(Subscriptions.TABLE).land(landing(start), term);
      double fate = random.nextDouble();
      LocalDate next;
      if (fate < 0.55) {
        next = end;
      } else if (fate < 0.68) {
        next = end.plusDays(one(1, 5, 9, 10, 11, 30));
      } else if (fate < 0.84) {
        next = start.plusDays(1 + random.nextInt(days - 1));
      } else {
        LocalDate endedOn = start.plusDays(random.nextInt(days + 1));
        notice(versions, endedOn);
        if (isOpenEnded || chance(0.7)) {
          LocalDate landedOn = later(versions, endedOn.plusDays(random.nextInt(25) - 8));
          versions.land(landedOn, versions.newest().with(Subscriptions.ENDED_ON, endedOn));
        }
        next =
            chance(0.5)
                ? LAST_DAY
                : endedOn.plusDays(one(3, 9, 10, 11, 40, 90)).plusDays(isOpenEnded ? 0 : 3);
      }
      if (fate < 0.84 && chance(0.15)) {
        notice(versions, end);
      }
      if (chance(0.05) && term.decimal(Subscriptions.MRR).signum() > 0) {
        versions.land(
            later(versions, start.plusDays(random.nextInt(40))),
            versions.newest().with(Subscriptions.MRR, money(20, 400)));
      }
      subscriptions.addAll(versions.rows());
      start = next;
      term = nextTerm(term);
    }
  }

  private Cells firstTerm(String account, String id) {
    BigDecimal mrr = money(20, 900);
    Cells term =
        Cells.of()
            .with(Subscriptions.ACCOUNT_ID, account)
            .with(Subscriptions.SUBSCRIPTION_ID, id)
            .with(Subscriptions.PRODUCT, one("crm", "desk", "crm", "mail"))
            .with(Subscriptions.PLAN, one("basic", "pro", "max"))
            .with(Subscriptions.SEATS, chance(0.9) ? (Long) (1L + random.nextInt(30)) : null)
            .with(Subscriptions.CURRENCY, one("USD", "EUR", null))
            .with(Subscriptions.BILLING_MONTHS, one(1, 12))
            .with(Subscriptions.IS_TRIAL, chance(0.1))
            .with(Subscriptions.AUTO_RENEWS, one(true, true, false, null));
    if (chance(0.08)) {
      return term.with(Subscriptions.MRR, BigDecimal.ZERO)
          .with(Subscriptions.LIST_MRR, one(BigDecimal.ZERO, null));
    }
    return priced(term, mrr);
  }

  private Cells priced(Cells term, BigDecimal mrr) {
    boolean isDiscounted = chance(0.3);
    Cells discounted =
        term.with(Subscriptions.DISCOUNT_PCT, isDiscounted ? (Double) 12.5 : null)
            .with(
                Subscriptions.DISCOUNT_ENDS_ON,
                isDiscounted && chance(0.7) ? FIRST_DAY.plusDays(random.nextInt(500)) : null);
    return chance(0.1)
        ? discounted.with(Subscriptions.MRR, BigDecimal.ZERO).with(Subscriptions.LIST_MRR, mrr)
        : discounted
            .with(Subscriptions.MRR, mrr)
            .with(Subscriptions.LIST_MRR, chance(0.3) ? mrr.add(BigDecimal.TEN) : null);
  }

  private Cells nextTerm(Cells term) {
    Cells next = term.with(Subscriptions.IS_TRIAL, false);
    BigDecimal mrr = next.decimal(Subscriptions.MRR);
    if (mrr.signum() == 0) {
      mrr = money(20, 900);
    }
    switch (random.nextInt(7)) {
      case 0 -> mrr = scaled(mrr, 1.2);
      case 1 -> {
        mrr = scaled(mrr, 1.6);
        next = next.with(Subscriptions.PLAN, one("pro", "max"));
      }
      case 2 -> {
        long seats = term.has(Subscriptions.SEATS) ? (Long) term.value(Subscriptions.SEATS) : 0;
        mrr = scaled(mrr, 1.1);
        next = next.with(Subscriptions.SEATS, seats + 1 + random.nextInt(4));
      }
      case 3 -> {
        mrr = scaled(mrr, 0.7);
        next = next.with(Subscriptions.SEATS, 1L + random.nextInt(5));
      }
      case 4 -> next = next.with(Subscriptions.BILLING_MONTHS, one(1, 12));
      default -> mrr = mrr.add(BigDecimal.ZERO);
    }
    return priced(next, mrr);
  }

  private void notice(Versions versions, LocalDate end) {
    if (chance(0.7)) {
      LocalDate askedOn = end.minusDays(random.nextInt(60));
      versions.land(
          later(versions, askedOn.plusDays(random.nextInt(4))),
          versions
              .newest()
              .with(Subscriptions.CANCEL_REQUESTED_ON, askedOn)
              .with(Subscriptions.AUTO_RENEWS, false));
    }
  }

  /** Most rows land on their day, some are known ahead, some land late. */
  private LocalDate landing(LocalDate start) {
    return start.plusDays(one(0, 0, 0, 1, 2, 9, 20, -20));
  }

  private static LocalDate later(Versions versions, LocalDate day) {
    LocalDate newest = versions.newestDay();
    return day.isAfter(newest) ? day : newest.plusDays(1);
  }

  private void tickets(String account) {
    for (int i = random.nextInt(9); i > 0; i--) {
      ticket(account, account + "-t" + i);
    }
  }

  private void ticket(String account, String id) {
    Instant openedAt = instant(FIRST_EVENT.minusDays(100).plusDays(random.nextInt(350)));
    LocalDate openedOn = openedAt.atZone(ZONE).toLocalDate();
    Cells row =
        Cells.of()
            .with(SupportTickets.TICKET_ID, id)
            .with(SupportTickets.ACCOUNT_ID, account)
            .with(SupportTickets.OPENED_AT, openedAt)
            .with(SupportTickets.PRIORITY, one("Urgent", "low", "P1", null))
            .with(SupportTickets.CATEGORY, one("bug", "Feature Request", "Pricing", "other", null))
            .with(SupportTickets.ASSIGNED_TO, one("sam", "kit"))
            .with(SupportTickets.REPLIES, (long) random.nextInt(5));
    Versions versions =
        new Versions(SupportTickets.TABLE).land(openedOn.plusDays(one(0, 0, 1, -1)), row);
    Instant at = openedAt;
    if (chance(0.8)) {
      at = happened(versions, SupportTickets.FIRST_RESPONSE_AT, at, 3);
    }
    if (chance(0.3)) {
      at = happened(versions, SupportTickets.ESCALATED_AT, at, 5);
    }
    if (chance(0.7)) {
      at = happened(versions, SupportTickets.RESOLVED_AT, at, 40);
      if (chance(0.4)) {
        at = happened(versions, SupportTickets.REOPENED_AT, at, 20);
        if (chance(0.5)) {
          at = happened(versions, SupportTickets.RESOLVED_AT, at, 20);
        }
      }
      if (chance(0.5)) {
        Instant ratedAt = at.plusSeconds(random.nextInt(40 * 86_400));
        versions.land(
            later(versions, ratedAt.atZone(ZONE).toLocalDate()),
            versions
                .newest()
                .with(SupportTickets.CSAT_AT, ratedAt)
                .with(SupportTickets.CSAT_SCORE, (double) (1 + random.nextInt(5))));
      }
    }
    if (chance(0.15)) {
      versions.land(
          later(versions, openedOn.plusDays(random.nextInt(60))),
          versions
              .newest()
              .with(SupportTickets.HANDED_TO_SALES_ON, openedOn.plusDays(random.nextInt(60)))
              .with(SupportTickets.PRIORITY, one("high", "low"))
              .with(SupportTickets.CATEGORY, one("bug", "plans")));
    }
    tickets.addAll(versions.rows());
  }

  private Instant happened(
      Versions versions, io.holdfast.table.Column column, Instant after, int days) {
    Instant at = after.plusSeconds(60L + random.nextInt(days * 86_400));
    versions.land(
        later(versions, at.atZone(ZONE).toLocalDate().plusDays(one(0, 0, 1, 3))),
        versions.newest().with(column, at));
    return at;
  }

  /** Some accounts have users, some only daily totals, some neither, some a mix. */
  private void events(String account) {
    int kind = random.nextInt(6);
    double busy = 0.05 + 0.3 * random.nextDouble();
    LocalDate from = FIRST_EVENT.plusDays(random.nextInt(100));
    LocalDate to = kind == 5 ? from : LAST_EVENT.minusDays(random.nextInt(90));
    for (LocalDate day = from; day.isBefore(to); day = day.plusDays(1)) {
      for (int n = chance(busy) ? 1 + random.nextInt(4) : 0; n > 0; n--) {
        Cells event =
            Cells.of()
                .with(UsageEvents.ACCOUNT_ID, account)
                .with(UsageEvents.EVENT_AT, instant(day))
                .with(UsageEvents.EVENT_TYPE, EVENT_TYPES.get(random.nextInt(5)))
                .with(UsageEvents.QUANTITY, new BigDecimal(one("1", "2", "0.5", "3.250")));
        events.add(withUsers(event, account, kind));
      }
    }
  }

  private Cells withUsers(Cells event, String account, int kind) {
    boolean hasUser = kind <= 2 || (kind == 4 && chance(0.5));
    Cells known =
        hasUser
            ? event.with(UsageEvents.USER_ID, account + "-u" + random.nextInt(5))
            : kind == 3 || kind == 4
                ? event.with(UsageEvents.ACTIVE_USERS, (long) random.nextInt(8))
                : event;
    LocalDate day = event.day(UsageEvents.EVENT_AT, ZONE);
    LocalDate landedOn = day.plusDays(one(0, 0, 0, 0, 0, 1, 3, 12, 70, -1));
    return World.landed(
        UsageEvents.TABLE,
        known,
        landedOn.isAfter(HISTORY_UNTIL)
            ? new World.Landing(landedOn, false)
            : new World.Landing(HISTORY_UNTIL, true),
        ZONE);
  }

  /** An instant of the business day, often close to its midnights. */
  private Instant instant(LocalDate day) {
    long start = day.atStartOfDay(ZONE).toEpochSecond();
    int seconds = (int) (day.plusDays(1).atStartOfDay(ZONE).toEpochSecond() - start);
    return Instant.ofEpochSecond(
        start + (chance(0.3) ? one(0, 1, seconds - 1) : random.nextInt(seconds)));
  }

  private BigDecimal money(int from, int to) {
    return BigDecimal.valueOf(100L * from + random.nextInt(100 * (to - from)), 2);
  }

  private static BigDecimal scaled(BigDecimal amount, double factor) {
    return amount.multiply(BigDecimal.valueOf(factor)).setScale(2, RoundingMode.HALF_UP);
  }

  private boolean chance(double probability) {
    return random.nextDouble() < probability;
  }

  @SafeVarargs
  private <T> T one(T... choices) {
    return choices[random.nextInt(choices.length)];
  }
}
