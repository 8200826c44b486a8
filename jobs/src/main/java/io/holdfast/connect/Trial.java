package io.holdfast.connect;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.not;

import io.holdfast.clean.DistinctRows;
import io.holdfast.clean.TypedRows;
import io.holdfast.error.DataException;
import io.holdfast.error.SettingsException;
import io.holdfast.landing.LandedFiles;
import io.holdfast.landing.RawRows;
import io.holdfast.landing.Selects;
import io.holdfast.landing.Source;
import io.holdfast.table.Batch;
import io.holdfast.table.Column;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.apache.hadoop.fs.FileStatus;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Landed files through a proposed source as a night would take them, without storing a row. */
final class Trial {
  private static final int ROWS = 10;
  private static final int REASONS = 5;
  private static final int VALUES = 50;

  private final SparkSession spark;
  private final Source source;

  private Trial(SparkSession spark, Source source) {
    this.spark = spark;
    this.source = source;
  }

  /**
   * The history and the newest dated folder of a source, each as far as it is there.
   *
   * @param asked columns whose values are wanted
   * @throws SettingsException when the select does not fit
   * @throws DataException when a file cannot be read
   */
  static List<Outcome> of(SparkSession spark, Source source, List<Column> asked) {
    Trial trial = new Trial(spark, source);
    LandedFiles landed = LandedFiles.of(spark.sessionState().newHadoopConf(), source);
    List<Outcome> outcomes = new ArrayList<>();
    List<FileStatus> history = landed.history();
    if (!history.isEmpty()) {
      outcomes.add(trial.of(landed, history, source.historyUntil(), true, asked));
    }
    SortedMap<LocalDate, List<FileStatus>> nightly = landed.nightly(LocalDate.MAX);
    if (!nightly.isEmpty()) {
      LocalDate newest = nightly.lastKey();
      outcomes.add(trial.of(landed, nightly.get(newest), newest, false, asked));
    }
    return outcomes;
  }

  /**
   * How much of a batch the newest dated folder of a source delivers again; empty without both, and
   * for events, each of which lands once.
   */
  static Optional<Redelivery> redelivery(SparkSession spark, Source source) {
    LandedFiles landed = LandedFiles.of(spark.sessionState().newHadoopConf(), source);
    SortedMap<LocalDate, List<FileStatus>> nightly = landed.nightly(LocalDate.MAX);
    if (source.load() == Source.Load.APPEND || nightly.isEmpty()) {
      return Optional.empty();
    }
    LocalDate newest = nightly.lastKey();
    SortedMap<LocalDate, List<FileStatus>> earlier = nightly.headMap(newest);
    boolean isHistory = earlier.isEmpty();
    List<FileStatus> before = isHistory ? landed.history() : earlier.get(earlier.lastKey());
    if (before.isEmpty()) {
      return Optional.empty();
    }
    Trial trial = new Trial(spark, source);
    LocalDate day = isHistory ? source.historyUntil() : earlier.lastKey();
    return LandedFiles.readable(
        source,
        () ->
            Optional.of(
                Redelivery.of(
                    source.table(),
                    good(trial.rows(landed, before, day, isHistory)),
                    good(trial.rows(landed, nightly.get(newest), newest, false)))));
  }

  private static Dataset<Row> good(Dataset<Row> rows) {
    return rows.filter(col(TypedRows.REASON).isNull().and(not(col(DistinctRows.IS_REPEAT))));
  }

  /** The rows of a batch as they would be loaded, repeats and refused ones among them. */
  private Dataset<Row> rows(
      LandedFiles landed, List<FileStatus> files, LocalDate day, boolean isHistory) {
    Selects.register(spark, source, landed, files);
    Dataset<Row> selected = Selects.run(spark, source);
    return distinct(selected, day, isHistory);
  }

  private Dataset<Row> distinct(Dataset<Row> selected, LocalDate day, boolean isHistory) {
    Dataset<Row> typed = TypedRows.of(TypedRows.ofBatch(selected, day, isHistory, null), source);
    return DistinctRows.hasKey(selected, source.table())
        ? DistinctRows.of(typed, source.table())
        : DistinctRows.ofKeyless(typed);
  }

  private Outcome of(
      LandedFiles landed,
      List<FileStatus> files,
      LocalDate day,
      boolean isHistory,
      List<Column> asked) {
    return LandedFiles.readable(
        source,
        () -> {
          RawRows raw = Selects.register(spark, source, landed, files);
          long read = raw.rows().count();
          Dataset<Row> selected = Selects.run(spark, source);
          Dataset<Row> rows = distinct(selected, day, isHistory).cache();
          try {
            return outcome(
                isHistory ? "history" : day.toString(),
                read,
                raw,
                rows,
                Arrays.asList(selected.columns()),
                asked);
          } finally {
            rows.unpersist();
          }
        });
  }

  private Outcome outcome(
      String batch,
      long read,
      RawRows raw,
      Dataset<Row> rows,
      List<String> selected,
      List<Column> asked) {
    org.apache.spark.sql.Column isRefused = col(TypedRows.REASON).isNotNull();
    Dataset<Row> good = good(rows);
    List<Column> columns =
        source.table().canonical().stream().filter(c -> selected.contains(c.name())).toList();
    List<org.apache.spark.sql.Column> counts = new ArrayList<>();
    counts.add(count_if(col(DistinctRows.IS_REPEAT)));
    counts.add(count_if(isRefused));
    columns.forEach(c -> counts.add(count_if(not(isRefused).and(c.col().isNotNull()))));
    Row counted =
        rows.agg(count(lit(1)), counts.toArray(org.apache.spark.sql.Column[]::new)).head();
    long repeats = counted.getLong(1);
    long refused = counted.getLong(2);
    Map<String, Long> filled = new LinkedHashMap<>();
    for (int i = 0; i < columns.size(); i++) {
      filled.put(columns.get(i).name(), counted.getLong(i + 3));
    }
    Map<String, Long> reasons = new LinkedHashMap<>();
    if (raw.brokenCount() > 0) {
      raw.broken()
          .groupBy(col("reason"))
          .count()
          .collectAsList()
          .forEach(r -> reasons.put(r.getString(0), r.getLong(1)));
    }
    if (refused > 0) {
      frequent(rows.filter(isRefused), col(TypedRows.REASON), REASONS)
          .forEach(r -> reasons.put(r.getString(0), r.getLong(1)));
    }
    Map<String, List<String>> values = new LinkedHashMap<>();
    for (Column column : asked) {
      if (columns.contains(column)) {
        values.put(
            column.name(),
            frequent(good.filter(column.col().isNotNull()), column.col(), VALUES).stream()
                .map(r -> String.valueOf(r.get(0)))
                .toList());
      }
    }
    LocalDate latest = good.agg(max(Batch.KNOWN_ON.col())).head().getLocalDate(0);
    return new Outcome(
        batch,
        read + raw.brokenCount(),
        counted.getLong(0) - refused - repeats,
        repeats,
        reasons,
        refused + raw.brokenCount(),
        columns.stream().map(Column::name).toList(),
        texts(good, columns),
        filled,
        latest,
        values);
  }

  private static List<Row> frequent(Dataset<Row> rows, org.apache.spark.sql.Column by, int most) {
    return rows.groupBy(by.as("value"))
        .count()
        .orderBy(col("count").desc(), col("value"))
        .limit(most)
        .collectAsList();
  }

  private static List<List<String>> texts(Dataset<Row> rows, List<Column> columns) {
    return rows
        .select(
            columns.stream()
                .map(c -> c.col().cast("string"))
                .toArray(org.apache.spark.sql.Column[]::new))
        .limit(ROWS)
        .collectAsList()
        .stream()
        .map(
            r -> {
              List<String> cells = new ArrayList<>();
              for (int i = 0; i < r.size(); i++) {
                cells.add(r.isNullAt(i) ? "" : r.getString(i));
              }
              return cells;
            })
        .toList();
  }
}
