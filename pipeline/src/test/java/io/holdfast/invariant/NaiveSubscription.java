package io.holdfast.invariant;

import static java.time.temporal.ChronoUnit.DAYS;

import io.holdfast.table.AccountFeatures;
import io.holdfast.table.Accounts;
import io.holdfast.table.Column;
import io.holdfast.table.Subscriptions;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What an account holds, pays and has changed, from its terms day by day. */
final class NaiveSubscription {
  private final Known known;
  private final LocalDate asOf;
  private final NaiveMrr mrr;

  /** The date, or in grace the last day on which it paid. */
  private final LocalDate day;

  private final int graceDays;

  private NaiveSubscription(Known known, LocalDate day, int graceDays) {
    this.graceDays = graceDays;
    this.known = known;
    this.asOf = known.asOf();
    this.mrr = new NaiveMrr(known.terms());
    this.day = day;
  }

  /** The features; empty where the account is not scored on the date. */
  static Optional<Cells> of(Known known, int graceDays, int horizonDays) {
    NaiveMrr mrr = new NaiveMrr(known.terms());
    for (LocalDate day = known.asOf();
        day.isAfter(known.asOf().minusDays(graceDays + 1L));
        day = day.minusDays(1)) {
      boolean wasLastPaid =
          day.equals(known.asOf()) || day.plusDays(1).isAfter(known.asOf().minusDays(graceDays));
      if (mrr.isPaying(day) && wasLastPaid) {
        return Optional.of(new NaiveSubscription(known, day, graceDays).features(horizonDays));
      }
    }
    return Optional.empty();
  }

  private Cells features(int horizonDays) {
    List<Cells> current = mrr.on(day);
    Cells main = mrr.main(day).orElseThrow();
    Cells row =
        Cells.of()
            .with(AccountFeatures.MRR, mrr.mrr(day))
            .with(AccountFeatures.LIST_MRR, mrr.listMrr(day))
            .with(AccountFeatures.SEATS, seats(current))
            .with(AccountFeatures.PRODUCTS, mrr.products(day).size())
            .with(AccountFeatures.PLAN, main.value(Subscriptions.PLAN))
            .with(AccountFeatures.BILLING_MONTHS, main.value(Subscriptions.BILLING_MONTHS))
            .with(AccountFeatures.AUTO_RENEWS, main.value(Subscriptions.AUTO_RENEWS))
            .with(AccountFeatures.IS_TRIAL, main.value(Subscriptions.IS_TRIAL))
            .with(AccountFeatures.IN_GRACE, !day.equals(asOf))
            .with(AccountFeatures.NOTICE_GIVEN, hasGivenNotice(current))
            .with(AccountFeatures.TENURE_DAYS, daysSince(mrr.firstStart()));
    return account(changes(renewals(discount(row, main), horizonDays)));
  }

  /** Unknown where no line says it. */
  private Long seats(List<Cells> current) {
    return current.stream().anyMatch(t -> t.has(Subscriptions.SEATS))
        ? (Long) mrr.seats(day)
        : null;
  }

  private static boolean hasGivenNotice(List<Cells> current) {
    return current.stream()
        .filter(t -> NaiveMrr.listPrice(t).signum() > 0)
        .allMatch(t -> t.has(Subscriptions.CANCEL_REQUESTED_ON));
  }

  private Cells discount(Cells row, Cells main) {
    LocalDate endsOn = main.date(Subscriptions.DISCOUNT_ENDS_ON);
    Double pct = (Double) main.value(Subscriptions.DISCOUNT_PCT);
    boolean holds = pct != null && (endsOn == null || endsOn.isAfter(asOf));
    return row.with(AccountFeatures.DISCOUNT_PCT, pct == null || holds ? pct : (Double) 0.0)
        .with(
            AccountFeatures.DAYS_TO_DISCOUNT_END,
            holds && endsOn != null ? (Integer) (int) DAYS.between(asOf, endsOn) : null);
  }

  private Cells renewals(Cells row, int horizonDays) {
    List<Cells> running = mrr.on(asOf);
    Optional<Cells> next =
        running.stream()
            .filter(t -> t.has(Subscriptions.TERM_ENDS_ON))
            .min(
                Comparator.comparing((Cells t) -> t.date(Subscriptions.TERM_ENDS_ON))
                    .thenComparing(t -> t.date(Subscriptions.STARTS_ON)));
    long due =
        running.stream()
            .filter(t -> t.has(Subscriptions.TERM_ENDS_ON))
            .map(t -> t.date(Subscriptions.TERM_ENDS_ON))
            .filter(e -> e.isAfter(asOf) && !e.isAfter(asOf.plusDays(horizonDays)))
            .count();
    List<Cells> further = known.terms().stream().filter(t -> before(t).isPresent()).toList();
    return row.with(AccountFeatures.RENEWALS_DUE, (int) due)
        .with(AccountFeatures.RENEWALS_TO_DATE, further.size())
        .with(
            AccountFeatures.DAYS_SINCE_RENEWAL,
            further.stream()
                .map(t -> daysSince(t.date(Subscriptions.STARTS_ON)))
                .min(Comparator.naturalOrder())
                .orElse(null))
        .with(
            AccountFeatures.DAYS_TO_TERM_END,
            next.map(t -> (int) DAYS.between(asOf, t.date(Subscriptions.TERM_ENDS_ON)))
                .orElse(null))
        .with(AccountFeatures.TERM_LEFT_RATIO, next.map(this::leftRatio).orElse(null));
  }

  private double leftRatio(Cells term) {
    LocalDate end = term.date(Subscriptions.TERM_ENDS_ON);
    return (double) DAYS.between(asOf, end) / DAYS.between(term.date(Subscriptions.STARTS_ON), end);
  }

  /** The term of the same line before this one. */
  private Optional<Cells> before(Cells term) {
    return known.terms().stream()
        .filter(t -> NaiveMrr.lineOf(t).equals(NaiveMrr.lineOf(term)))
        .filter(t -> t.date(Subscriptions.STARTS_ON).isBefore(term.date(Subscriptions.STARTS_ON)))
        .max(Comparator.comparing(t -> t.date(Subscriptions.STARTS_ON)));
  }

  private Cells changes(Cells row) {
    LocalDate first = mrr.firstStart();
    Cells plans = planChange(row);
    Cells amounts =
        lastChange(
            plans,
            d -> heldMrr(d).doubleValue(),
            AccountFeatures.DAYS_SINCE_MRR_CHANGE,
            AccountFeatures.LAST_MRR_CHANGE_RATIO);
    Cells seats =
        lastChange(
            amounts,
            d -> (double) heldSeats(d),
            AccountFeatures.DAYS_SINCE_SEATS_CHANGE,
            AccountFeatures.LAST_SEATS_CHANGE_RATIO);
    int changes = 0;
    for (LocalDate d = first.plusDays(1); !d.isAfter(asOf); d = d.plusDays(1)) {
      changes += heldMrr(d).compareTo(heldMrr(d.minusDays(1))) == 0 ? 0 : 1;
    }
    return seats
        .with(AccountFeatures.MRR_CHANGES_TO_DATE, changes)
        .with(
            AccountFeatures.MRR_TO_FIRST_RATIO,
            ratio(heldMrr(asOf).doubleValue(), heldMrr(first).doubleValue()))
        .with(AccountFeatures.SEATS_TO_FIRST_RATIO, ratio(heldSeats(asOf), heldSeats(first)))
        .with(AccountFeatures.MRR_CHANGE_28D, mrrChange(28))
        .with(AccountFeatures.MRR_CHANGE_84D, mrrChange(84))
        .with(AccountFeatures.SEATS_CHANGE_28D, seatsChange(28))
        .with(AccountFeatures.SEATS_CHANGE_84D, seatsChange(84));
  }

  private BigDecimal heldMrr(LocalDate d) {
    return mrr.mrr(lastHeld(d));
  }

  private long heldSeats(LocalDate d) {
    return mrr.seats(lastHeld(d));
  }

  /**
   * The day itself, or the last active one before an interruption shorter than the grace period.
   */
  private LocalDate lastHeld(LocalDate d) {
    LocalDate before = d;
    while (!mrr.isActive(before)) {
      before = before.minusDays(1);
    }
    LocalDate after = d;
    while (!mrr.isActive(after) && after.isBefore(asOf)) {
      after = after.plusDays(1);
    }
    return DAYS.between(before.plusDays(1), after) < graceDays ? before : d;
  }

  private Cells lastChange(
      Cells row, Function<LocalDate, Double> amount, Column since, Column ratio) {
    for (LocalDate d = asOf; d.isAfter(mrr.firstStart()); d = d.minusDays(1)) {
      double after = amount.apply(d);
      double before = amount.apply(d.minusDays(1));
      if (after != before) {
        return row.with(since, daysSince(d)).with(ratio, ratio(after, before));
      }
    }
    return row;
  }

  private Cells planChange(Cells row) {
    return known.terms().stream()
        .filter(t -> before(t).isPresent())
        .filter(t -> !t.text(Subscriptions.PLAN).equals(before(t).get().text(Subscriptions.PLAN)))
        .max(
            Comparator.comparing((Cells t) -> t.date(Subscriptions.STARTS_ON))
                .thenComparing(NaiveMrr::lineOf))
        .map(
            t ->
                row.with(
                        AccountFeatures.DAYS_SINCE_PLAN_CHANGE,
                        daysSince(t.date(Subscriptions.STARTS_ON)))
                    .with(
                        AccountFeatures.LAST_PLAN_CHANGE_RATIO,
                        ratio(
                            NaiveMrr.price(t).doubleValue(),
                            NaiveMrr.price(before(t).get()).doubleValue())))
        .orElse(row);
  }

  private Double mrrChange(int days) {
    LocalDate then = asOf.minusDays(days);
    return then.isBefore(mrr.firstStart())
        ? null
        : (Double) heldMrr(asOf).subtract(heldMrr(then)).doubleValue();
  }

  private Long seatsChange(int days) {
    LocalDate then = asOf.minusDays(days);
    return then.isBefore(mrr.firstStart()) ? null : (Long) (heldSeats(asOf) - heldSeats(then));
  }

  private Cells account(Cells row) {
    Cells account = known.account();
    if (account == null) {
      return row;
    }
    LocalDate foundedOn = account.date(Accounts.FOUNDED_ON);
    return row.with(AccountFeatures.SEGMENT, account.value(Accounts.SEGMENT))
        .with(AccountFeatures.INDUSTRY, account.value(Accounts.INDUSTRY))
        .with(AccountFeatures.CHANNEL, account.value(Accounts.CHANNEL))
        .with(AccountFeatures.COUNTRY, account.value(Accounts.COUNTRY))
        .with(AccountFeatures.ATTRIBUTES, account.value(Accounts.ATTRIBUTES))
        .with(AccountFeatures.COMPANY_AGE_DAYS, daysSince(foundedOn));
  }

  private Integer daysSince(LocalDate past) {
    return past == null ? null : (Integer) (int) DAYS.between(past, asOf);
  }

  static Double ratio(double part, double whole) {
    return whole == 0 ? null : (Double) (part / whole);
  }
}
