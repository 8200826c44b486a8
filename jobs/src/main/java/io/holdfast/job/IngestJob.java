package io.holdfast.job;

import static org.apache.spark.sql.functions.collect_set;

import io.holdfast.error.DataException;
import io.holdfast.error.SettingsException;
import io.holdfast.job.DueBatches.Due;
import io.holdfast.job.LoadedBatches.Loaded;
import io.holdfast.landing.DatabaseLanding;
import io.holdfast.landing.Source;
import io.holdfast.table.Accounts;
import io.holdfast.table.Canonical;
import io.holdfast.table.Invoices;
import io.holdfast.table.Subscriptions;
import io.holdfast.table.Table;
import io.holdfast.table.UsageEvents;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.spark.sql.Row;

/**
 * Every landed batch up to the night that is not loaded yet, or whose files changed. The rows come
 * first, the tiles next, and the batches' own rows last, in one commit: until then a re-run does it
 * all again.
 */
public final class IngestJob {
  /** A night's delivery of a business with some hundred thousand events a day. */
  private static final long MOST_INTERPRETED = 16L << 20;

  /** Batches of one source that are loaded in one pass. */
  private static final int BATCHES_AT_ONCE = 64;

  /** The largest source first: the others load beside it. */
  private static final List<Table> ORDER =
      Stream.concat(
              Stream.of(UsageEvents.TABLE),
              Canonical.tables().stream().filter(Predicate.not(UsageEvents.TABLE::equals)))
          .toList();

  private IngestJob() {}

  /**
   * Loads what is due; rows are those stored, by table.
   *
   * @throws DataException when files that must be there are not, too many rows are refused, or a
   *     source has no rows at all
   * @throws io.holdfast.error.StorageException when a source's database cannot be reached
   * @throws SettingsException when settings or selects do not fit what landed
   */
  public static JobResult run(JobContext context) {
    landDatabases(context);
    LoadedBatches batches = LoadedBatches.of(context.lake());
    Map<Source, List<Due>> due = due(context, batches);
    if (due.isEmpty()) {
      requireRows(context, batches);
      return JobResult.nothingToDo();
    }
    long bytes =
        due.values().stream()
            .flatMap(List::stream)
            .flatMap(d -> d.batch().files().stream())
            .mapToLong(FileStatus::getLen)
            .sum();
    return bytes <= MOST_INTERPRETED
        ? SmallWork.interpreted(context.lake().spark(), () -> load(context, batches, due))
        : load(context, batches, due);
  }

  private static JobResult load(
      JobContext context, LoadedBatches batches, Map<Source, List<Due>> due) {
    List<LocalDate> tiled =
        batches.of(UsageEvents.TABLE.name()).stream().map(Loaded::ingestedOn).toList();
    List<Supplier<List<Loaded>>> loads = new ArrayList<>();
    due.forEach((source, ofSource) -> loads.add(() -> load(context, batches, ofSource)));
    List<Loaded> loaded = SideBySide.of(loads).stream().flatMap(List::stream).toList();
    Map<String, Long> rows = new TreeMap<>();
    loaded.forEach(b -> rows.merge(b.source(), b.rows(), Long::sum));
    rows.putAll(tiles(context, tiled, loaded));
    batches.add(loaded);
    requireRows(context, batches);
    return JobResult.done(rows);
  }

  private static void landDatabases(JobContext context) {
    context.settings().sources().values().stream()
        .filter(source -> source.database() != null)
        .forEach(
            source ->
                DatabaseLanding.land(
                    context.lake().spark(), source, context.asOf(), context.progress()));
  }

  private static Map<Source, List<Due>> due(JobContext context, LoadedBatches batches) {
    DueBatches dueBatches = DueBatches.of(context, batches);
    Map<Source, List<Due>> due = new LinkedHashMap<>();
    for (Table table : ORDER) {
      Optional.ofNullable(context.settings().sources().get(table.name()))
          .map(source -> Map.entry(source, dueBatches.of(source)))
          .filter(e -> !e.getValue().isEmpty())
          .ifPresent(e -> due.put(e.getKey(), e.getValue()));
    }
    return due;
  }

  private static List<Loaded> load(JobContext context, LoadedBatches batches, List<Due> due) {
    List<Loaded> loaded = new ArrayList<>();
    for (int i = 0; i < due.size(); i += BATCHES_AT_ONCE) {
      List<Due> some = due.subList(i, Math.min(due.size(), i + BATCHES_AT_ONCE));
      loaded.addAll(BatchLoad.of(context.lake(), context.settings(), batches, some));
    }
    context
        .progress()
        .accept(
            "ingest: "
                + loaded.get(0).source()
                + " "
                + loaded.size()
                + " batches, "
                + loaded.stream().mapToLong(Loaded::rows).sum()
                + " rows, "
                + loaded.stream().mapToLong(Loaded::rejects).sum()
                + " rejects, "
                + loaded.stream().mapToLong(Loaded::duplicates).sum()
                + " repeats"
                + (due.get(0).batch().source().load() == Source.Load.FULL
                    ? ", "
                        + loaded.stream().mapToLong(Loaded::unchanged).sum()
                        + " unchanged, "
                        + loaded.stream().mapToLong(Loaded::vanished).sum()
                        + " vanished"
                    : ""));
    return loaded;
  }

  private static Map<String, Long> tiles(
      JobContext context, List<LocalDate> existing, List<Loaded> loaded) {
    List<LocalDate> dates =
        loaded.stream()
            .filter(b -> b.source().equals(UsageEvents.TABLE.name()))
            .map(Loaded::ingestedOn)
            .toList();
    if (dates.isEmpty()) {
      return Map.of();
    }
    Source source = context.settings().sources().get(UsageEvents.TABLE.name());
    Map<String, Long> tiles =
        TilesLoad.of(
            context.lake(),
            source.businessZone(),
            existing,
            dates,
            Optional.ofNullable(source.historyUntil()));
    context.progress().accept("ingest: tiles " + tiles);
    return tiles;
  }

  /** A business without accounts or without a past has no night. */
  private static void requireRows(JobContext context, LoadedBatches batches) {
    for (Source source : context.settings().sources().values()) {
      boolean isEmpty = batches.of(source.name()).stream().allMatch(b -> b.rows() == 0);
      boolean isIndispensable =
          List.of(Accounts.TABLE, Subscriptions.TABLE).contains(source.table());
      boolean mayBeEmpty = source.allowEmpty() && !isIndispensable;
      if (isEmpty && !mayBeEmpty) {
        throw new DataException(
            "source "
                + source.name()
                + " has no rows at all; wanted at least one; look at its files, its select and"
                + " clean/rejects in the lake"
                + (isIndispensable ? "" : ", or say allow_empty: true if it may have none"));
      }
    }
    if (!context.settings().sources().containsKey(Subscriptions.TABLE.name())) {
      return;
    }
    Row found =
        context
            .lake()
            .read(Subscriptions.TABLE)
            .agg(collect_set(Subscriptions.CURRENCY.col()))
            .head();
    LocalDate firstStart = TrainJob.firstStart(context.lake());
    if (context.asOf().isBefore(firstStart)) {
      throw new SettingsException(
          "as-of date "
              + context.asOf()
              + " lies before the first subscription, which starts on "
              + firstStart
              + "; choose a later --as-of");
    }
    Currencies.requireRates(
        Subscriptions.TABLE, new TreeSet<>(found.getList(0)), context.settings());
    if (context.settings().sources().containsKey(Invoices.TABLE.name())) {
      Row billed =
          context.lake().read(Invoices.TABLE).agg(collect_set(Invoices.CURRENCY.col())).head();
      Currencies.requireRates(Invoices.TABLE, new TreeSet<>(billed.getList(0)), context.settings());
    }
  }
}
