package io.holdfast.label;

import io.holdfast.snapshot.AsOfDates;
import java.math.BigDecimal;
import java.time.LocalDate;

/**
 * When an account counts as having churned or expanded after a date D: in (D+L, D+L+H].
 *
 * @param target what is labelled
 * @param leadDays L: time to act; what happens within it is {@code too_soon} (churn)
 * @param horizonDays H: days that are judged
 * @param graceDays G: an interruption shorter than this is none
 * @param minIncrease θ: least relative increase of MRR that counts as expansion; unused for churn
 */
public record LabelRule(
    Target target, int leadDays, int horizonDays, int graceDays, BigDecimal minIncrease) {

  /** The day at whose end the label of D is settled: D+L+H+G. */
  public LocalDate maturesOn(LocalDate asOf) {
    return asOf.plusDays(daysToMaturity());
  }

  /** The days on which the labels of these dates are settled. */
  public AsOfDates maturities(AsOfDates dates) {
    return AsOfDates.of(dates.dates().stream().map(this::maturesOn).toList());
  }

  /** L+H+G, also the embargo between folds. */
  public int daysToMaturity() {
    return leadDays + horizonDays + graceDays;
  }
}
