package io.holdfast.job;

import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.unix_date;

import io.holdfast.deliver.Exports;
import io.holdfast.lake.Lake;
import io.holdfast.lake.Manifest;
import io.holdfast.settings.Settings;
import io.holdfast.table.AccountEventFeatures;
import io.holdfast.table.AccountFeatures;
import io.holdfast.table.AccountLabels;
import io.holdfast.table.Published;
import io.holdfast.table.Rejects;
import io.holdfast.table.RunManifest;
import io.holdfast.table.ScoredAccounts;
import io.holdfast.table.Table;
import io.holdfast.table.Tables;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.Column;

/**
 * Keeps a lake small and quick to read: rows that no reader may want any more are taken out, small
 * files are joined, and files that no table has any more are deleted. The newest night, and readers
 * that have begun within the last {@code vacuum_days}, see nothing of it. Under the lake's lock, so
 * that no run is under way.
 */
public final class MaintainJob {
  private final JobContext context;
  private final Lake lake;
  private final Settings.Retention retention;
  private final Map<String, Long> removed = new TreeMap<>();

  private MaintainJob(JobContext context) {
    this.context = context;
    this.lake = context.lake();
    this.retention = context.settings().retention();
  }

  /** Maintains the lake; rows are those that were taken out. */
  public static JobResult run(JobContext context) {
    return new MaintainJob(context).run();
  }

  private JobResult run() {
    Optional<LocalDate> newest = Manifest.of(lake).newest();
    newest.ifPresent(
        n -> retention.nightsDays().ifPresent(days -> removeOldNights(n.minusDays(days))));
    removeRunsThatNoReaderWants();
    newest.ifPresent(this::removeOldRejects);
    context.progress().accept("maintain: rows that no reader wants are out");
    long joined = Tables.stored().stream().mapToLong(lake::compact).sum();
    context.progress().accept("maintain: " + joined + " small files joined");
    Instant now = context.clock().instant();
    long cleared =
        Tables.stored().stream().filter(t -> lake.vacuum(t, retention.vacuumDays(), now)).count();
    context
        .progress()
        .accept(
            "maintain: files deleted that no table had in the last "
                + retention.vacuumDays()
                + " days, in "
                + cleared
                + " tables");
    return JobResult.done(removed);
  }

  /** The manifest first: no reader may find a night whose rows are gone. */
  private void removeOldNights(LocalDate first) {
    Column isOld = Published.AS_OF.col().lt(lit(first));
    remove(RunManifest.TABLE, isOld);
    Tables.published().forEach(table -> remove(table, isOld));
    remove(ScoredAccounts.TABLE, isOld);
    // Anchored dates are what models are trained on and what is usual is taken from.
    Column isAnchored =
        pmod(unix_date(Published.AS_OF.col()), lit(context.settings().training().everyDays()))
            .equalTo(0);
    for (Table table :
        List.of(AccountFeatures.TABLE, AccountEventFeatures.TABLE, AccountLabels.TABLE)) {
      remove(table, isOld.and(not(isAnchored)));
    }
    note("exports", Exports.removeBefore(lake, first));
  }

  /** What a killed run has written, and what another run has replaced. */
  private void removeRunsThatNoReaderWants() {
    Instant since = context.clock().instant().minus(Duration.ofDays(retention.replacedDays()));
    Set<String> wanted = Manifest.of(lake).wantedRuns(since);
    lake.words(Tables.published(), Published.RUN_ID)
        .forEach(
            (table, runs) -> {
              runs.removeAll(wanted);
              if (!runs.isEmpty()) {
                remove(table, Published.RUN_ID.col().isInCollection(runs));
              }
            });
  }

  private void removeOldRejects(LocalDate newest) {
    remove(
        Rejects.TABLE,
        Rejects.INGESTED_ON.col().lt(lit(newest.minusDays(retention.rejectsDays()))));
  }

  private void remove(Table table, Column condition) {
    note(table.name(), lake.delete(table, condition));
  }

  private void note(String name, long rows) {
    if (rows > 0) {
      removed.merge(name, rows, Long::sum);
    }
  }
}
