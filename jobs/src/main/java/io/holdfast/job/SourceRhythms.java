package io.holdfast.job;

import static org.apache.spark.sql.functions.lit;

import io.holdfast.check.Check;
import io.holdfast.check.Finding;
import io.holdfast.check.SourceRhythm;
import io.holdfast.check.SourceRhythm.Arrival;
import io.holdfast.check.SourceRhythm.State;
import io.holdfast.landing.Source;
import io.holdfast.outreach.UsageTrust;
import io.holdfast.table.Published;
import io.holdfast.table.SourceTrust;
import io.holdfast.table.UsageEvents;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;

/**
 * Whether each source of a night kept to its rhythm. As many as sources; their batches are as many
 * as landed folders, whatever the accounts.
 *
 * @param asOf the night
 * @param bySource source that has any batch → its rhythm
 */
record SourceRhythms(LocalDate asOf, Map<String, SourceRhythm> bySource) {

  static SourceRhythms of(JobContext context) {
    LoadedBatches batches = LoadedBatches.of(context.lake());
    Map<String, SourceRhythm> bySource = new TreeMap<>();
    for (Source source : context.settings().sources().values()) {
      List<Arrival> arrivals =
          batches.of(source.name()).stream()
              .filter(b -> b.isHistory() || !b.ingestedOn().isAfter(context.asOf()))
              .map(b -> new Arrival(b.ingestedOn(), b.isHistory(), b.landed(), b.rejects()))
              .toList();
      if (!arrivals.isEmpty()) {
        boolean isSteady = source.load() == Source.Load.APPEND;
        bySource.put(source.name(), SourceRhythm.of(arrivals, context.asOf(), isSteady));
      }
    }
    return new SourceRhythms(context.asOf(), bySource);
  }

  /** How far the usage of the night can be believed. */
  UsageTrust usageTrust() {
    SourceRhythm usage = bySource.get(UsageEvents.TABLE.name());
    if (usage == null || usage.state() == State.FRESH) {
      return UsageTrust.WHOLE;
    }
    String word = usage.state() == State.LATE ? State.LATE.word() : State.BROKEN.word();
    return new UsageTrust(word, (int) ChronoUnit.DAYS.between(usage.wholeUntil(), asOf));
  }

  /** The rows of SourceTrust but {@code run_id}. */
  Dataset<Row> rows(SparkSession spark) {
    List<Row> rows =
        bySource.entrySet().stream()
            .map(
                e -> {
                  SourceRhythm rhythm = e.getValue();
                  return RowFactory.create(
                      asOf,
                      "",
                      e.getKey(),
                      rhythm.lastOn(),
                      rhythm.expectedBy(),
                      rhythm.last() == null ? null : rhythm.last().rows(),
                      rhythm.last() == null ? null : rhythm.last().rejects(),
                      rhythm.state().word(),
                      rhythm.wholeUntil());
                })
            .toList();
    return spark
        .createDataFrame(rows, SourceTrust.TABLE.schema())
        .drop(Published.RUN_ID.name())
        .coalesce(1);
  }

  /** A warning for each source that did not keep to its rhythm. */
  List<Finding> findings() {
    return bySource.entrySet().stream()
        .map(
            e ->
                new Finding(
                    Check.atMost(
                        Check.Level.WARN,
                        e.getKey(),
                        "sources that are late, silent or broken",
                        lit(0),
                        0),
                    e.getValue().state() == State.FRESH ? 0 : 1))
        .toList();
  }

  /** The same for people, a line each. */
  List<String> warnings() {
    return bySource.entrySet().stream()
        .filter(e -> e.getValue().state() != State.FRESH)
        .map(
            e ->
                "WARN source %s is %s: whole until %s, next due by %s%s"
                    .formatted(
                        e.getKey(),
                        e.getValue().state().word(),
                        e.getValue().wholeUntil(),
                        e.getValue().expectedBy(),
                        e.getKey().equals(UsageEvents.TABLE.name())
                            ? "; accounts that were active until then are not listed for silence"
                            : ""))
        .toList();
  }
}
