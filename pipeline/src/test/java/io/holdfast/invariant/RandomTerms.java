package io.holdfast.invariant;

import io.holdfast.table.Subscriptions;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * Subscription lines as they come: renewed early, late or never, changed, given free, cancelled.
 */
final class RandomTerms {
  private final Dice dice;

  RandomTerms(Dice dice) {
    this.dice = dice;
  }

  /** The terms of one line, one after the other, until the customer leaves or the days run out. */
  List<Cells> of(String account, String id, LocalDate firstStart) {
    List<Cells> rows = new ArrayList<>();
    LocalDate start = firstStart;
    Cells term = firstTerm(account, id);
    while (start.isBefore(RandomWorld.LAST_DAY)) {
      int days = dice.one(30, 30, 31, 60, 91, 365);
      boolean isOpenEnded = dice.chance(0.2);
      LocalDate end = start.plusDays(days);
      term =
          term.with(Subscriptions.STARTS_ON, start)
              .with(Subscriptions.TERM_ENDS_ON, isOpenEnded ? null : end);
      Versions versions = new Versions(Subscriptions.TABLE).land(landing(start), term);
      double fate = dice.share();
      LocalDate next;
      if (fate < 0.55) {
        next = end;
      } else if (fate < 0.68) {
        next = end.plusDays(dice.one(1, 5, 9, 10, 11, 30));
      } else if (fate < 0.84) {
        next = start.plusDays(1 + dice.below(days - 1));
      } else {
        LocalDate endedOn = start.plusDays(dice.below(days + 1));
        notice(versions, endedOn);
        if (isOpenEnded || dice.chance(0.7)) {
          LocalDate landedOn = versions.after(endedOn.plusDays(dice.below(25) - 8));
          versions.land(landedOn, versions.newest().with(Subscriptions.ENDED_ON, endedOn));
        }
        next =
            dice.chance(0.5)
                ? RandomWorld.LAST_DAY
                : endedOn.plusDays(dice.one(3, 9, 10, 11, 40, 90)).plusDays(isOpenEnded ? 0 : 3);
      }
      if (fate < 0.84 && dice.chance(0.15)) {
        notice(versions, end);
      }
      if (dice.chance(0.05) && term.decimal(Subscriptions.MRR).signum() > 0) {
        versions.land(
            versions.after(start.plusDays(dice.below(40))),
            versions.newest().with(Subscriptions.MRR, dice.money(20, 400)));
      }
      rows.addAll(versions.rows());
      start = next;
      term = nextTerm(term);
    }
    return rows;
  }

  private Cells firstTerm(String account, String id) {
    BigDecimal mrr = dice.money(20, 900);
    Cells term =
        Cells.of()
            .with(Subscriptions.ACCOUNT_ID, account)
            .with(Subscriptions.SUBSCRIPTION_ID, id)
            .with(Subscriptions.PRODUCT, dice.one("crm", "desk", "crm", "mail"))
            .with(Subscriptions.PLAN, dice.one("basic", "pro", "max"))
            .with(Subscriptions.SEATS, dice.chance(0.9) ? (Long) (1L + dice.below(30)) : null)
            .with(Subscriptions.CURRENCY, dice.one("USD", "EUR", null))
            .with(Subscriptions.BILLING_MONTHS, dice.one(1, 12))
            .with(Subscriptions.IS_TRIAL, dice.chance(0.1))
            .with(Subscriptions.AUTO_RENEWS, dice.one(true, true, false, null));
    if (dice.chance(0.08)) {
      return term.with(Subscriptions.MRR, BigDecimal.ZERO)
          .with(Subscriptions.LIST_MRR, dice.one(BigDecimal.ZERO, null));
    }
    return priced(term, mrr);
  }

  private Cells priced(Cells term, BigDecimal mrr) {
    boolean isDiscounted = dice.chance(0.3);
    Cells discounted =
        term.with(Subscriptions.DISCOUNT_PCT, isDiscounted ? (Double) 12.5 : null)
            .with(
                Subscriptions.DISCOUNT_ENDS_ON,
                isDiscounted && dice.chance(0.7)
                    ? RandomWorld.FIRST_DAY.plusDays(dice.below(500))
                    : null);
    return dice.chance(0.1)
        ? discounted.with(Subscriptions.MRR, BigDecimal.ZERO).with(Subscriptions.LIST_MRR, mrr)
        : discounted
            .with(Subscriptions.MRR, mrr)
            .with(Subscriptions.LIST_MRR, dice.chance(0.3) ? mrr.add(BigDecimal.TEN) : null);
  }

  private Cells nextTerm(Cells term) {
    Cells next = term.with(Subscriptions.IS_TRIAL, false);
    BigDecimal mrr = next.decimal(Subscriptions.MRR);
    if (mrr.signum() == 0) {
      mrr = dice.money(20, 900);
    }
    switch (dice.below(7)) {
      case 0 -> mrr = scaled(mrr, 1.2);
      case 1 -> {
        mrr = scaled(mrr, 1.6);
        next = next.with(Subscriptions.PLAN, dice.one("pro", "max"));
      }
      case 2 -> {
        long seats = term.has(Subscriptions.SEATS) ? (Long) term.value(Subscriptions.SEATS) : 0;
        mrr = scaled(mrr, 1.1);
        next = next.with(Subscriptions.SEATS, seats + 1 + dice.below(4));
      }
      case 3 -> {
        mrr = scaled(mrr, 0.7);
        next = next.with(Subscriptions.SEATS, 1L + dice.below(5));
      }
      case 4 -> next = next.with(Subscriptions.BILLING_MONTHS, dice.one(1, 12));
      default -> mrr = mrr.add(BigDecimal.ZERO);
    }
    return priced(next, mrr);
  }

  private void notice(Versions versions, LocalDate end) {
    if (dice.chance(0.7)) {
      LocalDate askedOn = end.minusDays(dice.below(60));
      versions.land(
          versions.after(askedOn.plusDays(dice.below(4))),
          versions
              .newest()
              .with(Subscriptions.CANCEL_REQUESTED_ON, askedOn)
              .with(Subscriptions.AUTO_RENEWS, false));
    }
  }

  /** Most rows land on their day, some are known ahead, some land late. */
  private LocalDate landing(LocalDate start) {
    return start.plusDays(dice.one(0, 0, 0, 1, 2, 9, 20, -20));
  }

  private static BigDecimal scaled(BigDecimal amount, double factor) {
    return amount.multiply(BigDecimal.valueOf(factor)).setScale(2, RoundingMode.HALF_UP);
  }
}
