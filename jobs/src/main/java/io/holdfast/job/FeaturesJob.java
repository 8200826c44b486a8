package io.holdfast.job;

import static org.apache.spark.sql.functions.broadcast;

import io.holdfast.feature.EventFeatures;
import io.holdfast.feature.Features;
import io.holdfast.lake.Inputs;
import io.holdfast.lake.Lake;
import io.holdfast.settings.Settings;
import io.holdfast.snapshot.AsOfDates;
import io.holdfast.snapshot.Snapshot;
import io.holdfast.table.AccountEventFeatures;
import io.holdfast.table.AccountFeatures;
import java.time.LocalDate;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Features of dates: computed in one pass for those whose stored rows are missing or stale. */
public final class FeaturesJob {
  private FeaturesJob() {}

  /** The features of the night's own date. */
  public static JobResult run(JobContext context) {
    return run(context, AsOfDates.of(context.asOf()));
  }

  /** The features of a set of dates; dates that are fresh cost nothing. */
  public static JobResult run(JobContext context, AsOfDates dates) {
    Lake lake = context.lake();
    Settings settings = context.settings();
    SortedMap<LocalDate, String> stale = stale(context, Inputs.of(lake), dates);
    if (stale.isEmpty()) {
      return JobResult.nothingToDo();
    }
    AsOfDates staleDates = AsOfDates.of(stale.keySet());
    try (Snapshot snapshot = Snapshot.at(lake, staleDates, settings.snapshot())) {
      Dataset<Row> fingerprints =
          Fingerprints.rows(lake, stale, AccountFeatures.AS_OF, AccountFeatures.INPUTS_FINGERPRINT);
      Dataset<Row> accountFeatures =
          Features.of(snapshot, settings.features())
              .join(broadcast(fingerprints), AccountFeatures.AS_OF.name());
      // The account rows carry the fingerprint that says "fresh": they come last.
      long eventRows =
          lake.replaceDays(
              AccountEventFeatures.TABLE,
              EventFeatures.of(snapshot),
              AccountEventFeatures.AS_OF,
              stale.keySet());
      long accountRows =
          lake.replaceDays(
              AccountFeatures.TABLE, accountFeatures, AccountFeatures.AS_OF, stale.keySet());
      return JobResult.done(
          Map.of(
              AccountEventFeatures.TABLE.name(), eventRows,
              AccountFeatures.TABLE.name(), accountRows));
    }
  }

  /** The dates whose stored features are missing or were made from something else. */
  static SortedMap<LocalDate, String> stale(JobContext context, Inputs inputs, AsOfDates dates) {
    Map<LocalDate, String> wanted = new TreeMap<>();
    dates
        .dates()
        .forEach(d -> wanted.put(d, Fingerprints.ofFeatures(inputs, d, context.settings())));
    return Fingerprints.stale(wanted, context.lake().partitions(AccountFeatures.TABLE).stream());
  }
}
