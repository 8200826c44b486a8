package io.holdfast.invariant;

import io.holdfast.label.LabelRule;
import io.holdfast.table.AccountLabels;
import io.holdfast.table.Subscriptions;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What then happened to accounts, found by walking through the days. */
final class NaiveLabels {
  private final NaiveMrr mrr;
  private final LabelRule rule;
  private final LocalDate asOf;

  private NaiveLabels(NaiveMrr mrr, LabelRule rule, LocalDate asOf) {
    this.mrr = mrr;
    this.rule = rule;
    this.asOf = asOf;
  }

  /** The label of each account that had begun by the date, by account. */
  static Map<String, Cells> of(World world, LabelRule rule, LocalDate asOf) {
    Map<String, Cells> labels = new TreeMap<>();
    Known.of(world, rule.maturesOn(asOf))
        .forEach(
            (account, known) -> {
              NaiveMrr mrr = new NaiveMrr(known.terms());
              if (asOf.minusDays(rule.graceDays())
                  .datesUntil(asOf.plusDays(1))
                  .anyMatch(mrr::isPaying)) {
                labels.put(
                    account,
                    new NaiveLabels(mrr, rule, asOf)
                        .label()
                        .with(AccountLabels.MRR, mrr.isActive(asOf) ? mrr.mrr(asOf) : null)
                        .with(
                            AccountLabels.PLAN,
                            mrr.main(asOf).map(t -> t.text(Subscriptions.PLAN)).orElse(null)));
              }
            });
    return labels;
  }

  private Cells label() {
    if (!mrr.isPaying(asOf)) {
      return excluded("not_paying");
    }
    return switch (rule.target()) {
      case CHURN -> churn();
      case EXPANSION -> expansion();
    };
  }

  private Cells churn() {
    LocalDate churnedOn = churnedOn();
    Cells label = Cells.of().with(AccountLabels.LABEL, churnedOn == null ? 0 : 1);
    if (hasGivenNotice()) {
      label = excluded("notice_given");
    } else if (churnedOn != null && !churnedOn.isAfter(asOf.plusDays(rule.leadDays()))) {
      label = excluded("too_soon");
    }
    return churnedOn == null
        ? label
        : label
            .with(AccountLabels.HAPPENED_ON, churnedOn)
            .with(AccountLabels.MRR_CHANGE, mrr.mrr(asOf).negate());
  }

  private Cells expansion() {
    LocalDate churnedOn = churnedOn();
    BigDecimal before = mrr.mrr(asOf);
    BigDecimal wanted = before.multiply(BigDecimal.ONE.add(rule.minIncrease()));
    Set<String> products = mrr.products(asOf);
    for (LocalDate day = asOf.plusDays(rule.leadDays() + 1);
        !day.isAfter(lastJudged());
        day = day.plusDays(1)) {
      if (churnedOn != null && !churnedOn.isAfter(day)) {
        break;
      }
      boolean isMore =
          mrr.seats(day) > mrr.seats(asOf)
              || !products.containsAll(mrr.products(day))
              || !mrr.plans(asOf).containsAll(mrr.plans(day));
      // More seats in a free month are no more money: five percent of nothing is nothing.
      boolean isUp = mrr.mrr(day).compareTo(before) > 0;
      if (isMore && isUp && mrr.mrr(day).compareTo(wanted) >= 0) {
        return Cells.of()
            .with(AccountLabels.LABEL, 1)
            .with(AccountLabels.HAPPENED_ON, day)
            .with(
                AccountLabels.KIND,
                products.containsAll(mrr.products(day)) ? "upsell" : "cross_sell")
            .with(AccountLabels.MRR_CHANGE, mrr.mrr(day).subtract(before));
      }
    }
    return Cells.of().with(AccountLabels.LABEL, 0);
  }

  /** The first day without any term that begins at least G such days; the label rule's t. */
  private LocalDate churnedOn() {
    for (LocalDate day = asOf.plusDays(1); !day.isAfter(lastJudged()); day = day.plusDays(1)) {
      LocalDate first = day;
      if (first
          .datesUntil(first.plusDays(Math.max(1, rule.graceDays())))
          .noneMatch(mrr::isActive)) {
        return day;
      }
    }
    return null;
  }

  private LocalDate lastJudged() {
    return asOf.plusDays(rule.leadDays() + rule.horizonDays());
  }

  private boolean hasGivenNotice() {
    List<Cells> paid =
        mrr.on(asOf).stream().filter(t -> NaiveMrr.listPrice(t).signum() > 0).toList();
    return paid.stream()
        .allMatch(
            t ->
                t.has(Subscriptions.CANCEL_REQUESTED_ON)
                    && !t.date(Subscriptions.CANCEL_REQUESTED_ON).isAfter(asOf));
  }

  private static Cells excluded(String reason) {
    return Cells.of().with(AccountLabels.EXCLUDED_REASON, reason);
  }
}
