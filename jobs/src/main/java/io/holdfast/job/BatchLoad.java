package io.holdfast.job;

import static java.util.Collections.disjoint;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.date_format;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.substring;
import static org.apache.spark.sql.functions.trunc;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.year;

import io.holdfast.clean.DistinctRows;
import io.holdfast.clean.TypedRows;
import io.holdfast.error.DataException;
import io.holdfast.job.LoadedBatches.Loaded;
import io.holdfast.lake.Lake;
import io.holdfast.landing.LandedBatch;
import io.holdfast.landing.LandedFiles;
import io.holdfast.landing.RawRows;
import io.holdfast.landing.Selects;
import io.holdfast.landing.Source;
import io.holdfast.settings.Settings;
import io.holdfast.table.Batch;
import io.holdfast.table.Column;
import io.holdfast.table.Invoices;
import io.holdfast.table.Rejects;
import io.holdfast.table.Subscriptions;
import io.holdfast.table.Table;
import io.holdfast.table.UsageEvents;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;

/**
 * Loads some batches of one source in one pass: select each for itself, type, make each key stand
 * once, look at what was refused, and only then replace what the lake has of these days.
 */
final class BatchLoad {
  private static final String REASON = TypedRows.REASON;
  private static final String IS_REPEAT = DistinctRows.IS_REPEAT;

  /** About as many files as a history has months. */
  private static final int MONTHS_OF_HISTORY = 36;

  private final Lake lake;
  private final Settings settings;
  private final Source source;
  private final LoadedBatches batches;
  private final List<DueBatches.Due> due;
  private final Map<LocalDate, RawRows> rawRows = new HashMap<>();

  /** Events need no key; then there is nothing to compare. */
  private boolean isKeySelected;

  private record Counts(long rows, long rejects, long repeats, long unchanged, long vanished) {
    private static final Counts NONE = new Counts(0, 0, 0, 0, 0);

    private Counts plusRejects(long more) {
      return new Counts(rows, rejects + more, repeats, unchanged, vanished);
    }

    private Counts of(FullLoad full, LocalDate date) {
      return new Counts(
          full.stored(date), rejects, repeats, full.unchanged(date), full.vanished(date));
    }
  }

  private BatchLoad(Lake lake, Settings settings, LoadedBatches batches, List<DueBatches.Due> due) {
    this.lake = lake;
    this.settings = settings;
    this.batches = batches;
    this.source = due.get(0).batch().source();
    this.due = due;
  }

  /**
   * Loads the batches, all of one source, into its clean table and the rejects.
   *
   * @param batches those that exist; the loaded ones are taken out before their rows are replaced
   * @return what was loaded; whoever adds it to {@link LoadedBatches} makes it exist
   */
  static List<Loaded> of(
      Lake lake, Settings settings, LoadedBatches batches, List<DueBatches.Due> due) {
    return new BatchLoad(lake, settings, batches, due).load();
  }

  private List<Loaded> load() {
    Dataset<Row> rows =
        LandedFiles.readable(source, this::selectedRows).persist(StorageLevel.MEMORY_AND_DISK());
    try {
      Map<LocalDate, Counts> counts = LandedFiles.readable(source, () -> counts(rows));
      refuseTooManyRejects(rows, counts);
      refuseUnknownCurrencies(rows);
      if (source.load() == Source.Load.FULL) {
        return loadFull(rows, counts);
      }
      replace(rows, counts, rows.filter(col(REASON).isNull().and(not(col(IS_REPEAT)))));
      return loaded(counts);
    } finally {
      rows.unpersist();
    }
  }

  private List<Loaded> loadFull(Dataset<Row> rows, Map<LocalDate, Counts> counts) {
    List<LandedBatch> dumps = due.stream().map(DueBatches.Due::batch).toList();
    try (FullLoad full = FullLoad.of(lake, dumps, rows)) {
      full.refuseShrunk();
      counts.replaceAll((date, c) -> c.of(full, date));
      replace(rows, counts, full.rows());
      return loaded(counts);
    }
  }

  private void replace(Dataset<Row> rows, Map<LocalDate, Counts> counts, Dataset<Row> toStore) {
    batches.remove(source.name(), dates());
    storeRejects(rows, counts);
    storeRows(toStore);
  }

  private Dataset<Row> selectedRows() {
    // Views are the session's, and another source may have a lookup of the same name.
    synchronized (Selects.class) {
      Map<String, List<Dataset<Row>>> byTypes =
          due.stream()
              .map(d -> selectedRows(d.batch()))
              .collect(Collectors.groupingBy(r -> r.schema().catalogString(), Collectors.toList()));
      return distinct(
          byTypes.values().stream()
              .map(batches -> TypedRows.of(union(batches), source))
              .reduce(Dataset::unionByName)
              .orElseThrow());
    }
  }

  /** In pairs of pairs: each union that is one row longer would check all before it again. */
  private static Dataset<Row> union(List<Dataset<Row>> rows) {
    int half = rows.size() / 2;
    return half == 0
        ? rows.get(0)
        : union(rows.subList(0, half)).union(union(rows.subList(half, rows.size())));
  }

  private Dataset<Row> selectedRows(LandedBatch batch) {
    SparkSession spark = lake.spark();
    LandedFiles landed = LandedFiles.of(spark.sessionState().newHadoopConf(), source);
    rawRows.put(batch.ingestedOn(), Selects.register(spark, source, landed, batch.files()));
    Dataset<Row> selected = Selects.run(spark, source);
    isKeySelected |= DistinctRows.hasKey(selected, source.table());
    return TypedRows.ofBatch(selected, batch.ingestedOn(), batch.isHistory(), batch.onlyFile());
  }

  private Dataset<Row> distinct(Dataset<Row> typed) {
    return isKeySelected ? DistinctRows.of(typed, source.table()) : DistinctRows.ofKeyless(typed);
  }

  private Map<LocalDate, Counts> counts(Dataset<Row> rows) {
    Map<LocalDate, Counts> counts = new HashMap<>();
    rows.groupBy(Batch.INGESTED_ON.col())
        .agg(
            count(lit(1)).as("all"),
            count_if(col(REASON).isNotNull()).as("refused"),
            count_if(col(IS_REPEAT)).as("repeats"))
        .collectAsList()
        .forEach(
            r -> {
              long stored = r.getLong(1) - r.getLong(2) - r.getLong(3);
              counts.put(r.getLocalDate(0), new Counts(stored, r.getLong(2), r.getLong(3), 0, 0));
            });
    for (DueBatches.Due d : due) {
      LocalDate date = d.batch().ingestedOn();
      long broken = rawRows.get(date).brokenCount();
      counts.put(date, counts.getOrDefault(date, Counts.NONE).plusRejects(broken));
    }
    return counts;
  }

  private void refuseTooManyRejects(Dataset<Row> rows, Map<LocalDate, Counts> counts) {
    for (DueBatches.Due d : due) {
      Counts found = counts.get(d.batch().ingestedOn());
      long all = found.rows() + found.rejects() + found.repeats();
      if (all > 0 && found.rejects() > source.maxRejects() * all) {
        throw new DataException(
            "source "
                + source.name()
                + ", batch "
                + d.batch().ingestedOn()
                + ": "
                + found.rejects()
                + " of "
                + all
                + " rows are refused, more than max_rejects "
                + source.maxRejects() * 100
                + "%; most often: "
                + reasons(rows, d.batch())
                + "; mend the files or the select, or raise max_rejects; nothing was loaded");
      }
    }
  }

  private String reasons(Dataset<Row> rows, LandedBatch batch) {
    RawRows raw = rawRows.get(batch.ingestedOn());
    Dataset<Row> refused =
        rows.filter(
                Batch.INGESTED_ON
                    .col()
                    .equalTo(lit(batch.ingestedOn()))
                    .and(col(REASON).isNotNull()))
            .select(Rejects.REASON.from(col(REASON)));
    return (raw.brokenCount() > 0 ? refused.union(raw.broken().select("reason")) : refused)
            .groupBy(Rejects.REASON.col())
            .count()
            .orderBy(col("count").desc(), Rejects.REASON.col())
            .limit(3)
            .collectAsList()
            .stream()
            .map(r -> r.getString(0) + " (" + r.getLong(1) + ")")
            .collect(Collectors.joining("; "));
  }

  private void refuseUnknownCurrencies(Dataset<Row> rows) {
    if (source.table().columns().contains(Subscriptions.CURRENCY)
        || source.table().columns().contains(Invoices.CURRENCY)) {
      Currencies.requireRates(
          source.table(),
          rows
              .filter(col(REASON).isNull())
              .select(Subscriptions.CURRENCY.col())
              .distinct()
              .filter(Subscriptions.CURRENCY.col().isNotNull())
              .collectAsList()
              .stream()
              .map(r -> r.getString(0))
              .toList(),
          settings);
    }
  }

  private void storeRejects(Dataset<Row> rows, Map<LocalDate, Counts> counts) {
    Dataset<Row> refused =
        rows.filter(col(REASON).isNotNull())
            .select(
                Rejects.SOURCE.from(lit(source.name())),
                Rejects.INGESTED_ON.col(),
                Rejects.FILE.from(col(TypedRows.FILE)),
                Rejects.TEXT.from(col(TypedRows.TEXT)),
                Rejects.REASON.from(col(REASON)));
    for (DueBatches.Due d : due) {
      RawRows raw = rawRows.get(d.batch().ingestedOn());
      if (raw.brokenCount() > 0) {
        refused = refused.union(brokenRows(raw, d.batch().ingestedOn()));
      }
    }
    boolean isAny = counts.values().stream().anyMatch(c -> c.rejects() > 0);
    if (isAny || !disjoint(lake.days(Rejects.TABLE, Rejects.INGESTED_ON), dates())) {
      // Sources load side by side: of two that make the table, or write one day, Delta refuses one.
      synchronized (batches) {
        lake.replaceDays(
            Rejects.TABLE, refused, Rejects.INGESTED_ON, dates(), Rejects.SOURCE, source.name());
      }
    }
  }

  private Dataset<Row> brokenRows(RawRows raw, LocalDate date) {
    return raw.broken()
        .select(
            Rejects.SOURCE.from(lit(source.name())),
            Rejects.INGESTED_ON.from(lit(date)),
            Rejects.FILE.from(col("file")),
            Rejects.TEXT.from(substring(col("text"), 1, TypedRows.TEXT_LENGTH)),
            Rejects.REASON.from(col("reason")));
  }

  /**
   * Events replace their days. Versions of entities are few a day: with each of its days a month is
   * written again, in one file, and a year that is over once more, so that a night does not read
   * one file for each night before it.
   */
  private void storeRows(Dataset<Row> good) {
    Table table = source.table();
    Dataset<Row> rows =
        good.select(
            table.columns().stream().map(Column::col).toArray(org.apache.spark.sql.Column[]::new));
    if (table.partitions().contains(Batch.INGESTED_ON.name())) {
      lake.replaceDays(table, inOrderOfTime(rows), Batch.INGESTED_ON, dates());
      return;
    }
    int year = newestYear();
    SortedSet<String> months = new TreeSet<>();
    due.forEach(
        d ->
            months.add(
                d.batch().isHistory()
                    ? Batch.HISTORY_MONTH
                    : Batch.monthOf(d.batch().ingestedOn(), year)));
    lake.partitions(table).stream()
        .map(partition -> partition.get(Batch.INGESTED_MONTH.name()))
        .filter(month -> Batch.isOver(month, year))
        .forEach(month -> months.addAll(List.of(month, month.substring(0, 4))));
    Dataset<Row> others =
        lake.read(table)
            .filter(Batch.INGESTED_MONTH.col().isInCollection(List.copyOf(months)))
            .filter(not(Batch.INGESTED_ON.col().isInCollection(dates())));
    org.apache.spark.sql.Column ingestedOn = Batch.INGESTED_ON.col();
    lake.replaceWhere(
        table,
        rows.unionByName(others)
            .withColumn(
                Batch.INGESTED_MONTH.name(),
                when(Batch.IS_HISTORY.col(), lit(Batch.HISTORY_MONTH))
                    .when(year(ingestedOn).lt(year), date_format(ingestedOn, "yyyy"))
                    .otherwise(date_format(ingestedOn, "yyyy-MM")))
            .coalesce(1),
        Batch.INGESTED_MONTH.name() + " IN ('" + String.join("', '", months) + "')");
  }

  private int newestYear() {
    return Stream.concat(
            batches.of(source.name()).stream().map(Loaded::ingestedOn), dates().stream())
        .mapToInt(LocalDate::getYear)
        .max()
        .orElseThrow();
  }

  /** In files of a month at most, so that few files and pages hold a stretch of time. */
  private Dataset<Row> inOrderOfTime(Dataset<Row> events) {
    org.apache.spark.sql.Column month = trunc(UsageEvents.EVENT_AT.col().cast("date"), "month");
    org.apache.spark.sql.Column file =
        when(Batch.IS_HISTORY.col(), month).otherwise(Batch.INGESTED_ON.col());
    boolean hasHistory = due.stream().anyMatch(d -> d.batch().isHistory());
    int files = due.size() + (hasHistory ? MONTHS_OF_HISTORY : 0);
    return events
        .repartition(files, Batch.INGESTED_ON.col(), file)
        .sortWithinPartitions(Batch.INGESTED_ON.col(), UsageEvents.EVENT_AT.col());
  }

  private List<Loaded> loaded(Map<LocalDate, Counts> counts) {
    return due.stream()
        .map(
            d -> {
              LandedBatch batch = d.batch();
              Counts c = counts.get(batch.ingestedOn());
              return new Loaded(
                  source.name(),
                  batch.ingestedOn(),
                  batch.isHistory(),
                  d.fingerprint(),
                  d.files(),
                  c.rows(),
                  c.rejects(),
                  c.repeats(),
                  c.unchanged(),
                  c.vanished());
            })
        .toList();
  }

  private List<LocalDate> dates() {
    return due.stream().map(d -> d.batch().ingestedOn()).toList();
  }
}
