package io.holdfast.job;

import io.holdfast.label.LabelRule;
import io.holdfast.settings.Settings;
import io.holdfast.snapshot.AsOfDates;
import io.holdfast.snapshot.Snapshot;
import java.time.LocalDate;
import java.util.List;

/** Which past dates a night trains on. */
final class TrainingDates {
  private TrainingDates() {}

  /**
   * The newest anchored dates whose labels are mature for the night. The first ones lie a longest
   * window behind the first start, so that their features have a past.
   *
   * @param watermark newest batch of subscriptions
   * @param firstStart first starts_on of any subscription
   */
  static AsOfDates of(
      LabelRule rule,
      Settings.Training training,
      LocalDate night,
      LocalDate watermark,
      LocalDate firstStart) {
    LocalDate known = night.isBefore(watermark) ? night : watermark;
    LocalDate newest = known.minusDays(rule.daysToMaturity());
    List<LocalDate> dates =
        AsOfDates.anchored(
                training.everyDays(), firstStart.plusDays(Snapshot.LONGEST_WINDOW), newest)
            .list();
    return AsOfDates.of(
        dates.subList(Math.max(0, dates.size() - training.maxSnapshots()), dates.size()));
  }
}
