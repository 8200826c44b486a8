package io.holdfast.job;

import static org.apache.spark.sql.functions.lit;

import io.holdfast.check.Audit;
import io.holdfast.check.Check;
import io.holdfast.check.Finding;
import io.holdfast.check.PublishedChecks;
import io.holdfast.check.SourceChecks;
import io.holdfast.lake.Lake;
import io.holdfast.lake.Manifest;
import io.holdfast.snapshot.Snapshot;
import io.holdfast.table.AccountDays;
import io.holdfast.table.AccountFeatures;
import io.holdfast.table.AccountScores;
import io.holdfast.table.Accounts;
import io.holdfast.table.Batches;
import io.holdfast.table.Canonical;
import io.holdfast.table.Published;
import io.holdfast.table.Table;
import io.holdfast.table.UpsellCandidates;
import io.holdfast.table.UpsellWithheld;
import io.holdfast.table.UsageEvents;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What was written for a night, read back and judged: one Spark action for all tables.
 *
 * @param tables what the manifest will say of each
 * @param findings of every check
 */
record NightAudit(List<Manifest.PublishedTable> tables, List<Finding> findings) {
  /** Days of usage that are looked at for orphans: the newest, whatever the history. */
  private static final int USAGE_DAYS = 7;

  static NightAudit of(JobContext context, NightTables night, String runId) {
    List<Audit> published = published(context, night.tables().keySet(), runId);
    List<Audit> others = new ArrayList<>(sources(context, night));
    others.add(candidates(context, night, runId));
    List<Audit> all = new ArrayList<>(published);
    all.addAll(others);
    List<Row> answers = answers(all);
    List<Finding> findings = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      findings.addAll(all.get(i).findings(answers.get(i)));
    }
    findings.addAll(night.rhythms().findings());
    findings.addAll(night.drifts().findings());
    return new NightAudit(tables(context.lake(), published, answers), findings);
  }

  /** What the manifest says of tables whose checks are done. */
  static List<Manifest.PublishedTable> tables(
      JobContext context, Collection<Table> tables, String runId) {
    List<Audit> audits = published(context, tables, runId);
    return tables(context.lake(), audits, answers(audits));
  }

  private static List<Manifest.PublishedTable> tables(
      Lake lake, List<Audit> audits, List<Row> answers) {
    List<Manifest.PublishedTable> tables = new ArrayList<>();
    for (int i = 0; i < audits.size(); i++) {
      Row answer = answers.get(i);
      tables.add(
          new Manifest.PublishedTable(
              audits.get(i).table().name(),
              lake.version(audits.get(i).table()),
              answer.getLong(answer.fieldIndex("rows")),
              answer.getString(answer.fieldIndex("content_hash"))));
    }
    return tables;
  }

  private static List<Audit> published(JobContext context, Collection<Table> tables, String runId) {
    Manifest manifest = Manifest.of(context.lake());
    return tables.stream()
        .map(t -> Audit.of(t, manifest.written(t, context.asOf(), runId)))
        .toList();
  }

  private static Audit candidates(JobContext context, NightTables night, String runId) {
    return Audit.of(
        UpsellCandidates.TABLE,
        PublishedChecks.ofCandidates(),
        PublishedChecks.candidates(
            Manifest.of(context.lake()).written(UpsellCandidates.TABLE, context.asOf(), runId),
            night.tables().get(AccountScores.TABLE),
            night.tables().get(UpsellWithheld.TABLE)));
  }

  private static List<Audit> sources(JobContext context, NightTables night) {
    Snapshot snapshot = night.snapshot();
    Dataset<Row> accounts = night.accounts();
    List<Audit> audits = new ArrayList<>();
    audits.add(Audit.of(AccountFeatures.TABLE, SourceChecks.ofFeatures(), night.features()));
    audits.add(
        Audit.of(
            Batches.TABLE,
            SourceChecks.ofBatches(Canonical.tables()),
            context
                .lake()
                .read(Batches.TABLE)
                .filter(
                    Batches.IS_HISTORY
                        .col()
                        .or(Batches.INGESTED_ON.col().leq(lit(context.asOf()))))));
    audits.add(
        Audit.of(
            AccountDays.TABLE,
            SourceChecks.ofRows(AccountDays.TABLE, AccountDays.ACTIVITY_DATE.col()),
            SourceChecks.withAccounts(newestUsage(context), accounts)));
    Canonical.tables().stream()
        .filter(t -> t != Accounts.TABLE && t != UsageEvents.TABLE && snapshot.has(t))
        .forEach(t -> audits.add(ofRows(t, snapshot, accounts)));
    return audits;
  }

  private static Audit ofRows(Table table, Snapshot snapshot, Dataset<Row> accounts) {
    List<Check> checks =
        table
            .occurred()
            .map(day -> SourceChecks.ofRows(table, snapshot.businessDate(day)))
            .orElseGet(() -> List.of(SourceChecks.ofOrphans(table)));
    return Audit.of(table, checks, SourceChecks.withAccounts(snapshot.rows(table), accounts));
  }

  private static Dataset<Row> newestUsage(JobContext context) {
    LocalDate from = context.asOf().minusDays(USAGE_DAYS);
    return context
        .lake()
        .read(AccountDays.TABLE)
        .filter(
            AccountDays.INGESTED_ON
                .col()
                .gt(lit(from))
                .and(AccountDays.ACTIVITY_DATE.col().gt(lit(from)))
                .and(AccountDays.ACTIVITY_DATE.col().leq(lit(context.asOf())))
                .and(AccountDays.KNOWN_ON.col().leq(lit(context.asOf()))))
        .withColumn(Published.AS_OF.name(), lit(context.asOf()));
  }

  /** The answers in the order of the audits, from one action. */
  private static List<Row> answers(List<Audit> audits) {
    List<Dataset<Row>> numbered = new ArrayList<>();
    for (int i = 0; i < audits.size(); i++) {
      numbered.add(audits.get(i).answer().withColumn("audit", lit(i)));
    }
    return numbered.stream().reduce(Dataset::union).orElseThrow().collectAsList().stream()
        .sorted(Comparator.comparingInt(r -> r.getInt(r.fieldIndex("audit"))))
        .toList();
  }
}
