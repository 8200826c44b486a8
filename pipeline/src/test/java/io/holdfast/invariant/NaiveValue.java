package io.holdfast.invariant;

import static java.time.temporal.ChronoUnit.DAYS;

import io.holdfast.table.AccountFeatures;
import io.holdfast.table.Invoices;
import io.holdfast.table.OnboardingMilestones;
import io.holdfast.table.SuccessMetrics;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** What a customer owes, what it was promised and what it got. */
final class NaiveValue {
  private final LocalDate asOf;
  private final KnownOthers known;

  private NaiveValue(Known known) {
    this.asOf = known.asOf();
    this.known = known.others();
  }

  static Cells of(Known known, Cells row) {
    NaiveValue value = new NaiveValue(known);
    return value.metrics(value.milestones(value.invoices(row)));
  }

  private Cells invoices(Cells row) {
    BigDecimal owed = BigDecimal.ZERO;
    int oldest = 0;
    int delinquent = 0;
    int late84 = 0;
    int late365 = 0;
    int issued = 0;
    List<Integer> delays = new ArrayList<>();
    for (Cells invoice : known.rows(Invoices.TABLE)) {
      LocalDate dueOn = invoice.date(Invoices.DUE_ON);
      LocalDate paidOn = invoice.date(Invoices.PAID_ON);
      issued += invoice.date(Invoices.ISSUED_ON).isAfter(asOf.minusDays(365)) ? 1 : 0;
      if (dueOn == null) {
        continue;
      }
      if (paidOn == null) {
        int days = (int) DAYS.between(dueOn, asOf);
        if (days > 0 && invoice.decimal(Invoices.AMOUNT).signum() > 0) {
          owed = owed.add(inDollars(invoice));
          oldest = Math.max(oldest, days);
          delinquent += days > TestRules.GRACE_DAYS ? 1 : 0;
        }
        continue;
      }
      boolean isLate = paidOn.isAfter(dueOn);
      late84 += isLate && paidOn.isAfter(asOf.minusDays(84)) ? 1 : 0;
      late365 += isLate && paidOn.isAfter(asOf.minusDays(365)) ? 1 : 0;
      if (paidOn.isAfter(asOf.minusDays(365))) {
        delays.add(isLate ? (int) DAYS.between(dueOn, paidOn) : 0);
      }
    }
    return row.with(AccountFeatures.INVOICES_365D, issued)
        .with(AccountFeatures.OVERDUE_AMOUNT, owed)
        .with(AccountFeatures.OLDEST_OVERDUE_DAYS, oldest)
        .with(AccountFeatures.DELINQUENT_INVOICES, delinquent)
        .with(AccountFeatures.LATE_PAYMENTS_84D, late84)
        .with(AccountFeatures.LATE_PAYMENTS_365D, late365)
        .with(
            AccountFeatures.PAYMENT_DELAY_DAYS_365D,
            orNull(delays.stream().mapToInt(Integer::intValue).average()));
  }

  private static BigDecimal inDollars(Cells invoice) {
    BigDecimal amount = invoice.decimal(Invoices.AMOUNT);
    return "EUR".equals(invoice.text(Invoices.CURRENCY))
        ? amount.multiply(new BigDecimal("1.0837")).setScale(2, RoundingMode.HALF_UP)
        : amount;
  }

  private Cells milestones(Cells row) {
    List<Cells> milestones = known.rows(OnboardingMilestones.TABLE);
    List<Cells> due =
        milestones.stream()
            .filter(m -> m.has(OnboardingMilestones.DUE_ON))
            .filter(m -> !m.date(OnboardingMilestones.DUE_ON).isAfter(asOf))
            .toList();
    List<Cells> overdue =
        due.stream().filter(m -> !m.has(OnboardingMilestones.REACHED_ON)).toList();
    List<Cells> ofValue =
        milestones.stream().filter(m -> m.is(OnboardingMilestones.IS_VALUE_MILESTONE)).toList();
    Optional<LocalDate> firstValue =
        ofValue.stream()
            .filter(m -> m.has(OnboardingMilestones.REACHED_ON))
            .map(m -> m.date(OnboardingMilestones.REACHED_ON))
            .min(Comparator.naturalOrder());
    LocalDate firstStart = asOf.minusDays((Integer) row.value(AccountFeatures.TENURE_DAYS));
    return row.with(AccountFeatures.MILESTONES_DUE, due.size())
        .with(AccountFeatures.MILESTONES_OVERDUE, overdue.size())
        .with(
            AccountFeatures.MILESTONES_REACHED_RATIO,
            due.isEmpty() ? null : (Double) ((double) (due.size() - overdue.size()) / due.size()))
        .with(
            AccountFeatures.OLDEST_OVERDUE_MILESTONE_DAYS,
            overdue.stream()
                .mapToInt(m -> (int) DAYS.between(m.date(OnboardingMilestones.DUE_ON), asOf))
                .max()
                .orElse(0))
        .with(
            AccountFeatures.HAS_REACHED_VALUE,
            ofValue.isEmpty() ? null : (Boolean) firstValue.isPresent())
        .with(
            AccountFeatures.DAYS_TO_FIRST_VALUE,
            firstValue.map(d -> (int) DAYS.between(firstStart, d)).orElse(null));
  }

  private Cells metrics(Cells row) {
    Map<String, List<Cells>> byMetric =
        known.rows(SuccessMetrics.TABLE).stream()
            .filter(m -> m.date(SuccessMetrics.MEASURED_ON).isAfter(asOf.minusDays(365)))
            .filter(m -> m.has(SuccessMetrics.VALUE) && m.has(SuccessMetrics.TARGET))
            .filter(m -> (Double) m.value(SuccessMetrics.TARGET) > 0)
            .sorted(Comparator.comparing((Cells m) -> m.date(SuccessMetrics.MEASURED_ON)))
            .collect(Collectors.groupingBy(m -> m.text(SuccessMetrics.METRIC)));
    List<Double> met = new ArrayList<>();
    List<Double> ratios = new ArrayList<>();
    List<Double> changes = new ArrayList<>();
    byMetric
        .values()
        .forEach(
            inOrder -> {
              double last = ratio(inOrder.get(inOrder.size() - 1));
              ratios.add(last);
              met.add(last >= 1 ? 1.0 : 0.0);
              if (inOrder.size() > 1) {
                changes.add(last - ratio(inOrder.get(inOrder.size() - 2)));
              }
            });
    return row.with(AccountFeatures.METRICS_ON_TARGET_RATIO, mean(met))
        .with(
            AccountFeatures.WORST_METRIC_RATIO,
            orNull(ratios.stream().mapToDouble(Double::doubleValue).min()))
        .with(AccountFeatures.METRIC_RATIO_CHANGE, mean(changes));
  }

  private static double ratio(Cells measurement) {
    return (Double) measurement.value(SuccessMetrics.VALUE)
        / (Double) measurement.value(SuccessMetrics.TARGET);
  }

  private static Double mean(List<Double> values) {
    return orNull(values.stream().mapToDouble(Double::doubleValue).average());
  }

  private static Double orNull(OptionalDouble value) {
    return value.isPresent() ? (Double) value.getAsDouble() : null;
  }
}
