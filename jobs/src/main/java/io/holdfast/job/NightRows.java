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
 * @param usualValues medians of the accounts' own past: rows of AccountUsualValues
 * @param scored rows of ScoredAccounts
 * @param maturedLabels rows of AccountLabels of the dates that say what expansions are like
 */
record NightRows(
    Dataset<Row> features,
    Dataset<Row> usualValues,
    Dataset<Row> scored,
    Dataset<Row> maturedLabels) {
  /** As the steps before have stored them. */
  static NightRows stored(JobContext context) {
    Lake lake = context.lake();
    Settings settings = context.settings();
    LocalDate asOf = context.asOf();
    List<LocalDate> night = List.of(asOf);
    return new NightRows(
        lake.readDays(AccountFeatures.TABLE, AccountFeatures.AS_OF, night),
        UsualDates.of(settings, asOf).values(lake),
        lake.readDays(ScoredAccounts.TABLE, ScoredAccounts.AS_OF, night),
        lake.readDays(
            AccountLabels.TABLE, AccountLabels.AS_OF, maturedDates(settings, asOf).dates()));
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
