package io.holdfast.job;

import static org.apache.spark.sql.functions.broadcast;

import io.holdfast.label.LabelRule;
import io.holdfast.label.Labels;
import io.holdfast.lake.Inputs;
import io.holdfast.lake.Lake;
import io.holdfast.settings.Settings;
import io.holdfast.snapshot.AsOfDates;
import io.holdfast.snapshot.Snapshot;
import io.holdfast.table.AccountFeatures;
import io.holdfast.table.AccountLabels;
import io.holdfast.table.Subscriptions;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Labels of past dates: of every date with features that has matured and has no fresh labels. */
public final class LabelsJob {
  private LabelsJob() {}

  /** The labels of all stored feature dates that are mature for the night, in one pass a target. */
  public static JobResult run(JobContext context) {
    return SmallWork.interpreted(context.lake().spark(), () -> label(context));
  }

  private static JobResult label(JobContext context) {
    Lake lake = context.lake();
    Inputs inputs = Inputs.of(lake).knownAt(context.asOf());
    SortedSet<LocalDate> dates = lake.days(AccountFeatures.TABLE, AccountFeatures.AS_OF);
    Settings settings = context.settings();
    long rows = 0;
    // Targets that are judged after as many days read one snapshot.
    Map<AsOfDates, Snapshot> known = new HashMap<>();
    try {
      for (LabelRule rule : List.of(settings.churn(), settings.expansion())) {
        AsOfDates mature = mature(inputs, dates, rule, context.asOf());
        SortedMap<LocalDate, String> stale = stale(context, inputs, rule, mature);
        if (!stale.isEmpty()) {
          Snapshot ofTarget =
              known.computeIfAbsent(
                  rule.maturities(AsOfDates.of(stale.keySet())),
                  d -> Snapshot.at(lake, d, settings.snapshot(), inputs));
          rows += label(lake, ofTarget, rule, stale);
        }
      }
    } finally {
      known.values().forEach(Snapshot::close);
    }
    return rows == 0
        ? JobResult.nothingToDo()
        : JobResult.done(Map.of(AccountLabels.TABLE.name(), rows));
  }

  /** The dates D with D+L+H+G ≤ the smaller of the night and the watermark of subscriptions. */
  static AsOfDates mature(
      Inputs inputs, SortedSet<LocalDate> dates, LabelRule rule, LocalDate night) {
    LocalDate watermark = inputs.watermark(Subscriptions.TABLE).orElse(LocalDate.MIN);
    return AsOfDates.of(
        dates.stream()
            .filter(d -> !rule.maturesOn(d).isAfter(night))
            .filter(d -> !rule.maturesOn(d).isAfter(watermark))
            .toList());
  }

  /** The mature dates whose stored labels of a target are missing or were made otherwise. */
  static SortedMap<LocalDate, String> stale(
      JobContext context, Inputs inputs, LabelRule rule, AsOfDates mature) {
    Map<LocalDate, String> wanted = new TreeMap<>();
    mature
        .dates()
        .forEach(d -> wanted.put(d, Fingerprints.ofLabels(inputs, d, rule, context.settings())));
    return Fingerprints.stale(
        wanted,
        context.lake().partitions(AccountLabels.TABLE).stream()
            .filter(p -> p.get(AccountLabels.TARGET.name()).equals(rule.target().word())));
  }

  private static long label(
      Lake lake, Snapshot known, LabelRule rule, SortedMap<LocalDate, String> stale) {
    Dataset<Row> fingerprints =
        Fingerprints.rows(lake, stale, AccountLabels.AS_OF, AccountLabels.INPUTS_FINGERPRINT);
    Dataset<Row> labels =
        Labels.of(known, rule)
            .join(broadcast(fingerprints), AccountLabels.AS_OF.name())
            // One file a date.
            .repartition(AccountLabels.AS_OF.col());
    return lake.replaceDays(
        AccountLabels.TABLE,
        labels,
        AccountLabels.AS_OF,
        stale.keySet(),
        AccountLabels.TARGET,
        rule.target().word());
  }
}
