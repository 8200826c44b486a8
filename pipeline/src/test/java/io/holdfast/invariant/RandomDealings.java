package io.holdfast.invariant;

import io.holdfast.table.Invoices;
import io.holdfast.table.ListFeedback;
import io.holdfast.table.OnboardingMilestones;
import io.holdfast.table.SuccessMetrics;
import io.holdfast.table.Table;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Bills and their payment, plans and what came of them, goals and results, verdicts on lists. */
final class RandomDealings {
  private final Dice dice;

  RandomDealings(Dice dice) {
    this.dice = dice;
  }

  Map<Table, List<Cells>> of(String account) {
    return Map.of(
        Invoices.TABLE, invoices(account),
        OnboardingMilestones.TABLE, milestones(account),
        SuccessMetrics.TABLE, metrics(account),
        ListFeedback.TABLE, feedback(account));
  }

  private List<Cells> invoices(String account) {
    List<Cells> rows = new ArrayList<>();
    LocalDate issuedOn = aDay();
    for (int n = dice.below(12); n > 0; n--) {
      LocalDate dueOn = issuedOn.plusDays(dice.one(0, 10, 30));
      BigDecimal amount = dice.chance(0.1) ? new BigDecimal("-12.34") : dice.money(10, 900);
      Cells invoice =
          Cells.of()
              .with(Invoices.INVOICE_ID, account + "-i" + n)
              .with(Invoices.ACCOUNT_ID, account)
              .with(Invoices.ISSUED_ON, issuedOn)
              .with(Invoices.DUE_ON, dice.chance(0.1) ? null : dueOn)
              .with(Invoices.AMOUNT, amount)
              .with(Invoices.CURRENCY, dice.one("USD", "EUR", null));
      Versions versions =
          new Versions(Invoices.TABLE).land(issuedOn.plusDays(dice.one(0, 0, 1, -2)), invoice);
      if (dice.chance(0.7)) {
        LocalDate paidOn = dueOn.plusDays(dice.below(50) - 20);
        versions.land(
            versions.after(paidOn.plusDays(dice.one(0, 0, 1, 5))),
            versions.newest().with(Invoices.PAID_ON, paidOn));
      }
      rows.addAll(versions.rows());
      issuedOn = issuedOn.plusDays(dice.one(1, 30, 31));
    }
    return rows;
  }

  /** Plans that are put off before they are reached, or never are. */
  private List<Cells> milestones(String account) {
    List<Cells> rows = new ArrayList<>();
    for (int n = dice.below(5); n > 0; n--) {
      LocalDate plannedOn = aDay();
      LocalDate dueOn = plannedOn.plusDays(dice.below(90));
      Cells milestone =
          Cells.of()
              .with(OnboardingMilestones.ACCOUNT_ID, account)
              .with(OnboardingMilestones.MILESTONE, "m" + n)
              .with(
                  OnboardingMilestones.IS_VALUE_MILESTONE,
                  dice.<Boolean>one(true, true, false, null))
              .with(OnboardingMilestones.DUE_ON, dice.chance(0.1) ? null : dueOn);
      Versions versions = new Versions(OnboardingMilestones.TABLE).land(plannedOn, milestone);
      if (dice.chance(0.3)) {
        versions.land(
            versions.after(dueOn.minusDays(dice.below(20))),
            versions.newest().with(OnboardingMilestones.DUE_ON, dueOn.plusDays(28)));
      }
      if (dice.chance(0.6)) {
        LocalDate reachedOn = dueOn.plusDays(dice.below(80) - 40);
        versions.land(
            versions.after(reachedOn.plusDays(dice.one(0, 1, -1))),
            versions.newest().with(OnboardingMilestones.REACHED_ON, reachedOn));
      }
      rows.addAll(versions.rows());
    }
    return rows;
  }

  private List<Cells> metrics(String account) {
    List<Cells> rows = new ArrayList<>();
    LocalDate measuredOn = aDay();
    for (int n = dice.below(9); n > 0; n--) {
      Cells measurement =
          Cells.of()
              .with(SuccessMetrics.ACCOUNT_ID, account)
              .with(SuccessMetrics.METRIC, dice.one("savings", "speed"))
              .with(SuccessMetrics.MEASURED_ON, measuredOn)
              .with(SuccessMetrics.VALUE, dice.chance(0.9) ? (Double) (50 * dice.share()) : null)
              .with(SuccessMetrics.TARGET, dice.<Double>one(10.0, 25.0, 25.0, 0.0, null));
      Versions versions =
          new Versions(SuccessMetrics.TABLE)
              .land(measuredOn.plusDays(dice.one(0, 0, 4)), measurement);
      if (dice.chance(0.1)) {
        versions.land(
            versions.after(measuredOn.plusDays(dice.below(40))),
            versions.newest().with(SuccessMetrics.VALUE, 25.0));
      }
      rows.addAll(versions.rows());
      measuredOn = measuredOn.plusDays(1 + dice.below(60));
    }
    return rows;
  }

  private List<Cells> feedback(String account) {
    if (dice.chance(0.5)) {
      return List.of();
    }
    LocalDate givenOn = aDay();
    Cells verdict =
        Cells.of()
            .with(ListFeedback.ACCOUNT_ID, account)
            .with(ListFeedback.LIST, "at_risk_accounts")
            .with(ListFeedback.GIVEN_ON, givenOn)
            .with(ListFeedback.VERDICT, dice.one("useful", "wrong", "handled", "snoozed"))
            .with(ListFeedback.UNTIL, givenOn.plusDays(dice.below(30)));
    return new Versions(ListFeedback.TABLE).land(givenOn.plusDays(dice.one(0, 1)), verdict).rows();
  }

  private LocalDate aDay() {
    return RandomWorld.FIRST_EVENT.minusDays(250).plusDays(dice.below(480));
  }
}
