package io.holdfast.lake;

import static org.apache.spark.sql.functions.lit;

import io.holdfast.error.SettingsException;
import io.holdfast.table.Published;
import io.holdfast.table.RunManifest;
import io.holdfast.table.Table;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * Which nights exist. The rows of a night lie in the published tables under their run_id; they are
 * part of the night once, and only when, the manifest names that run. The last publication of a
 * date counts.
 */
public final class Manifest {
  private final Lake lake;

  private Manifest(Lake lake) {
    this.lake = lake;
  }

  /**
   * One publication of a night.
   *
   * @param asOf the night
   * @param runId as-of date and a hash of all that shaped it
   * @param publishedAt when it was switched
   * @param tables its tables
   * @param models JSON: the model of each target
   * @param settings JSON without secrets
   * @param settingsHash of the settings that move rows
   * @param codeVersion version of the code
   * @param previousRunId the publication of the same date that this one replaces; null for the
   *     first
   * @param cost JSON: seconds of each step; null in nights of before it was kept
   */
  public record Publication(
      LocalDate asOf,
      String runId,
      Instant publishedAt,
      List<PublishedTable> tables,
      String models,
      String settings,
      String settingsHash,
      String codeVersion,
      String previousRunId,
      String cost) {}

  /**
   * One table of a publication.
   *
   * @param name the table's
   * @param deltaVersion version that holds the rows
   * @param rows how many
   * @param contentHash what they say, without run_id
   */
  public record PublishedTable(String name, long deltaVersion, long rows, String contentHash) {}

  /** The manifest of a lake. */
  public static Manifest of(Lake lake) {
    return new Manifest(lake);
  }

  /** The publication of a date that counts; empty when the night did not happen. */
  public Optional<Publication> last(LocalDate asOf) {
    List<Row> rows = ofNight(asOf).drop(RunManifest.INPUTS.name()).collectAsList();
    return rows.stream()
        .max(Comparator.comparing(Manifest::publishedAt))
        .map(newest -> publication(newest, rows));
  }

  /** JSON: the batches that a publication was made from; they grow with the days that landed. */
  public String inputs(Publication publication) {
    return ofNight(publication.asOf())
        .filter(RunManifest.RUN_ID.col().equalTo(publication.runId()))
        .select(RunManifest.INPUTS.col())
        .head()
        .getString(0);
  }

  /** Its run, without all that it was made from. */
  public Optional<String> lastRunId(LocalDate asOf) {
    return ofNight(asOf)
        .select(RunManifest.PUBLISHED_AT.col(), RunManifest.RUN_ID.col())
        .collectAsList()
        .stream()
        .max(Comparator.comparing(Manifest::publishedAt))
        .map(newest -> text(newest, RunManifest.RUN_ID));
  }

  /** The runs of the publications that count, by date; none for a night that did not happen. */
  public SortedMap<LocalDate, String> lastRunIds(Collection<LocalDate> dates) {
    SortedMap<LocalDate, String> runIds = new TreeMap<>();
    lake
        .readDays(RunManifest.TABLE, RunManifest.AS_OF, dates)
        .select(RunManifest.PUBLISHED_AT.col(), RunManifest.RUN_ID.col(), RunManifest.AS_OF.col())
        .distinct()
        .collectAsList()
        .stream()
        .sorted(Comparator.comparing(Manifest::publishedAt))
        .forEach(r -> runIds.put(r.getLocalDate(2), text(r, RunManifest.RUN_ID)));
    return runIds;
  }

  /**
   * The runs that readers may want: of each date the last one, and those before it that were
   * replaced since an instant.
   */
  public Set<String> wantedRuns(Instant since) {
    Set<String> wanted = new HashSet<>();
    lake
        .read(RunManifest.TABLE)
        .select(RunManifest.AS_OF.col(), RunManifest.RUN_ID.col(), RunManifest.PUBLISHED_AT.col())
        .distinct()
        .collectAsList()
        .stream()
        .collect(Collectors.groupingBy(r -> r.getLocalDate(0)))
        .values()
        .forEach(
            ofDate -> {
              ofDate.sort(Comparator.comparing(Manifest::publishedAt).reversed());
              Instant replacedAt = Instant.MAX;
              for (Row run : ofDate) {
                if (replacedAt.isAfter(since)) {
                  wanted.add(text(run, RunManifest.RUN_ID));
                }
                replacedAt = publishedAt(run);
              }
            });
    return wanted;
  }

  private Dataset<Row> ofNight(LocalDate asOf) {
    return lake.read(RunManifest.TABLE).filter(RunManifest.AS_OF.col().equalTo(lit(asOf)));
  }

  /** The dates that were ever published. */
  public SortedSet<LocalDate> nights() {
    return lake.days(RunManifest.TABLE, RunManifest.AS_OF);
  }

  /** The newest date that is published. */
  public Optional<LocalDate> newest() {
    return nights().stream().max(Comparator.naturalOrder());
  }

  /**
   * The newest date that is published.
   *
   * @throws SettingsException when none is
   */
  public LocalDate requireNewest() {
    return newest()
        .orElseThrow(
            () ->
                new SettingsException(
                    "lake "
                        + lake.uri()
                        + " has no published night; run night first, or name another --lake"));
  }

  /** The rows of a table that belong to the night; none when it is not published. */
  public Dataset<Row> published(Table table, LocalDate asOf) {
    return lastRunId(asOf)
        .map(runId -> written(table, asOf, runId))
        .orElseGet(() -> lake.spark().createDataFrame(List.of(), table.schema()));
  }

  /** The rows that a run has written, whether or not they are published. */
  public Dataset<Row> written(Table table, LocalDate asOf, String runId) {
    return lake.read(table)
        .filter(
            Published.AS_OF
                .col()
                .equalTo(lit(asOf))
                .and(Published.RUN_ID.col().equalTo(lit(runId))));
  }

  /**
   * Writes rows of a run beside those that are published, in one commit; nobody who reads by
   * manifest sees them. Written again they replace themselves.
   *
   * @param rows the table's columns but {@code run_id}
   * @return how many rows were written
   */
  public long write(Table table, Dataset<Row> rows, LocalDate asOf, String runId) {
    return lake.replaceWhere(
        table,
        rows.withColumn(Published.RUN_ID.name(), lit(runId)).coalesce(1),
        "%s = DATE'%s' AND %s = '%s'"
            .formatted(Published.AS_OF.name(), asOf, Published.RUN_ID.name(), runId));
  }

  /**
   * Switches all tables of a night at once: this commit is the moment at which it exists.
   *
   * @param inputs JSON: the batches that were known
   */
  public void commit(Publication night, String inputs) {
    List<Row> rows =
        night.tables().stream()
            .map(
                t ->
                    RowFactory.create(
                        night.asOf(),
                        night.runId(),
                        t.name(),
                        night.publishedAt(),
                        t.deltaVersion(),
                        t.rows(),
                        t.contentHash(),
                        night.models(),
                        inputs,
                        night.settings(),
                        night.settingsHash(),
                        night.codeVersion(),
                        night.previousRunId(),
                        night.cost()))
            .toList();
    lake.replaceWhere(
        RunManifest.TABLE,
        lake.spark().createDataFrame(rows, RunManifest.TABLE.schema()).coalesce(1),
        "%s = DATE'%s' AND %s = '%s'"
            .formatted(
                RunManifest.AS_OF.name(), night.asOf(), RunManifest.RUN_ID.name(), night.runId()));
  }

  private static Publication publication(Row newest, List<Row> rows) {
    String runId = newest.getString(newest.fieldIndex(RunManifest.RUN_ID.name()));
    List<PublishedTable> tables =
        rows.stream()
            .filter(r -> text(r, RunManifest.RUN_ID).equals(runId))
            .map(
                r ->
                    new PublishedTable(
                        text(r, RunManifest.TABLE_NAME),
                        r.getLong(r.fieldIndex(RunManifest.DELTA_VERSION.name())),
                        r.getLong(r.fieldIndex(RunManifest.ROWS.name())),
                        text(r, RunManifest.CONTENT_HASH)))
            .sorted(Comparator.comparing(PublishedTable::name))
            .toList();
    return new Publication(
        newest.getLocalDate(newest.fieldIndex(RunManifest.AS_OF.name())),
        runId,
        publishedAt(newest),
        tables,
        text(newest, RunManifest.MODELS),
        text(newest, RunManifest.SETTINGS),
        text(newest, RunManifest.SETTINGS_HASH),
        text(newest, RunManifest.CODE_VERSION),
        text(newest, RunManifest.PREVIOUS_RUN_ID),
        text(newest, RunManifest.COST));
  }

  private static Instant publishedAt(Row row) {
    return row.getInstant(row.fieldIndex(RunManifest.PUBLISHED_AT.name()));
  }

  private static String text(Row row, io.holdfast.table.Column column) {
    return row.getString(row.fieldIndex(column.name()));
  }
}
