package io.holdfast.job;

import static org.apache.spark.sql.functions.lit;

import io.holdfast.TestSession;
import io.holdfast.TextTable;
import io.holdfast.deliver.ServingDatabase;
import io.holdfast.feature.FeatureRules;
import io.holdfast.label.LabelRule;
import io.holdfast.label.Target;
import io.holdfast.lake.Lake;
import io.holdfast.outreach.ListRules;
import io.holdfast.settings.Settings;
import io.holdfast.snapshot.SnapshotRules;
import io.holdfast.table.AccountFeatures;
import io.holdfast.table.AccountLabels;
import io.holdfast.table.Batches;
import io.holdfast.table.InPlace;
import io.holdfast.table.Published;
import io.holdfast.table.ScoredAccounts;
import io.holdfast.table.Table;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** A small lake with stored features and scores of one night, ready to be published. */
public record StoredNight(
    Lake lake, LocalDate asOf, int atRiskRows, String codeVersion, InPlace inPlace) {

  /** Three accounts: one falling, one growing, one steady without proven value. */
  public static StoredNight in(Path folder, LocalDate asOf) {
    Lake lake = Lake.at(TestSession.spark(), folder.toString());
    store(
        lake,
        AccountFeatures.TABLE,
        asOf,
        """
        | account_id | mrr | plan | segment | events_28d | events_84d | active_days_28d | key_events_84d | bug_tickets_84d | notice_given | in_grace | inputs_fingerprint |
        | falling    | 100 | pro  | smb     | 10         | 400        | 5               | 3              | 4               | false        | false    | f                  |
        | growing    | 50  | pro  | smb     | 300        | 600        | 20              | 9              | 0               | false        | false    | f                  |
        | steady     | 20  | team | smb     | 100        | 300        | 20              | 0              | 0               | false        | false    | f                  |
        """);
    store(
        lake,
        ScoredAccounts.TABLE,
        asOf,
        """
        | account_id | target    | model_id | probability | rank_score | base_rate | evidence_grade |
        | falling    | churn     | c        | 0.5         | 0.5        | 0.1       | trees          |
        | growing    | churn     | c        | 0.05        | 0.05       | 0.1       | trees          |
        | steady     | churn     | c        | 0.04        | 0.04       | 0.1       | trees          |
        | falling    | expansion | e        | 0.6         | 0.6        | 0.1       | trees          |
        | growing    | expansion | e        | 0.4         | 0.4        | 0.1       | trees          |
        | steady     | expansion | e        | 0.1         | 0.1        | 0.1       | trees          |
        """);
    lake.replaceWhere(
        Batches.TABLE,
        TextTable.rows(
            Batches.TABLE,
            """
            | source        | ingested_on | is_history | fingerprint | rows | rejects | duplicates |
            | accounts      | 2025-01-31  | true       | a           | 3    | 0       | 0          |
            | subscriptions | 2025-01-31  | true       | s           | 3    | 0       | 0          |
            | usage_events  | 2025-01-31  | true       | u           | 90   | 10      | 0          |
            """),
        "true");
    return new StoredNight(lake, asOf, 50, "1", null);
  }

  /** What became of the accounts: rows of AccountLabels of this night. */
  public void happened(String labels) {
    store(lake, AccountLabels.TABLE, asOf, labels);
  }

  public StoredNight withAtRiskRows(int rows) {
    return new StoredNight(lake, asOf, rows, codeVersion, inPlace);
  }

  public StoredNight withCodeVersion(String version) {
    return new StoredNight(lake, asOf, atRiskRows, version, inPlace);
  }

  /** The same, but terms are overwritten in place. */
  public StoredNight withTerms(InPlace meaning) {
    return new StoredNight(lake, asOf, atRiskRows, codeVersion, meaning);
  }

  public JobResult publish() {
    return publish(line -> {});
  }

  public JobResult publish(Consumer<String> progress) {
    return publish(context(progress));
  }

  public JobResult restate() {
    return publish(context(line -> {}).restating());
  }

  private static JobResult publish(JobContext context) {
    return PublishJob.run(
        context, ModelFigures.of(TestSession.spark(), List.of()), Parity.none(context));
  }

  public String runId() {
    return PublishJob.runId(context(line -> {}));
  }

  public JobContext context(Consumer<String> progress) {
    ListRules lists = new ListRules(atRiskRows, 50, 4, 2, 1, "USD", 60, true, Set.of());
    Settings settings =
        new Settings(
            lake.uri(),
            ZoneId.of("UTC"),
            "USD",
            "en",
            Map.of(),
            new SnapshotRules(ZoneId.of("UTC"), "USD", Map.of(), 14, Map.of(), inPlace),
            new FeatureRules(60, 14, Set.of("export"), FeatureRules.TicketWords.DEFAULT),
            new LabelRule(Target.CHURN, 0, 60, 14, BigDecimal.ZERO),
            new LabelRule(Target.EXPANSION, 0, 60, 14, new BigDecimal("0.05")),
            new Settings.Training(28, 24, Settings.When.WEEKLY, 50),
            lists,
            Settings.Retention.USUAL,
            null,
            "{}",
            "hash of " + atRiskRows);
    Clock stopped = Clock.fixed(Instant.parse("2025-07-01T02:00:00Z"), ZoneOffset.UTC);
    return new JobContext(
        lake,
        settings,
        asOf,
        codeVersion,
        stopped,
        progress,
        () -> {},
        (step, work) -> work.get(),
        JobContext.Publishing.IN_ORDER);
  }

  private static void store(Lake lake, Table table, LocalDate asOf, String text) {
    lake.replaceDays(
        table,
        TextTable.rows(table, text).withColumn(Published.AS_OF.name(), lit(asOf)),
        Published.AS_OF,
        List.of(asOf));
  }

  /** The same settings with others of what is kept, and of where nights are delivered. */
  public static Settings with(Settings s, Settings.Retention retention, ServingDatabase serving) {
    return new Settings(
        s.lake(),
        s.timezone(),
        s.currency(),
        s.language(),
        s.sources(),
        s.snapshot(),
        s.features(),
        s.churn(),
        s.expansion(),
        s.training(),
        s.lists(),
        retention,
        serving,
        s.json(),
        s.hash());
  }
}
