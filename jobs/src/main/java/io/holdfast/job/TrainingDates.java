package io.holdfast.job;

import io.holdfast.label.LabelRule;
import io.holdfast.settings.Settings;
import io.holdfast.snapshot.AsOfDates;
import java.time.LocalDate;
import java.util.List;

/** Which past dates a night trains on. */
final class TrainingDates {
  private TrainingDates() {}

  /**
   * The newest anchored dates whose labels are mature for the night.
   *
   * @param watermark newest batch of subscriptions
   * @param first the earliest date worth training on
   */
  static AsOfDates of(
      LabelRule rule,
      Settings.Training training,
      LocalDate night,
      LocalDate watermark,
      LocalDate first) {
    LocalDate known = night.isBefore(watermark) ? night : watermark;
    LocalDate newest = known.minusDays(rule.daysToMaturity());
    List<LocalDate> dates = AsOfDates.anchored(training.everyDays(), first, newest).list();
    return AsOfDates.of(
        dates.subList(Math.max(0, dates.size() - training.maxSnapshots()), dates.size()));
  }
}
