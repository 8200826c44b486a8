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

  /** The features of all dates that the night rests on. */
  public static JobResult run(JobContext context) {
    AsOfDates dates = NightJob.dates(context, TrainJob.inputs(context));
    return run(context, dates, Parity.of(context, dates));
  }

  /** The features of a set of dates; dates that are fresh cost nothing. */
  public static JobResult run(JobContext context, AsOfDates dates) {
    return run(context, dates, Parity.none(context));
  }

  /**
   * The same, and beside them a few that are stored already.
   *
   * @throws io.holdfast.error.DifferenceException when those are computed otherwise now
   */
  static JobResult run(JobContext context, AsOfDates dates, Parity parity) {
    Lake lake = context.lake();
    Settings settings = context.settings();
    Inputs inputs = Inputs.of(lake);
    SortedMap<LocalDate, String> stale = stale(context, inputs, dates);
    if (stale.isEmpty()) {
      return JobResult.nothingToDo();
    }
    Snapshot wanted =
        Snapshot.at(
            lake,
            AsOfDates.of(stale.keySet()),
            settings.snapshot(),
            inputs.knownAt(context.asOf()));
    try (Snapshot snapshot = parity.sampleBeside(stale.keySet()).map(wanted::with).orElse(wanted)) {
      Dataset<Row> fingerprints =
          Fingerprints.rows(lake, stale, AccountFeatures.AS_OF, AccountFeatures.INPUTS_FINGERPRINT);
      Dataset<Row> eventFeatures =
          parity.withoutSample(AccountEventFeatures.TABLE, EventFeatures.of(snapshot));
      Dataset<Row> accountFeatures =
          parity
              .withoutSample(AccountFeatures.TABLE, Features.of(snapshot, settings.features()))
              .join(broadcast(fingerprints), AccountFeatures.AS_OF.name());
      // The account rows carry the fingerprint that says "fresh": they come last.
      long eventRows =
          lake.replaceDays(
              AccountEventFeatures.TABLE,
              eventFeatures,
              AccountEventFeatures.AS_OF,
              stale.keySet());
      long accountRows =
          lake.replaceDays(
              AccountFeatures.TABLE, accountFeatures, AccountFeatures.AS_OF, stale.keySet());
      parity.compareSample();
      return JobResult.done(
          Map.of(
              AccountEventFeatures.TABLE.name(), eventRows,
              AccountFeatures.TABLE.name(), accountRows));
    }
  }

  /** The dates whose stored features are missing or were made from something else. */
  static SortedMap<LocalDate, String> stale(JobContext context, Inputs inputs, AsOfDates dates) {
    Inputs night = inputs.knownAt(context.asOf());
    Map<LocalDate, String> wanted = new TreeMap<>();
    dates
        .dates()
        .forEach(d -> wanted.put(d, Fingerprints.ofFeatures(inputs, d, context.settings(), night)));
    return Fingerprints.stale(wanted, context.lake().partitions(AccountFeatures.TABLE).stream());
  }
}
