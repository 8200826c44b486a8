package io.holdfast.clean;

import static io.holdfast.clean.DistinctRows.IS_REPEAT;
import static io.holdfast.clean.TypedRows.REASON;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_compact;
import static org.apache.spark.sql.functions.array_min;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.date_format;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.filter;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.lag;
import static org.apache.spark.sql.functions.last;
import static org.apache.spark.sql.functions.lead;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import io.holdfast.landing.Source;
import io.holdfast.table.Batch;
import io.holdfast.table.Column;
import io.holdfast.table.Table;
import java.time.LocalDate;
import java.util.Collection;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;

/**
 * What full dumps say that was not known: rows that differ from the state just before their batch,
 * and the keys of that state which the dump lacks. The state before a batch is the newest row of
 * each key in all batches before it. After a dump the state is the dump, whatever it was before, so
 * a batch that lands late changes what its follower stores and nothing that comes after that.
 */
public final class FullRows {
  /** What the dump says of the key: one of the words below. */
  public static final String CHANGE = "_change";

  public static final String NEW = "new";
  public static final String CHANGED = "changed";
  public static final String UNCHANGED = "unchanged";
  public static final String VANISHED = "vanished";

  /** It stands in the dump in a row that was refused, so what was known of it holds. */
  public static final String REFUSED = "refused";

  private static final String KIND = "_kind";
  private static final String DUMPED = "dumped";
  private static final String STORED = "stored";
  private static final String ABSENT = "absent";
  private static final String SEEN_ON = "_seen_on";
  private static final String BEFORE = "_before";
  private static final String WAS_GONE = "_was_gone";

  private final Table table;
  private final Source source;
  private final SortedSet<LocalDate> dates;

  private FullRows(Source source, Collection<LocalDate> dates) {
    this.source = source;
    this.table = source.table();
    this.dates = new TreeSet<>(dates);
  }

  /**
   * One row per key and dump with {@link #CHANGE}, in the table's columns. Those that are new,
   * changed or vanished are to be stored; a vanished key keeps its values.
   *
   * @param distinctRows rows of {@link DistinctRows} of some full dumps
   * @param stored rows of the table; those of the dumps' own dates are not looked at
   * @param dates the dumps' dates, also of those without a row
   */
  public static Dataset<Row> of(
      Dataset<Row> distinctRows, Dataset<Row> stored, Source source, Collection<LocalDate> dates) {
    FullRows full = new FullRows(source, dates);
    return full.changes(full.withAbsences(full.sightings(distinctRows, stored)));
  }

  /** One row per key and batch that has it. */
  private Dataset<Row> sightings(Dataset<Row> distinctRows, Dataset<Row> stored) {
    org.apache.spark.sql.Column hasKey =
        table.key().stream()
            .map(c -> c.col().isNotNull())
            .reduce(lit(true), org.apache.spark.sql.Column::and);
    org.apache.spark.sql.Column isGood = col(REASON).isNull();
    Dataset<Row> dumped =
        distinctRows
            .filter(hasKey.and(not(col(IS_REPEAT))))
            .select(columns(when(isGood, lit(DUMPED)).otherwise(lit(REFUSED)).as(KIND)));
    Dataset<Row> earlier =
        stored
            .filter(Batch.INGESTED_ON.col().lt(lit(dates.last())))
            .filter(not(Batch.INGESTED_ON.col().isin(dates.toArray())))
            .select(columns(lit(STORED).as(KIND)));
    // The good row of a key first: a key that was refused besides, or twice, counts once.
    WindowSpec byBatch = byKey(Batch.INGESTED_ON.col(), col(KIND));
    org.apache.spark.sql.Column isAgain =
        lag(Batch.INGESTED_ON.col(), 1).over(byBatch).eqNullSafe(Batch.INGESTED_ON.col());
    return dumped
        .unionByName(earlier)
        .withColumn("_is_again", isAgain)
        .filter(not(col("_is_again")))
        .drop("_is_again");
  }

  /** And one for the first dump after a sighting that lacks the key: later ones say no more. */
  private Dataset<Row> withAbsences(Dataset<Row> sightings) {
    org.apache.spark.sql.Column seenOn = Batch.INGESTED_ON.col();
    org.apache.spark.sql.Column next = col("_next");
    org.apache.spark.sql.Column dumps =
        array(
            dates.stream()
                .map(org.apache.spark.sql.functions::lit)
                .toArray(org.apache.spark.sql.Column[]::new));
    org.apache.spark.sql.Column firstWithout =
        array_min(filter(dumps, d -> d.gt(seenOn).and(next.isNull().or(d.lt(next)))));
    return sightings
        .withColumn("_next", lead(seenOn, 1).over(byKey(seenOn)))
        .withColumn(SEEN_ON, explode(array_compact(array(seenOn, firstWithout))))
        .withColumn(KIND, when(col(SEEN_ON).equalTo(seenOn), col(KIND)).otherwise(lit(ABSENT)))
        .drop("_next");
  }

  private Dataset<Row> changes(Dataset<Row> sightings) {
    WindowSpec before = byKey(col(SEEN_ON)).rowsBetween(Window.unboundedPreceding(), -1);
    org.apache.spark.sql.Column isAbsent = col(KIND).equalTo(ABSENT);
    org.apache.spark.sql.Column isRow = col(KIND).isin(DUMPED, STORED);
    org.apache.spark.sql.Column isGone = isAbsent.or(Batch.VANISHED_ON.col().isNotNull());
    org.apache.spark.sql.Column stood =
        col(BEFORE).isNotNull().and(not(coalesce(col(WAS_GONE), lit(false))));
    org.apache.spark.sql.Column isSame =
        content(Column::col).eqNullSafe(content(c -> c.of(BEFORE)));
    org.apache.spark.sql.Column change =
        when(
                col(KIND).equalTo(DUMPED),
                when(not(stood), lit(NEW)).when(isSame, lit(UNCHANGED)).otherwise(lit(CHANGED)))
            .when(stood.and(isAbsent), lit(VANISHED))
            .when(stood.and(col(KIND).equalTo(REFUSED)), lit(REFUSED));
    return withMarks(
        sightings
            .withColumn(BEFORE, last(when(isRow, struct(columns())), true).over(before))
            .withColumn(WAS_GONE, last(when(isRow.or(isAbsent), isGone), true).over(before))
            .withColumn(CHANGE, change)
            .filter(col(CHANGE).isNotNull()));
  }

  /** A vanished key keeps the values of its last row, in a row of the batch that lacks it. */
  private Dataset<Row> withMarks(Dataset<Row> changes) {
    org.apache.spark.sql.Column isMark = col(CHANGE).equalTo(VANISHED);
    Dataset<Row> valued =
        changes.select(
            Stream.concat(
                    table.columns().stream()
                        .map(c -> c.from(when(isMark, c.of(BEFORE)).otherwise(c.col()))),
                    Stream.of(col(CHANGE), col(SEEN_ON)))
                .toArray(org.apache.spark.sql.Column[]::new));
    org.apache.spark.sql.Column mark = col(SEEN_ON);
    return valued
        .withColumn(Batch.VANISHED_ON.name(), when(isMark, mark))
        .withColumn(Batch.INGESTED_ON.name(), mark)
        .withColumn(
            Batch.KNOWN_ON.name(),
            when(isMark, greatest(mark, TypedRows.occurredOn(source)))
                .otherwise(Batch.KNOWN_ON.col()))
        .withColumn(
            Batch.IS_HISTORY.name(), when(isMark, lit(false)).otherwise(Batch.IS_HISTORY.col()))
        .withColumn(
            Batch.INGESTED_MONTH.name(),
            when(isMark, date_format(mark, "yyyy-MM")).otherwise(Batch.INGESTED_MONTH.col()))
        .drop(SEEN_ON);
  }

  private org.apache.spark.sql.Column content(
      Function<Column, org.apache.spark.sql.Column> column) {
    return struct(
        table.canonical().stream()
            .map(c -> DistinctRows.comparable(c, column.apply(c)))
            .toArray(org.apache.spark.sql.Column[]::new));
  }

  private org.apache.spark.sql.Column[] columns(org.apache.spark.sql.Column... more) {
    return Stream.concat(table.columns().stream().map(Column::col), Stream.of(more))
        .toArray(org.apache.spark.sql.Column[]::new);
  }

  private WindowSpec byKey(org.apache.spark.sql.Column... order) {
    return Window.partitionBy(
            table.key().stream().map(Column::col).toArray(org.apache.spark.sql.Column[]::new))
        .orderBy(order);
  }
}
