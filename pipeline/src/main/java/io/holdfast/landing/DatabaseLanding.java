package io.holdfast.landing;

import io.holdfast.error.DataException;
import io.holdfast.error.SettingsException;
import io.holdfast.error.StorageException;
import io.holdfast.landing.DatabaseRows.Extent;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;

/**
 * What a database has of a source, landed as Parquet folders before a night reads what landed: a
 * database forgets what it was, its landed folders do not, so batches stay functions of files. A
 * folder is written beside its place and renamed when it is whole (at once, where the storage
 * renames so); one that has landed is never extracted again unless it is removed.
 *
 * <p>With a watermark the folders share its values without gap or overlap: each takes what is
 * greater than all that landed for earlier days and, when it is landed late or again, not greater
 * than where the next day's folder begins. Rows whose watermark is null, or is written smaller than
 * one that has landed, are never seen: the watermark is a column that grows with each writing, not
 * the instant an event happened.
 */
public final class DatabaseLanding {
  private final SparkSession spark;
  private final Source source;
  private final Consumer<String> progress;
  private final FileSystem storage;

  private DatabaseLanding(SparkSession spark, Source source, Consumer<String> progress)
      throws IOException {
    this.spark = spark;
    this.source = source;
    this.progress = progress;
    this.storage = new Path(source.landing()).getFileSystem(spark.sessionState().newHadoopConf());
  }

  /**
   * Everything wrong with what the settings say of the database, and with what the select makes of
   * its columns, each a line; nothing lands.
   */
  public static List<String> problems(SparkSession spark, Source source) {
    try {
      DatabaseRows rows = DatabaseRows.of(source);
      return Selects.problemsWithRows(spark, source, rows.of(spark, rows.none(null)));
    } catch (SettingsException | DataException | StorageException e) {
      List<String> problems = new ArrayList<>(Selects.problems(spark, source));
      problems.add(e.getMessage());
      return problems;
    }
  }

  /**
   * Lands what is missing for a night: its dated folder and, before it, the history where that
   * comes from the database too.
   *
   * @param progress takes one line for each folder that was landed
   * @throws SettingsException when the database lacks what the settings name, or refuses them
   * @throws StorageException when it cannot be reached, or the folder cannot be written
   */
  public static void land(
      SparkSession spark, Source source, LocalDate asOf, Consumer<String> progress) {
    try {
      new DatabaseLanding(spark, source, progress).land(asOf);
    } catch (IOException e) {
      throw new StorageException(
          "source "
              + source.name()
              + ": what "
              + source.database()
              + " has cannot be landed below "
              + source.landing()
              + "; check that it can be written",
          e);
    }
  }

  private void land(LocalDate asOf) throws IOException {
    if (source.landsHistory()) {
      land(source.historyUntil(), Database.history(source.name()));
    }
    if (source.historyUntil() == null || asOf.isAfter(source.historyUntil())) {
      land(asOf, source.nightly().replace("{date}", asOf.toString()));
    }
  }

  private void land(LocalDate day, String name) throws IOException {
    Path folder = new Path(source.landing(), name);
    if (storage.exists(folder) || isPast(day)) {
      return;
    }
    DatabaseRows rows = DatabaseRows.of(source);
    Extent extent = source.database().watermark() == null ? rows.whole() : extent(rows, day);
    Path beside = new Path(folder.getParent(), "." + folder.getName());
    try {
      storage.mkdirs(folder.getParent());
      write(rows, extent, beside);
      if (!storage.rename(beside, folder)) {
        throw new IOException(beside + " cannot be renamed to " + folder);
      }
    } finally {
      storage.delete(beside, true);
    }
    progress.accept(
        "ingest: landed " + source.name() + " of " + day + " from " + source.database());
  }

  /** A whole table says what it is now: once a later day has it, an earlier one must not. */
  private boolean isPast(LocalDate day) throws IOException {
    LocalDate later = source.database().watermark() == null ? dated("").higherKey(day) : null;
    if (later == null) {
      return false;
    }
    progress.accept(
        "WARN source "
            + source.name()
            + " did not land for "
            + day
            + ", and what "
            + source.database()
            + " was then is gone: "
            + later
            + " has landed; the night goes on without");
    return true;
  }

  private void write(DatabaseRows rows, Extent extent, Path folder) throws IOException {
    try {
      rows.of(spark, extent).write().mode(SaveMode.Overwrite).parquet(folder.toString());
    } catch (Exception e) {
      // Spark throws checked exceptions that it does not declare.
      throw DatabaseFailure.of(source, e);
    }
    if (extent.watermark() != null) {
      extent.watermark().write(storage, folder);
    }
  }

  private Extent extent(DatabaseRows rows, LocalDate day) throws IOException {
    NavigableMap<LocalDate, Watermark> landed = watermarks();
    Optional<Watermark> earlier =
        Optional.ofNullable(landed.lowerEntry(day)).map(Map.Entry::getValue);
    Optional<Watermark> later =
        Optional.ofNullable(landed.higherEntry(day)).map(Map.Entry::getValue);
    String after = earlier.map(Watermark::upTo).orElseGet(() -> endOfHistory(rows, day));
    if (later.isPresent() && later.get().after() == null) {
      return rows.none(after);
    }
    List<String> ends =
        Stream.concat(rows.lastOf(day).stream(), later.map(Watermark::after).stream()).toList();
    return rows.between(after, ends);
  }

  /** What a history of files held already; of numbers nobody knows. */
  private String endOfHistory(DatabaseRows rows, LocalDate day) {
    return source.historyUntil() == null || !source.historyUntil().isBefore(day)
        ? null
        : rows.lastOf(source.historyUntil()).orElse(null);
  }

  /** By the day of the folder that holds it. */
  private NavigableMap<LocalDate, Watermark> watermarks() throws IOException {
    NavigableMap<LocalDate, Watermark> byDay = new TreeMap<>();
    for (Map.Entry<LocalDate, Path> file : dated("/" + Watermark.FILE).entrySet()) {
      byDay.put(file.getKey(), read(file.getValue()));
    }
    Path ofHistory =
        new Path(source.landing(), Database.history(source.name()) + "/" + Watermark.FILE);
    if (source.landsHistory() && storage.exists(ofHistory)) {
      byDay.put(source.historyUntil(), read(ofHistory));
    }
    return byDay;
  }

  /** The source's dated folders, or what lies in each of them, by day. */
  private NavigableMap<LocalDate, Path> dated(String below) throws IOException {
    NavigableMap<LocalDate, Path> byDay = new TreeMap<>();
    String name = "/" + source.name() + ".parquet" + below;
    for (FileStatus found : storage.globStatus(new Path(source.landing(), "????-??-??" + name))) {
      String path = found.getPath().toUri().getPath();
      String folder = new Path(path.substring(0, path.length() - name.length())).getName();
      LandedFiles.date(folder).forEach(day -> byDay.put(day, found.getPath()));
    }
    return byDay;
  }

  private Watermark read(Path file) throws IOException {
    Watermark watermark = Watermark.read(storage, file);
    if (!watermark.column().equals(source.database().watermark())) {
      throw new SettingsException(
          "source "
              + source.name()
              + " has watermark: "
              + source.database().watermark()
              + ", but "
              + file.getParent()
              + " was landed by "
              + watermark.column()
              + "; put that column back, or remove the landed folders of the source");
    }
    return watermark;
  }
}
