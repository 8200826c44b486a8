package io.holdfast.job;

import static org.apache.spark.sql.functions.lit;

import io.holdfast.check.Audit;
import io.holdfast.check.Check;
import io.holdfast.check.Finding;
import io.holdfast.check.PublishedChecks;
import io.holdfast.check.SourceChecks;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What the rows of a night say, and whether they may be published: one Spark action for all tables.
 *
 * @param contents table → what the manifest will say of it
 * @param findings of every check
 */
record NightAudit(Map<Table, Content> contents, List<Finding> findings) {
  /** Days of usage that are looked at for orphans: the newest, whatever the history. */
  private static final int USAGE_DAYS = 7;

  /** Days of batches of other sources: what landed before was looked at when it was new. */
  private static final int LANDED_DAYS = 28;

  /** How many rows a table has, and the hash of what they say. */
  record Content(long rows, String hash) {}

  /**
   * The audit of a night.
   *
   * @param rows a published table → its rows as they are read by others
   */
  static NightAudit of(JobContext context, NightTables night, Function<Table, Dataset<Row>> rows) {
    List<Table> tables = List.copyOf(night.tables().keySet());
    List<Audit> all = new ArrayList<>(published(tables, rows));
    all.addAll(sources(context, night));
    all.add(candidates(night, rows));
    List<Row> answers = answers(all);
    List<Finding> findings = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      findings.addAll(all.get(i).findings(answers.get(i)));
    }
    findings.addAll(night.rhythms().findings());
    findings.addAll(night.drifts().findings());
    return new NightAudit(contents(tables, answers), findings);
  }

  /** The same of tables whose checks are done. */
  static Map<Table, Content> contents(
      Collection<Table> tables, Function<Table, Dataset<Row>> rows) {
    return contents(List.copyOf(tables), answers(published(tables, rows)));
  }

  private static Map<Table, Content> contents(List<Table> tables, List<Row> answers) {
    Map<Table, Content> contents = new LinkedHashMap<>();
    for (int i = 0; i < tables.size(); i++) {
      Row answer = answers.get(i);
      contents.put(
          tables.get(i),
          new Content(
              answer.getLong(answer.fieldIndex("rows")),
              answer.getString(answer.fieldIndex("content_hash"))));
    }
    return contents;
  }

  private static List<Audit> published(
      Collection<Table> tables, Function<Table, Dataset<Row>> rows) {
    return tables.stream().map(t -> Audit.of(t, rows.apply(t))).toList();
  }

  private static Audit candidates(NightTables night, Function<Table, Dataset<Row>> rows) {
    return Audit.of(
        UpsellCandidates.TABLE,
        PublishedChecks.ofCandidates(),
        PublishedChecks.candidates(
            rows.apply(UpsellCandidates.TABLE),
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
        .forEach(t -> audits.add(ofRows(t, snapshot, landedAfter(context), accounts)));
    return audits;
  }

  private static LocalDate landedAfter(JobContext context) {
    return context.asOf().minusDays(LANDED_DAYS);
  }

  private static Audit ofRows(
      Table table, Snapshot snapshot, LocalDate landedAfter, Dataset<Row> accounts) {
    List<Check> checks =
        table
            .occurred()
            .map(day -> SourceChecks.ofRows(table, snapshot.businessDate(day)))
            .orElseGet(() -> List.of(SourceChecks.ofOrphans(table)));
    return Audit.of(
        table,
        checks,
        SourceChecks.withAccounts(snapshot.rowsLandedAfter(table, landedAfter), accounts));
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
