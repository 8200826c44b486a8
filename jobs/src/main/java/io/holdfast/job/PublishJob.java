package io.holdfast.job;

import io.holdfast.check.Finding;
import io.holdfast.error.SettingsException;
import io.holdfast.lake.Inputs;
import io.holdfast.lake.Lake;
import io.holdfast.lake.Manifest;
import io.holdfast.settings.Settings;
import io.holdfast.table.DataQuality;
import io.holdfast.table.Table;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Write, audit, publish: the rows of the night are written beside those already published, checked
 * as they were written, and one commit to the manifest switches all tables at once.
 */
public final class PublishJob {
  private PublishJob() {}

  /** Publishes the night from its stored features and scores, with its models' figures. */
  public static JobResult run(JobContext context) {
    return run(context, Parity.of(context, NightJob.dates(context, TrainJob.inputs(context))));
  }

  /**
   * The same.
   *
   * @throws io.holdfast.error.DifferenceException when stored features are computed otherwise now
   */
  static JobResult run(JobContext context, Parity parity) {
    return SmallWork.interpreted(
        context.lake().spark(),
        () ->
            run(
                context,
                ModelFigures.of(context, CurrentModels.at(context.lake(), context.asOf())),
                parity));
  }

  /**
   * Publishes the night from its stored features and scores.
   *
   * @param modelFigures of the current models
   * @param parity what of earlier features is computed again
   * @return nothing to do when the last publication of the date is this very run
   * @throws io.holdfast.error.DataException when a check stops the night; nothing is switched
   */
  static JobResult run(JobContext context, ModelFigures modelFigures, Parity parity) {
    Manifest manifest = Manifest.of(context.lake());
    Optional<Manifest.Publication> last = manifest.last(context.asOf());
    String runId = runId(context);
    if (last.map(Manifest.Publication::runId).filter(runId::equals).isPresent()) {
      return JobResult.nothingToDo();
    }
    refuseOlderNight(context);
    long started = System.nanoTime();
    List<Finding> parityFindings = parity.findings();
    try (NightTables night = NightTables.of(context, NightRows.stored(context), modelFigures)) {
      night.rhythms().warnings().forEach(context.progress());
      night.drifts().warnings().forEach(context.progress());
      writeSideBySide(manifest, night.tables(), context.asOf(), runId);
      context.progress().accept("publish: rows written beside the published ones");
      Function<Table, Dataset<Row>> written =
          table -> manifest.written(table, context.asOf(), runId);
      NightAudit audit = NightAudit.of(context, night, written);
      Finding.refuseFailures(audit.findings(), context.asOf());
      List<Finding> findings =
          Stream.concat(audit.findings().stream(), parityFindings.stream()).toList();
      Dataset<Row> dataQuality = Finding.rows(context.lake().spark(), findings, context.asOf());
      manifest.write(DataQuality.TABLE, dataQuality, context.asOf(), runId);
      context.progress().accept("publish: rows checked");
      Map<Table, NightAudit.Content> contents = new LinkedHashMap<>(audit.contents());
      contents.putAll(NightAudit.contents(List.of(DataQuality.TABLE), written));
      List<Manifest.PublishedTable> tables =
          contents.entrySet().stream()
              .map(e -> published(context.lake(), e.getKey(), e.getValue()))
              .toList();
      context.fence().run();
      manifest.commit(
          publication(context, runId, last, tables, started),
          Inputs.of(context.lake()).knownAt(context.asOf()).json());
      context.progress().accept("publish: night switched");
      return JobResult.done(
          tables.stream()
              .collect(
                  Collectors.toMap(Manifest.PublishedTable::name, Manifest.PublishedTable::rows)));
    }
  }

  /** Whether the last publication of the date came from these inputs, settings, code, models. */
  public static boolean isPublished(JobContext context) {
    return Manifest.of(context.lake())
        .lastRunId(context.asOf())
        .map(runId -> runId.equals(runId(context)))
        .orElse(false);
  }

  /** The as-of date and a hash of inputs, settings, code and current models. */
  public static String runId(JobContext context) {
    String hash =
        Inputs.of(context.lake())
            .knownAt(context.asOf())
            .fingerprint(
                String.join(
                    "\n",
                    context.settings().hash(),
                    context.codeVersion(),
                    CurrentModels.at(context.lake(), context.asOf()).json()));
    return context.asOf() + "-" + hash.substring(0, 12);
  }

  /**
   * Nights are published in order unless the run restates.
   *
   * @throws SettingsException when a newer night is published already
   */
  static void refuseOlderNight(JobContext context) {
    if (context.publishing() == JobContext.Publishing.RESTATE) {
      return;
    }
    LocalDate asOf = context.asOf();
    Manifest.of(context.lake())
        .newest()
        .filter(asOf::isBefore)
        .ifPresent(
            newest -> {
              throw new SettingsException(
                  "night "
                      + asOf
                      + " is older than the newest published night "
                      + newest
                      + ": nights are published in order; run a date from "
                      + newest
                      + " on, or say --restate to publish this one again (later nights stay as they"
                      + " are)");
            });
  }

  /** The steps before, and this one so far. */
  private static String cost(JobContext context, long started) {
    Map<String, Double> seconds = new LinkedHashMap<>(context.steps().seconds());
    seconds.put("publish", Math.rint((System.nanoTime() - started) / 1e8) / 10);
    return PastNights.json(seconds);
  }

  /** About half a second a commit: independent tables are written from two threads. */
  private static void writeSideBySide(
      Manifest manifest, Map<Table, Dataset<Row>> tables, LocalDate asOf, String runId) {
    SideBySide.of(
        tables.entrySet().stream()
            .<Supplier<Long>>map(e -> () -> manifest.write(e.getKey(), e.getValue(), asOf, runId))
            .toList());
  }

  private static Manifest.PublishedTable published(
      Lake lake, Table table, NightAudit.Content content) {
    return new Manifest.PublishedTable(
        table.name(), lake.version(table), content.rows(), content.hash());
  }

  private static Manifest.Publication publication(
      JobContext context,
      String runId,
      Optional<Manifest.Publication> last,
      List<Manifest.PublishedTable> tables,
      long started) {
    Lake lake = context.lake();
    Settings settings = context.settings();
    Instant now = context.clock().instant().truncatedTo(ChronoUnit.MICROS);
    // The last publication counts, so a clock that stands still or runs back must not hide it.
    Instant afterLast = last.map(p -> p.publishedAt().plus(1, ChronoUnit.MICROS)).orElse(now);
    return new Manifest.Publication(
        context.asOf(),
        runId,
        now.isAfter(afterLast) ? now : afterLast,
        tables,
        CurrentModels.at(lake, context.asOf()).json(),
        settings.json(),
        settings.hash(),
        context.codeVersion(),
        last.map(Manifest.Publication::runId).orElse(null),
        cost(context, started));
  }
}
