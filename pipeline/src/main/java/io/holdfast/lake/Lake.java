package io.holdfast.lake;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.get_json_object;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.sum;

import io.delta.tables.DeltaTable;
import io.holdfast.error.StorageException;
import io.holdfast.table.Column;
import io.holdfast.table.Table;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.fs.StorageStatistics;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Observation;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.delta.Snapshot;
import scala.Console;
import scala.Option;

/**
 * The tables of one lake. Every write is one Delta commit that replaces exactly the named days, so
 * that the same write twice leaves what it left once.
 */
public final class Lake {
  private static final String WRITTEN = "written";

  /** How Hadoop calls it, for every kind of storage. */
  private static final String BYTES_READ = "bytesRead";

  /** Days whose files are worth a checkpoint of the log, which is read by every night after. */
  private static final int MANY_DAYS = 30;

  private static final Pattern PARTITION = Pattern.compile("(?<=/)([a-z_]+)=([^/]+)(?=/)");

  private final SparkSession spark;
  private final String uri;
  private final AtomicLong commits = new AtomicLong();
  private final Map<Table, Versioned> small = new ConcurrentHashMap<>();

  private record Versioned(long version, List<Row> rows) {}

  private Lake(SparkSession spark, String uri) {
    this.spark = spark;
    this.uri = uri;
  }

  /** The lake at this URI or path; nothing is read or written yet. */
  public static Lake at(SparkSession spark, String uri) {
    return new Lake(spark, uri.endsWith("/") ? uri.substring(0, uri.length() - 1) : uri);
  }

  public SparkSession spark() {
    return spark;
  }

  /** Root of the lake. */
  public String uri() {
    return uri;
  }

  /** Where a table lies. */
  public String path(Table table) {
    return uri + "/" + table.path();
  }

  /** Whether the table was ever written. */
  public boolean has(Table table) {
    return DeltaTable.isDeltaTable(spark, path(table));
  }

  /** Makes an empty table with its comment and its columns' comments, unless it is there. */
  public void create(Table table) {
    if (!has(table)) {
      DeltaTable.createIfNotExists(spark)
          .location(path(table))
          .comment(table.grain())
          .addColumns(table.schema())
          .partitionedBy(table.partitions().toArray(String[]::new))
          // For all of a wide table's columns its log would outgrow its rows.
          .property("delta.dataSkippingStatsColumns", String.join(",", table.soughtBy()))
          .execute();
      commits.incrementAndGet();
    }
  }

  /**
   * All rows of a table in its declared columns; none when it was never written. A column that the
   * stored table does not have yet is null.
   */
  public Dataset<Row> read(Table table) {
    if (!has(table)) {
      return spark.createDataFrame(List.of(), table.schema());
    }
    Dataset<Row> stored = spark.read().format("delta").load(path(table));
    Set<String> names = Set.of(stored.columns());
    return stored.select(
        table.columns().stream()
            .map(c -> (names.contains(c.name()) ? c.col() : lit(null)).cast(c.type()).as(c.name()))
            .toArray(org.apache.spark.sql.Column[]::new));
  }

  /**
   * All rows of a table that stays small whatever the number of accounts, in its declared columns;
   * read again only when the table was written since.
   */
  public List<Row> rows(Table table) {
    if (!has(table)) {
      return List.of();
    }
    long version = version(table);
    Versioned known = small.get(table);
    if (known == null || known.version() != version) {
      known = new Versioned(version, read(table).collectAsList());
      small.put(table, known);
    }
    return known.rows();
  }

  /** Replaces all rows of a table that stays small, in one file and commit. */
  public void replaceAll(Table table, List<Row> rows) {
    Dataset<Row> all = spark.createDataFrame(rows, table.schema()).coalesce(1);
    replaceWhere(table, all, "true");
    small.put(table, new Versioned(version(table), all.collectAsList()));
  }

  /**
   * The earliest of the days that rows are sought by, from the statistics of the table's log; empty
   * without rows.
   */
  public Optional<LocalDate> earliest(Table table, Column day) {
    if (!has(table)) {
      return Optional.empty();
    }
    Row found =
        newest(DeltaLog.forTable(spark, path(table)))
            .allFiles()
            .toDF()
            .agg(
                min(get_json_object(col("stats"), "$.minValues." + day.name()).cast(day.type())),
                count_if(col("stats").isNull()))
            .head();
    // Whoever else wrote a file may have kept none.
    return Optional.ofNullable(
        found.getLong(1) == 0
            ? found.getLocalDate(0)
            : read(table).agg(min(day.col())).head().getLocalDate(0));
  }

  /** The words that a column has in each of these tables, in one action; for columns of few. */
  public Map<Table, Set<String>> words(Collection<Table> tables, Column column) {
    Map<String, Table> named =
        tables.stream().filter(this::has).collect(Collectors.toMap(Table::name, t -> t));
    Map<Table, Set<String>> words = new HashMap<>();
    named.values().stream()
        .map(t -> read(t).select(lit(t.name()), column.col()).distinct())
        .reduce(Dataset::union)
        .map(Dataset::collectAsList)
        .orElse(List.of())
        .forEach(
            r ->
                words
                    .computeIfAbsent(named.get(r.getString(0)), t -> new TreeSet<>())
                    .add(r.getString(1)));
    return words;
  }

  /** The rows of the given days. */
  public Dataset<Row> readDays(Table table, Column day, Collection<LocalDate> days) {
    return read(table).filter(day.col().isInCollection(List.copyOf(days)));
  }

  /**
   * The partitions a table has rows of, each as column → value, from the names of its files: none
   * is opened. For dates and words of ours; other values would be escaped.
   */
  public Set<Map<String, String>> partitions(Table table) {
    if (!has(table)) {
      return Set.of();
    }
    return files(table)
        .map(
            file ->
                PARTITION
                    .matcher(file)
                    .results()
                    .collect(Collectors.toMap(m -> m.group(1), m -> m.group(2))))
        .collect(Collectors.toSet());
  }

  private Stream<String> files(Table table) {
    return Arrays.stream(spark.read().format("delta").load(path(table)).inputFiles());
  }

  /**
   * The days a table has rows of, from its partitions.
   *
   * @param day the partition column
   */
  public SortedSet<LocalDate> days(Table table, Column day) {
    return partitions(table).stream()
        .map(partition -> LocalDate.parse(partition.get(day.name())))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /**
   * Replaces the rows of the given days with these, in one commit; days without rows end up empty.
   * Idempotent: {@code replaceWhere} refuses rows of other days and a second run leaves the same.
   *
   * @return how many rows were written
   */
  public long replaceDays(Table table, Dataset<Row> rows, Column day, Collection<LocalDate> days) {
    long written = replaceWhere(table, rows, day.name() + " IN (" + literals(days) + ")");
    if (days.size() > MANY_DAYS) {
      DeltaLog log = DeltaLog.forTable(spark, path(table));
      log.checkpoint(newest(log), Option.empty());
    }
    return written;
  }

  /** The same for the rows of the days that have a word of ours in another column. */
  public long replaceDays(
      Table table,
      Dataset<Row> rows,
      Column day,
      Collection<LocalDate> days,
      Column column,
      String word) {
    return replaceWhere(
        table,
        rows,
        day.name() + " IN (" + literals(days) + ") AND " + column.name() + " = '" + word + "'");
  }

  /**
   * Replaces the rows that satisfy a condition with these, in one commit.
   *
   * @param condition SQL over stored columns; made from dates and names of ours, never from data
   * @return how many rows were written
   */
  public long replaceWhere(Table table, Dataset<Row> rows, String condition) {
    create(table);
    Observation written = new Observation();
    table
        .conform(rows)
        .observe(written, count(lit(1)).as(WRITTEN))
        .write()
        .format("delta")
        .mode("overwrite")
        .option("mergeSchema", "true")
        .option("replaceWhere", condition)
        .save(path(table));
    commits.incrementAndGet();
    return rows(written);
  }

  private static long rows(Observation written) {
    try {
      return (Long) written.getAsJava().get(WRITTEN);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a finished write was counted", e);
    }
  }

  /** Adds rows in one commit. */
  public void append(Table table, Dataset<Row> rows) {
    create(table);
    table
        .conform(rows)
        .write()
        .format("delta")
        .mode("append")
        .option("mergeSchema", "true")
        .save(path(table));
    commits.incrementAndGet();
  }

  /**
   * Takes rows out of a table, in one commit when there are any; readers that have begun keep what
   * they see.
   *
   * @return how many there were
   */
  public long delete(Table table, org.apache.spark.sql.Column condition) {
    long found = has(table) ? read(table).filter(condition).count() : 0;
    if (found > 0) {
      DeltaTable.forPath(spark, path(table)).delete(condition);
      commits.incrementAndGet();
      small.remove(table);
    }
    return found;
  }

  /**
   * Joins small files of each partition, in one commit when there are any.
   *
   * @return how many files were joined
   */
  public long compact(Table table) {
    if (!has(table) || !hasFilesToJoin(table)) {
      return 0;
    }
    long joined =
        DeltaTable.forPath(spark, path(table))
            .optimize()
            .executeCompaction()
            .agg(sum("metrics.numFilesRemoved"))
            .head()
            .getLong(0);
    commits.addAndGet(joined > 0 ? 1 : 0);
    return joined;
  }

  private boolean hasFilesToJoin(Table table) {
    Set<String> folders = new HashSet<>();
    return files(table).map(f -> f.substring(0, f.lastIndexOf('/'))).anyMatch(f -> !folders.add(f));
  }

  /**
   * Deletes files that no version of a table of the last so many days, at least 7, has.
   *
   * @param now the moment from which days are counted
   * @return whether there could be any: without a file that is older and no longer the table's,
   *     nothing is asked of Spark
   */
  public boolean vacuum(Table table, int days, Instant now) {
    if (!has(table) || !hasFilesToDelete(table, now.minus(Duration.ofDays(days)))) {
      return false;
    }
    // It tells of its work on standard output, where commands have their results.
    Console.withOut(
        OutputStream.nullOutputStream(),
        () -> DeltaTable.forPath(spark, path(table)).vacuum(24.0 * days));
    return true;
  }

  private boolean hasFilesToDelete(Table table, Instant before) {
    Path root = new Path(path(table));
    Set<String> current = files(table).map(f -> new Path(f).getName()).collect(Collectors.toSet());
    try {
      RemoteIterator<LocatedFileStatus> files =
          root.getFileSystem(spark.sessionState().newHadoopConf()).listFiles(root, true);
      while (files.hasNext()) {
        FileStatus file = files.next();
        if (file.getModificationTime() <= before.toEpochMilli()
            && !file.getPath().toString().contains("/_delta_log/")
            && !current.contains(file.getPath().getName())) {
          return true;
        }
      }
      return false;
    } catch (IOException e) {
      throw new StorageException(
          "files of table " + table + " cannot be listed: " + e.getMessage() + "; check " + root,
          e);
    }
  }

  /** How many commits this object has made. */
  public long commits() {
    return commits.get();
  }

  /** Bytes that this process has read from storage of any kind so far, logs of tables included. */
  public static long bytesRead() {
    long bytes = 0;
    for (Iterator<StorageStatistics> all = FileSystem.getGlobalStorageStatistics().iterator();
        all.hasNext(); ) {
      Long ofScheme = all.next().getLong(BYTES_READ);
      bytes += ofScheme == null ? 0 : ofScheme;
    }
    return bytes;
  }

  /** Version of the newest commit of a table. */
  public long version(Table table) {
    // The history of a table would be a Spark job for each question.
    return newest(DeltaLog.forTable(spark, path(table))).version();
  }

  private static Snapshot newest(DeltaLog log) {
    return log.update(false, Option.empty(), Option.empty());
  }

  private static String literals(Collection<LocalDate> days) {
    return new TreeSet<>(days)
        .stream().map(d -> "DATE'" + d + "'").collect(Collectors.joining(", "));
  }
}
