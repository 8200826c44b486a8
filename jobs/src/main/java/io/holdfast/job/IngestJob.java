package io.holdfast.job;

import static org.apache.spark.sql.functions.min;

import io.holdfast.error.DataException;
import io.holdfast.error.SettingsException;
import io.holdfast.lake.Inputs;
import io.holdfast.lake.Lake;
import io.holdfast.landing.Source;
import io.holdfast.table.AccountDays;
import io.holdfast.table.Accounts;
import io.holdfast.table.Batches;
import io.holdfast.table.Subscriptions;
import io.holdfast.table.SupportTickets;
import io.holdfast.table.Table;
import io.holdfast.table.UsageEvents;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Every landed batch up to the night that is not loaded yet, or whose files changed. The rows come
 * first, the tiles next, and the batches' own rows last, in one commit: until then a re-run does it
 * all again.
 */
public final class IngestJob {
  /** Batches of one source that are loaded in one pass. */
  private static final int BATCHES_AT_ONCE = 64;

  private static final List<Table> ORDER =
      List.of(Accounts.TABLE, Subscriptions.TABLE, UsageEvents.TABLE, SupportTickets.TABLE);

  private IngestJob() {}

  /** Loads what is due; rows are those stored. */
  public static JobResult run(JobContext context) {
    Lake lake = context.lake();
    Inputs before = Inputs.of(lake);
    Map<Source, List<DueBatches.Due>> due = due(context);
    Map<String, Long> rows = new LinkedHashMap<>();
    List<Row> loaded = new ArrayList<>();
    due.forEach(
        (source, batches) -> {
          for (int i = 0; i < batches.size(); i += BATCHES_AT_ONCE) {
            List<DueBatches.Due> some =
                batches.subList(i, Math.min(batches.size(), i + BATCHES_AT_ONCE));
            loaded.addAll(BatchLoad.of(lake, context.settings(), some).collectAsList());
          }
          context.progress().accept("ingest: " + source.name() + " " + summary(source, loaded));
        });
    if (loaded.isEmpty()) {
      requireRows(context);
      return JobResult.nothingToDo();
    }
    tiles(context, before, loaded).ifPresent(n -> rows.put(AccountDays.TABLE.name(), n));
    context.progress().accept("ingest: tiles written");
    commit(lake, loaded);
    loaded.forEach(r -> rows.merge(r.getString(0), r.getLong(5), Long::sum));
    requireRows(context);
    return JobResult.done(rows);
  }

  private static Map<Source, List<DueBatches.Due>> due(JobContext context) {
    DueBatches batches = DueBatches.of(context.lake(), context.asOf(), context.progress());
    Map<Source, List<DueBatches.Due>> due = new LinkedHashMap<>();
    for (Table table : ORDER) {
      Source source = context.settings().sources().get(table.name());
      List<DueBatches.Due> ofSource = source == null ? List.of() : batches.of(source);
      if (!ofSource.isEmpty()) {
        due.put(source, ofSource);
      }
    }
    return due;
  }

  private static Optional<Long> tiles(JobContext context, Inputs before, List<Row> loaded) {
    List<LocalDate> dates =
        loaded.stream()
            .filter(r -> r.getString(0).equals(UsageEvents.TABLE.name()))
            .map(r -> r.getLocalDate(1))
            .toList();
    Source source = context.settings().sources().get(UsageEvents.TABLE.name());
    return dates.isEmpty()
        ? Optional.empty()
        : Optional.of(
            TilesLoad.of(
                context.lake(),
                context.settings().timezone(),
                before,
                dates,
                Optional.ofNullable(source.historyUntil())));
  }

  private static void commit(Lake lake, List<Row> loaded) {
    String condition =
        loaded.stream().collect(Collectors.groupingBy(r -> r.getString(0))).entrySet().stream()
            .map(
                e ->
                    "(source = '"
                        + e.getKey()
                        + "' AND ingested_on IN ("
                        + e.getValue().stream()
                            .map(r -> "DATE'" + r.getLocalDate(1) + "'")
                            .collect(Collectors.joining(", "))
                        + "))")
            .collect(Collectors.joining(" OR "));
    Dataset<Row> rows = lake.spark().createDataFrame(loaded, Batches.TABLE.schema());
    lake.replaceWhere(Batches.TABLE, rows.coalesce(1), condition);
  }

  private static String summary(Source source, List<Row> loaded) {
    List<Row> own = loaded.stream().filter(r -> r.getString(0).equals(source.name())).toList();
    return own.size()
        + " batches, "
        + own.stream().mapToLong(r -> r.getLong(5)).sum()
        + " rows, "
        + own.stream().mapToLong(r -> r.getLong(6)).sum()
        + " rejects, "
        + own.stream().mapToLong(r -> r.getLong(7)).sum()
        + " repeats";
  }

  /** A business without accounts or without a past has no night. */
  private static void requireRows(JobContext context) {
    for (Table table : List.of(Accounts.TABLE, Subscriptions.TABLE)) {
      if (context.lake().read(table).isEmpty()) {
        throw new DataException(
            "source "
                + table.name()
                + " has no rows at all; wanted at least one; look at its files, its select and"
                + " clean/rejects in the lake");
      }
    }
    LocalDate first =
        context
            .lake()
            .read(Subscriptions.TABLE)
            .agg(min(Subscriptions.STARTS_ON.col()))
            .head()
            .getLocalDate(0);
    if (context.asOf().isBefore(first)) {
      throw new SettingsException(
          "as-of date "
              + context.asOf()
              + " lies before the first subscription, which starts on "
              + first
              + "; choose a later --as-of");
    }
  }
}
