package io.holdfast.job;

import io.holdfast.label.LabelRule;
import io.holdfast.lake.Lake;
import io.holdfast.settings.Settings;
import io.holdfast.snapshot.AsOfDates;
import io.holdfast.table.AccountFeatures;
import io.holdfast.table.AccountLabels;
import io.holdfast.table.ScoredAccounts;
import java.time.LocalDate;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What the published tables of a night are made from.
 *
 * @param features of the night: rows of AccountFeatures
 * @param earlierFeatures of the dates that say what is usual
 * @param scored rows of ScoredAccounts
 * @param maturedLabels rows of AccountLabels of the dates that say what expansions are like
 */
record NightRows(
    Dataset<Row> features,
    Dataset<Row> earlierFeatures,
    Dataset<Row> scored,
    Dataset<Row> maturedLabels) {
  /** Earlier feature rows that an account's usual values are taken from: about half a year. */
  private static final int USUAL_DATES = 6;

  private static final int DAYS_APART = 28;

  /** As the steps before have stored them. */
  static NightRows stored(JobContext context) {
    Lake lake = context.lake();
    Settings settings = context.settings();
    LocalDate asOf = context.asOf();
    List<LocalDate> night = List.of(asOf);
    return new NightRows(
        lake.readDays(AccountFeatures.TABLE, AccountFeatures.AS_OF, night),
        lake.readDays(
            AccountFeatures.TABLE, AccountFeatures.AS_OF, usualDates(settings, asOf).dates()),
        lake.readDays(ScoredAccounts.TABLE, ScoredAccounts.AS_OF, night),
        lake.readDays(
            AccountLabels.TABLE, AccountLabels.AS_OF, maturedDates(settings, asOf).dates()));
  }

  /**
   * The dates before a night whose stored features say what is usual for an account: anchored, at
   * least 28 days apart, the newest six that end before the night's own windows of 28 days. A night
   * that finds their features stored is the same whenever it is run.
   */
  static AsOfDates usualDates(Settings settings, LocalDate asOf) {
    int everyDays = settings.training().everyDays();
    int step = everyDays * -Math.floorDiv(-DAYS_APART, everyDays);
    LocalDate to = asOf.minusDays(DAYS_APART);
    return AsOfDates.anchored(step, to.minusDays((long) step * USUAL_DATES - 1), to);
  }

  /** The training dates whose expansions had matured by the night. */
  static AsOfDates maturedDates(Settings settings, LocalDate asOf) {
    LabelRule rule = settings.expansion();
    int everyDays = settings.training().everyDays();
    LocalDate to = asOf.minusDays(rule.daysToMaturity());
    LocalDate from = to.minusDays((long) everyDays * settings.training().maxSnapshots() - 1);
    return AsOfDates.anchored(everyDays, from, to);
  }
}
