package io.holdfast.job;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.lit;

import io.holdfast.clean.FullRows;
import io.holdfast.error.DataException;
import io.holdfast.lake.Lake;
import io.holdfast.landing.LandedBatch;
import io.holdfast.landing.Source;
import io.holdfast.table.Batch;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;

/** Full dumps of one source against what the lake knew before each: what is new, what is gone. */
final class FullLoad implements AutoCloseable {
  private static final int EXAMPLES = 3;

  private final Source source;
  private final List<LandedBatch> batches;
  private final Dataset<Row> changes;
  private final Map<LocalDate, Map<String, Long>> counts = new HashMap<>();

  private FullLoad(Source source, List<LandedBatch> batches, Dataset<Row> changes) {
    this.source = source;
    this.batches = batches;
    this.changes = changes;
    changes
        .groupBy(Batch.INGESTED_ON.col(), col(FullRows.CHANGE))
        .count()
        .collectAsList()
        .forEach(
            r ->
                counts
                    .computeIfAbsent(r.getLocalDate(0), d -> new HashMap<>())
                    .put(r.getString(1), r.getLong(2)));
  }

  /** Compares the dumps, all of one source; kept until it is closed. */
  static FullLoad of(Lake lake, List<LandedBatch> batches, Dataset<Row> distinctRows) {
    Source source = batches.get(0).source();
    return new FullLoad(
        source,
        batches,
        FullRows.of(
                distinctRows,
                lake.read(source.table()),
                source,
                batches.stream().map(LandedBatch::ingestedOn).toList())
            .persist(StorageLevel.MEMORY_AND_DISK()));
  }

  /**
   * A dump that lacks too much is more likely a broken one than the end of the business.
   *
   * @throws DataException when a dump has no row, or lacks more than max_vanished of the known keys
   */
  void refuseShrunk() {
    for (LandedBatch batch : batches) {
      LocalDate date = batch.ingestedOn();
      long known = known(date);
      if (isEmpty(date) && !batch.isHistory() && !source.allowEmpty()) {
        throw new DataException(
            place(date)
                + "the full dump has no row, and "
                + known
                + " keys were known before it; wanted at least one row; land the whole dump again,"
                + " or say allow_empty: true if it may be empty; nothing was loaded");
      }
      if (vanished(date) > source.maxVanished() * known) {
        throw new DataException(
            place(date)
                + vanished(date)
                + " of the "
                + known
                + " keys known before are not in the full dump, more than max_vanished "
                + source.maxVanished() * 100
                + "%; for example "
                + examples(date)
                + "; land the whole dump again, or raise max_vanished if they are gone;"
                + " nothing was loaded");
      }
    }
  }

  /** What is to be stored: rows that differ from what was known, and marks of vanished keys. */
  Dataset<Row> rows() {
    return changes.filter(
        col(FullRows.CHANGE).isin(FullRows.NEW, FullRows.CHANGED, FullRows.VANISHED));
  }

  /** How many rows a batch stores. */
  long stored(LocalDate date) {
    return count(date, FullRows.NEW) + count(date, FullRows.CHANGED) + vanished(date);
  }

  /** How many rows of a dump were known already. */
  long unchanged(LocalDate date) {
    return count(date, FullRows.UNCHANGED);
  }

  /** How many of the known keys a dump lacks. */
  long vanished(LocalDate date) {
    return count(date, FullRows.VANISHED);
  }

  private long known(LocalDate date) {
    return unchanged(date)
        + vanished(date)
        + count(date, FullRows.CHANGED)
        + count(date, FullRows.REFUSED);
  }

  private boolean isEmpty(LocalDate date) {
    return counts.getOrDefault(date, Map.of()).keySet().stream()
        .allMatch(FullRows.VANISHED::equals);
  }

  private long count(LocalDate date, String change) {
    return counts.getOrDefault(date, Map.of()).getOrDefault(change, 0L);
  }

  private String place(LocalDate date) {
    return "source " + source.name() + ", batch " + date + ": ";
  }

  private String examples(LocalDate date) {
    Column key =
        concat_ws(
            " ",
            source.table().key().stream().map(c -> c.col().cast("string")).toArray(Column[]::new));
    return changes
        .filter(
            Batch.INGESTED_ON
                .col()
                .equalTo(lit(date))
                .and(col(FullRows.CHANGE).equalTo(FullRows.VANISHED)))
        .select(key.as("key"))
        .orderBy(col("key"))
        .limit(EXAMPLES)
        .collectAsList()
        .stream()
        .map(r -> r.getString(0))
        .collect(Collectors.joining(", "));
  }

  @Override
  public void close() {
    changes.unpersist();
  }
}
