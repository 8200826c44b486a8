package io.holdfast.job;

import static org.apache.spark.sql.functions.lit;

import io.holdfast.check.Difference;
import io.holdfast.check.Finding;
import io.holdfast.error.DataException;
import io.holdfast.error.DifferenceException;
import io.holdfast.error.SettingsException;
import io.holdfast.feature.EventFeatures;
import io.holdfast.feature.Features;
import io.holdfast.label.LabelRule;
import io.holdfast.label.Labels;
import io.holdfast.lake.Inputs;
import io.holdfast.lake.Lake;
import io.holdfast.lake.Manifest;
import io.holdfast.outreach.UsualValues;
import io.holdfast.settings.Settings;
import io.holdfast.snapshot.AsOfDates;
import io.holdfast.snapshot.Snapshot;
import io.holdfast.table.AccountEventFeatures;
import io.holdfast.table.AccountFeatures;
import io.holdfast.table.AccountLabels;
import io.holdfast.table.Column;
import io.holdfast.table.DataQuality;
import io.holdfast.table.Published;
import io.holdfast.table.ScoredAccounts;
import io.holdfast.table.Table;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * A published night made again from what its manifest names: the batches, the settings and the
 * models. Its features, those that say what is usual, and the labels of its expansions are computed
 * anew from what was ingested, whatever is stored of them. Nothing is written.
 *
 * @param publication the last one of the night
 * @param codeVersion of the code that made it again
 * @param tables what was published beside what is made now
 */
public record Replay(
    Manifest.Publication publication, String codeVersion, List<ReplayedTable> tables) {
  /** Tables up to this size are searched for the first value that differs. */
  private static final long SMALL = 20_000;

  /**
   * One published table.
   *
   * @param name its name
   * @param rows how many were published
   * @param published hash of what the manifest says of them
   * @param stored hash of them as they lie in the lake now; null where this code does not know the
   *     table
   * @param computedRows how many are made now
   * @param computed hash of those; null where this code does not make the table
   * @param first the first value that differs, as part of a sentence; null where none was looked
   *     for
   */
  public record ReplayedTable(
      String name,
      long rows,
      String published,
      String stored,
      long computedRows,
      String computed,
      String first) {

    /** Whether the stored and the computed rows are those that were published. */
    public boolean isSame() {
      return published.equals(stored) && published.equals(computed);
    }

    /** For people, one line. */
    public String text() {
      if (isSame()) {
        return "%s: same, %d rows, %s".formatted(name, rows, published);
      }
      String made =
          published.equals(computed)
              ? "computed the same"
              : computed == null
                  ? "not made by this code"
                  : "computed %d rows, %s".formatted(computedRows, computed);
      String found =
          published.equals(stored) || stored == null ? "" : ", stored rows changed to " + stored;
      return "%s: published %d rows, %s, %s%s%s"
          .formatted(name, rows, published, made, found, first == null ? "" : ", first " + first);
    }
  }

  /**
   * Makes a published night again.
   *
   * @param settingsOf settings from the JSON of a manifest
   * @throws SettingsException when the night is not published, or its settings cannot be had again
   * @throws DataException when other batches are known of the night now
   */
  public static Replay of(JobContext context, Function<String, Settings> settingsOf) {
    Manifest.Publication publication = publication(context);
    Inputs night = TrainJob.inputs(context);
    List<String> changes = night.changesSince(Manifest.of(context.lake()).inputs(publication));
    if (!changes.isEmpty()) {
      throw new DataException(
          String.format(
              "replay: night %s was published from other batches than are known of it now: %s; what"
                  + " it was made from is no longer there: publish it again by night --as-of %s"
                  + " --restate",
              context.asOf(), String.join("; ", changes), context.asOf()));
    }
    Settings settings = settingsOf.apply(publication.settings());
    if (!settings.hash().equals(publication.settingsHash())
        && context.codeVersion().equals(publication.codeVersion())) {
      throw new SettingsException(
          String.format(
              "replay: settings of night %s hash to %s now, found %s in its manifest: a value that"
                  + " moves rows comes from the environment and is another one now; set it as it"
                  + " was",
              context.asOf(), settings.hash(), publication.settingsHash()));
    }
    return of(context.with(settings), night, publication);
  }

  /**
   * Refuses a replay that made something else.
   *
   * @throws DifferenceException naming each table with both hashes
   */
  public void requireSame() {
    List<String> different =
        tables.stream().filter(t -> !t.isSame()).map(ReplayedTable::text).toList();
    if (!different.isEmpty()) {
      throw new DifferenceException(
          "replay: night %s is not what was published as %s: %s; %s"
              .formatted(
                  publication.asOf(),
                  publication.runId(),
                  String.join("; ", different),
                  codeVersion.equals(publication.codeVersion())
                      ? "the code is the same, " + codeVersion + ": report it"
                      : "it was published by code "
                          + publication.codeVersion()
                          + " and computed by "
                          + codeVersion
                          + ", which may be why: replay it with the code that published it"));
    }
  }

  private static Manifest.Publication publication(JobContext context) {
    Manifest manifest = Manifest.of(context.lake());
    LocalDate newest = manifest.requireNewest();
    return manifest
        .last(context.asOf())
        .orElseThrow(
            () ->
                new SettingsException(
                    String.format(
                        "replay: night %s is not published in lake %s; published are %s to %s; name"
                            + " one of them",
                        context.asOf(), context.lake().uri(), manifest.nights().first(), newest)));
  }

  private static Replay of(JobContext context, Inputs night, Manifest.Publication publication) {
    Lake lake = context.lake();
    AsOfDates dates = dates(context, NightJob.dates(context, night));
    try (Kept kept = new Kept()) {
      Snapshot snapshot =
          kept.snapshot(Snapshot.at(lake, dates, context.settings().snapshot(), night));
      Dataset<Row> features =
          kept.rows(
              AccountFeatures.TABLE.conform(
                  Features.of(snapshot, context.settings().features())
                      .withColumn(AccountFeatures.INPUTS_FINGERPRINT.name(), lit(""))));
      Dataset<Row> events =
          kept.rows(AccountEventFeatures.TABLE.conform(EventFeatures.of(snapshot)));
      // The large work, before the rest is interpreted.
      context.progress().accept("replay: " + features.count() + " feature rows computed");
      return SmallWork.interpreted(
          lake.spark(), () -> of(context, night, publication, features, events, kept));
    }
  }

  private static Replay of(
      JobContext context,
      Inputs night,
      Manifest.Publication publication,
      Dataset<Row> features,
      Dataset<Row> events,
      Kept kept) {
    CurrentModels models = CurrentModels.of(publication.models());
    LocalDate asOf = context.asOf();
    Dataset<Row> nightFeatures = ofDates(features, List.of(asOf));
    Dataset<Row> scored =
        ScoreJob.scored(context, models, nightFeatures, ofDates(events, List.of(asOf)));
    NightRows rows =
        new NightRows(
            nightFeatures,
            UsualValues.of(
                ofDates(features, UsualDates.of(context.settings(), asOf).dates().dates())),
            kept.rows(ScoredAccounts.TABLE.conform(scored)),
            maturedLabels(context, night, kept));
    try (NightTables tables = NightTables.of(context, rows, ModelFigures.of(context, models))) {
      Map<Table, Dataset<Row>> computed = new LinkedHashMap<>();
      tables
          .tables()
          .forEach(
              (table, made) -> computed.put(table, kept.rows(asWritten(table, made, publication))));
      NightAudit audit = NightAudit.of(context, tables, computed::get);
      List<Finding> findings =
          Stream.concat(
                  audit.findings().stream(), parity(context, night, features, events).stream())
              .toList();
      computed.put(
          DataQuality.TABLE,
          asWritten(
              DataQuality.TABLE,
              Finding.rows(context.lake().spark(), findings, asOf),
              publication));
      Map<Table, NightAudit.Content> contents = new LinkedHashMap<>(audit.contents());
      contents.putAll(NightAudit.contents(List.of(DataQuality.TABLE), computed::get));
      return beside(context, publication, contents, computed);
    }
  }

  /** The night, the dates that say what is usual for it, and the one whose parity it proved. */
  private static AsOfDates dates(JobContext context, AsOfDates rest) {
    SortedSet<LocalDate> dates =
        new TreeSet<>(UsualDates.of(context.settings(), context.asOf()).dates().dates());
    dates.retainAll(rest.dates());
    dates.add(context.asOf());
    Parity.date(context.asOf(), rest).ifPresent(dates::add);
    return AsOfDates.of(dates);
  }

  private static List<Finding> parity(
      JobContext context, Inputs night, Dataset<Row> features, Dataset<Row> events) {
    return Parity.date(context.asOf(), NightJob.dates(context, night))
        .map(
            day ->
                ParityRows.drawn(
                        context.asOf(),
                        day,
                        ofDates(features, List.of(day)),
                        ofDates(events, List.of(day)))
                    .findings())
        .orElseGet(ParityRows::noFindings);
  }

  /** Labels of the dates that have any, made anew. */
  private static Dataset<Row> maturedLabels(JobContext context, Inputs night, Kept kept) {
    Lake lake = context.lake();
    Settings settings = context.settings();
    LabelRule rule = settings.expansion();
    SortedSet<LocalDate> dates = lake.days(AccountLabels.TABLE, AccountLabels.AS_OF);
    dates.retainAll(NightRows.maturedDates(settings, context.asOf()).dates());
    if (dates.isEmpty()) {
      return lake.spark().createDataFrame(List.of(), AccountLabels.TABLE.schema());
    }
    Snapshot known =
        kept.snapshot(
            Snapshot.at(lake, rule.maturities(AsOfDates.of(dates)), settings.snapshot(), night));
    return AccountLabels.TABLE.conform(
        Labels.of(known, rule).withColumn(AccountLabels.INPUTS_FINGERPRINT.name(), lit("")));
  }

  private static Replay beside(
      JobContext context,
      Manifest.Publication publication,
      Map<Table, NightAudit.Content> computed,
      Map<Table, Dataset<Row>> computedRows) {
    Manifest manifest = Manifest.of(context.lake());
    Function<Table, Dataset<Row>> written =
        table -> manifest.written(table, publication.asOf(), publication.runId());
    Map<String, Table> known =
        computed.keySet().stream().collect(Collectors.toMap(Table::name, t -> t));
    Map<Table, NightAudit.Content> stored =
        NightAudit.contents(
            publication.tables().stream()
                .map(t -> known.get(t.name()))
                .filter(t -> t != null)
                .toList(),
            written);
    List<ReplayedTable> tables = new ArrayList<>();
    for (Manifest.PublishedTable table : publication.tables()) {
      Optional<Table> made = Optional.ofNullable(known.get(table.name()));
      NightAudit.Content now = made.map(computed::get).orElse(null);
      String first =
          made.filter(t -> Math.max(now.rows(), table.rows()) <= SMALL)
              .filter(t -> !now.hash().equals(table.contentHash()))
              .flatMap(t -> first(t, written.apply(t), computedRows.get(t)))
              .orElse(null);
      tables.add(
          new ReplayedTable(
              table.name(),
              table.rows(),
              table.contentHash(),
              made.map(t -> stored.get(t).hash()).orElse(null),
              now == null ? 0 : now.rows(),
              now == null ? null : now.hash(),
              first));
    }
    return new Replay(publication, context.codeVersion(), tables);
  }

  private static Optional<String> first(Table table, Dataset<Row> stored, Dataset<Row> computed) {
    List<Column> columns = table.columns().stream().filter(c -> !c.isKey()).toList();
    return Difference.of(table, columns, stored.collectAsList(), computed.collectAsList()).stream()
        .findFirst()
        .map(Difference::text);
  }

  /** The rows as they would be read again had they been written. */
  private static Dataset<Row> asWritten(
      Table table, Dataset<Row> rows, Manifest.Publication publication) {
    return table.conform(rows.withColumn(Published.RUN_ID.name(), lit(publication.runId())));
  }

  private static Dataset<Row> ofDates(Dataset<Row> rows, Collection<LocalDate> dates) {
    return rows.filter(Published.AS_OF.col().isInCollection(List.copyOf(dates)));
  }
}
