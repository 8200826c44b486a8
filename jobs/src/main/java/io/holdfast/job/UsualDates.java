package io.holdfast.job;

import static org.apache.spark.sql.functions.lit;

import io.holdfast.lake.Lake;
import io.holdfast.lake.Sha256;
import io.holdfast.outreach.UsualValues;
import io.holdfast.settings.Settings;
import io.holdfast.snapshot.AsOfDates;
import io.holdfast.table.AccountFeatures;
import io.holdfast.table.AccountUsualValues;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The dates before a night whose stored features say what is usual for an account: anchored, at
 * least 28 days apart, the newest six that end before the night's own windows of 28 days. A night
 * that finds their features stored is the same whenever it is run.
 */
record UsualDates(AsOfDates dates) {
  /** Earlier feature rows that an account's usual values are taken from: about half a year. */
  private static final int DATES = 6;

  private static final int DAYS_APART = 28;

  static UsualDates of(Settings settings, LocalDate asOf) {
    int everyDays = settings.training().everyDays();
    int step = everyDays * -Math.floorDiv(-DAYS_APART, everyDays);
    LocalDate to = asOf.minusDays(DAYS_APART);
    return new UsualDates(AsOfDates.anchored(step, to.minusDays((long) step * DATES - 1), to));
  }

  /**
   * The usual values by what is stored of the dates, rows of AccountUsualValues. They are computed
   * when they are missing or the features behind them have changed: for 27 nights of 28 they are
   * there.
   */
  Dataset<Row> values(Lake lake) {
    SortedMap<LocalDate, String> stored =
        Fingerprints.stored(lake.partitions(AccountFeatures.TABLE).stream());
    stored.keySet().retainAll(dates.dates());
    if (stored.size() < UsualValues.FEWEST_EARLIER) {
      return lake.read(AccountUsualValues.TABLE).limit(0);
    }
    LocalDate newest = stored.lastKey();
    String fingerprint = Sha256.hex("usual values " + UsualValues.VERSION + stored);
    Map<LocalDate, String> wanted = Map.of(newest, fingerprint);
    if (!Fingerprints.stale(wanted, lake.partitions(AccountUsualValues.TABLE).stream()).isEmpty()) {
      Dataset<Row> values =
          UsualValues.of(
                  lake.readDays(AccountFeatures.TABLE, AccountFeatures.AS_OF, stored.keySet()))
              .withColumn(AccountUsualValues.AS_OF.name(), lit(newest))
              .withColumn(AccountUsualValues.INPUTS_FINGERPRINT.name(), lit(fingerprint));
      lake.replaceDays(
          AccountUsualValues.TABLE, values.coalesce(1), AccountUsualValues.AS_OF, List.of(newest));
    }
    return lake.readDays(AccountUsualValues.TABLE, AccountUsualValues.AS_OF, List.of(newest));
  }
}
