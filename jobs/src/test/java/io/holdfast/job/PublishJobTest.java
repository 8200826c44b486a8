package io.holdfast.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;
import static org.assertj.core.api.Assertions.tuple;

import io.holdfast.TextTable;
import io.holdfast.error.DataException;
import io.holdfast.error.SettingsException;
import io.holdfast.lake.Manifest;
import io.holdfast.table.AccountScores;
import io.holdfast.table.AtRiskAccounts;
import io.holdfast.table.Batches;
import io.holdfast.table.DataQuality;
import io.holdfast.table.Published;
import io.holdfast.table.ReasonPerformance;
import io.holdfast.table.RetentionForecast;
import io.holdfast.table.RunManifest;
import io.holdfast.table.ScoredAccounts;
import io.holdfast.table.Table;
import io.holdfast.table.UpsellCandidates;
import io.holdfast.table.UpsellWithheld;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublishJobTest {
  private static final LocalDate AS_OF = LocalDate.parse("2025-06-30");

  @TempDir Path folder;

  @Test
  void a_night_is_published_once_whole_documented_and_in_order() {
    StoredNight night = StoredNight.in(folder, AS_OF);
    JobResult first = night.publish();
    long commits = night.lake().commits();
    JobResult second = night.publish();

    assertThat(first.rows())
        .containsEntry("account_scores", 6L)
        .containsEntry("at_risk_accounts", 3L)
        .containsEntry("upsell_withheld", 2L)
        .containsEntry("upsell_candidates", 1L)
        .containsEntry("model_evaluations", 0L)
        .containsEntry("model_metrics", 0L);
    assertThat(second.status()).isEqualTo(JobResult.Status.NOTHING_TO_DO);
    assertThat(night.lake().commits()).as("commits of a second run").isEqualTo(commits);
    Manifest.Publication publication = manifest(night).last(AS_OF).orElseThrow();
    assertThat(publication.runId()).matches("2025-06-30-[0-9a-f]{12}");
    assertThat(publication.tables())
        .extracting(Manifest.PublishedTable::name)
        .containsExactly(
            "account_overview",
            "account_scores",
            "at_risk_accounts",
            "data_quality",
            "feature_drift",
            "model_calibration",
            "model_evaluations",
            "model_metrics",
            "reason_performance",
            "retention_forecast",
            "score_reasons",
            "source_trust",
            "upsell_candidates",
            "upsell_withheld");

    assertThat(
            TextTable.text(
                manifest(night).published(DataQuality.TABLE, AS_OF).filter("NOT passed"),
                "table_name",
                "check_name",
                "level",
                "value"))
        .isEqualTo(
            TextTable.text(
                """
                | table_name            | check_name                      | level | value |
                | csm_touches           | sources that are absent         | WARN  | 1.0   |
                | invoices              | sources that are absent         | WARN  | 1.0   |
                | list_feedback         | sources that are absent         | WARN  | 1.0   |
                | onboarding_milestones | sources that are absent         | WARN  | 1.0   |
                | success_metrics       | sources that are absent         | WARN  | 1.0   |
                | support_tickets       | sources that are absent         | WARN  | 1.0   |
                | survey_responses      | sources that are absent         | WARN  | 1.0   |
                | usage_events          | share of rows that were refused | WARN  | 0.1   |
                | users                 | sources that are absent         | WARN  | 1.0   |
                """));

    for (Table table : List.of(AccountScores.TABLE, DataQuality.TABLE)) {
      String path = night.lake().path(table);
      Row detail = night.lake().spark().sql("DESCRIBE DETAIL delta.`" + path + "`").head();
      assertThat(detail.<Integer>getAs("minReaderVersion")).as(table.name()).isEqualTo(1);
      assertThat(detail.<String>getAs("description")).isEqualTo(table.grain());
      assertThat(detail.getList(detail.fieldIndex("partitionColumns")))
          .isEqualTo(List.of(Published.AS_OF.name()));
    }

    StoredNight older = StoredNight.in(folder, AS_OF.minusDays(1));
    assertThatThrownBy(older::publish)
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("2025-06-29 is older than the newest published night 2025-06-30");

    night
        .lake()
        .append(
            Batches.TABLE,
            TextTable.rows(
                Batches.TABLE,
                """
                | source | ingested_on | is_history | fingerprint | rows | rejects | duplicates |
                | users  | 2025-06-29  | false      | n           | 3    | 0       | 0          |
                """));
    assertThatThrownBy(() -> Replay.of(night.context(line -> {}), json -> fail("not asked")))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("source users, batch 2025-06-29 landed since")
        .hasMessageContaining("night --as-of 2025-06-30 --restate");
  }

  @Test
  void what_a_matured_night_said_and_why_stands_beside_what_happened() {
    StoredNight matured = StoredNight.in(folder, LocalDate.parse("2024-11-15"));
    matured.publish();
    matured.happened(
        """
        | account_id | target    | label | mrr |
        | falling    | churn     | 1     | 100 |
        | growing    | churn     | 0     | 50  |
        | steady     | churn     | 0     | 20  |
        | growing    | expansion | 1     | 50  |
        """);
    StoredNight night = StoredNight.in(folder, AS_OF);
    night.publish();

    assertThat(
            published(
                night,
                RetentionForecast.TABLE,
                "dimension",
                "member",
                "currency",
                "accounts",
                "mrr",
                "expected_churned_mrr",
                "horizon_days",
                "matured_as_of",
                "matured_expected_mrr",
                "matured_churned_mrr"))
        .isEqualTo(
            TextTable.text(
                """
                | dimension | member | currency | accounts | mrr    | expected_churned_mrr | horizon_days | matured_as_of | matured_expected_mrr | matured_churned_mrr |
                | all       | all    | USD      | 3        | 170.00 | 53.30                | 60           | 2024-11-15    | 53.30                | 100.00              |
                | plan      | pro    | USD      | 2        | 150.00 | 52.50                | 60           | 2024-11-15    | 52.50                | 100.00              |
                | plan      | team   | USD      | 1        | 20.00  | 0.80                 | 60           | 2024-11-15    | 0.80                 | 0.00                |
                | segment   | smb    | USD      | 3        | 170.00 | 53.30                | 60           | 2024-11-15    | 53.30                | 100.00              |
                """));
    Row all =
        manifest(night)
            .published(RetentionForecast.TABLE, AS_OF)
            .filter("dimension = 'all'")
            .head();
    assertThat(all.<Double>getAs("low")).isEqualTo(0);
    assertThat(all.<Double>getAs("high")).isBetween(100.0, 170.0);
    assertThat(all.<Double>getAs("matured_high")).isEqualTo(all.<Double>getAs("high"));
    Dataset<Row> before = manifest(matured).published(RetentionForecast.TABLE, matured.asOf());
    assertThat(before.filter("member = 'all' AND matured_as_of IS NULL").count())
        .as("what was published stays as it is")
        .isEqualTo(1);
    assertReasonsAreCounted(night, matured.asOf());
  }

  /** The reasons that a matured list gave are counted against what happened. */
  private static void assertReasonsAreCounted(StoredNight night, LocalDate matured) {
    Map<String, List<String>> shownBy = new TreeMap<>();
    manifest(night)
        .published(AtRiskAccounts.TABLE, matured)
        .collectAsList()
        .forEach(
            row ->
                Stream.of("reason_1_code", "reason_2_code", "reason_3_code")
                    .map(row::<String>getAs)
                    .filter(Objects::nonNull)
                    .forEach(
                        code ->
                            shownBy
                                .computeIfAbsent(code, c -> new ArrayList<>())
                                .add(row.getAs("account_id"))));
    assertThat(shownBy.values()).anyMatch(accounts -> accounts.contains("falling"));
    assertThat(
            manifest(night)
                .published(ReasonPerformance.TABLE, AS_OF)
                .filter("target = 'churn'")
                .orderBy("reason_code")
                .collectAsList())
        .extracting(
            r -> r.getAs("reason_code"),
            r -> r.getAs("listed"),
            r -> r.getAs("happened"),
            r -> r.getAs("list_precision"))
        .containsExactlyElementsOf(
            shownBy.entrySet().stream()
                .map(
                    e ->
                        tuple(
                            e.getKey(),
                            (long) e.getValue().size(),
                            e.getValue().contains("falling") ? 1L : 0L,
                            1.0 / 3))
                .toList());
  }

  @Test
  void an_older_night_is_published_again_when_asked_and_later_nights_stay() {
    StoredNight older = StoredNight.in(folder, AS_OF.minusDays(1));
    older.publish();
    StoredNight newest = StoredNight.in(folder, AS_OF);
    newest.publish();
    Manifest.Publication latest = manifest(newest).last(AS_OF).orElseThrow();
    StoredNight corrected = older.withAtRiskRows(1);
    assertThat(older.publish().status())
        .as("the same run again needs no word")
        .isEqualTo(JobResult.Status.NOTHING_TO_DO);
    assertThatThrownBy(corrected::publish)
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining(
            "night 2025-06-29 is older than the newest published night 2025-06-30")
        .hasMessageContaining("--restate");

    assertThat(corrected.restate().rows()).containsEntry("at_risk_accounts", 1L);

    Manifest.Publication restated = manifest(older).last(older.asOf()).orElseThrow();
    assertThat(restated.runId()).isEqualTo(corrected.runId()).isNotEqualTo(older.runId());
    assertThat(restated.previousRunId()).isEqualTo(older.runId());
    assertThat(manifest(newest).last(AS_OF)).contains(latest);
    assertThat(manifest(newest).newest()).contains(AS_OF);
    assertThat(manifest(newest).published(AtRiskAccounts.TABLE, AS_OF).count()).isEqualTo(3);
    assertThat(corrected.restate().status()).isEqualTo(JobResult.Status.NOTHING_TO_DO);
  }

  @Test
  void other_settings_are_another_run_beside_the_first_until_the_manifest_is_committed() {
    StoredNight night = StoredNight.in(folder, AS_OF);
    night.publish();
    Map<String, String> firstHashes = hashes(night);
    StoredNight shorter = night.withAtRiskRows(1);
    shorter.publish(
        line -> {
          if (line.contains("rows checked")) {
            assertThat(manifest(night).published(AtRiskAccounts.TABLE, AS_OF).count())
                .as("rows by manifest while the next run lies beside them")
                .isEqualTo(3);
            assertThat(night.lake().read(AtRiskAccounts.TABLE).count()).isEqualTo(4);
          }
        });

    String first = night.runId();
    String second = shorter.runId();
    assertThat(second).isNotEqualTo(first);
    assertThat(manifest(night).last(AS_OF).orElseThrow().previousRunId()).isEqualTo(first);
    assertThat(manifest(night).written(AtRiskAccounts.TABLE, AS_OF, first).count()).isEqualTo(3);
    assertThat(published(night, AtRiskAccounts.TABLE, "list_rank", "account_id", "notice_given"))
        .isEqualTo(
            TextTable.text(
                """
                | list_rank | account_id | notice_given |
                | 1         | falling    | false        |
                """));
    assertThat(published(night, UpsellCandidates.TABLE, "list_rank", "account_id"))
        .isEqualTo(
            TextTable.text(
                """
                | list_rank | account_id |
                | 1         | growing    |
                """));
    assertThat(published(night, UpsellWithheld.TABLE, "account_id", "withheld_code"))
        .isEqualTo(
            TextTable.text(
                """
                | account_id | withheld_code   |
                | falling    | at_risk         |
                | steady     | no_proven_value |
                """));

    night.publish();
    assertThat(manifest(night).last(AS_OF).orElseThrow().runId())
        .as("going back to the first settings switches back")
        .isEqualTo(first);
    assertThat(hashes(night)).as("content of the same run").isEqualTo(firstHashes);
    assertThat(night.lake().read(RunManifest.TABLE).count()).isEqualTo(2 * 14);
  }

  @Test
  void a_failed_check_stops_the_night_before_the_manifest() {
    StoredNight night = StoredNight.in(folder, AS_OF);
    night
        .lake()
        .append(
            ScoredAccounts.TABLE,
            TextTable.rows(
                ScoredAccounts.TABLE,
                """
                | as_of      | account_id | target    | probability | rank_score | base_rate |
                | 2025-06-30 | steady     | expansion | 1.5         | 1.5        | 0.1       |
                """));
    assertThatThrownBy(night::publish)
        .isInstanceOf(DataException.class)
        .hasMessageContaining("account_scores: rows whose key another row has: found 1")
        .hasMessageContaining("probability outside 0 to 1: found 1");
    assertThat(manifest(night).last(AS_OF)).isEmpty();
    assertThat(manifest(night).published(AccountScores.TABLE, AS_OF).count()).isZero();
  }

  private static Manifest manifest(StoredNight night) {
    return Manifest.of(night.lake());
  }

  private static String published(StoredNight night, Table table, String... columns) {
    return TextTable.text(manifest(night).published(table, AS_OF), columns);
  }

  private static Map<String, String> hashes(StoredNight night) {
    return manifest(night).last(AS_OF).orElseThrow().tables().stream()
        .collect(
            Collectors.toMap(Manifest.PublishedTable::name, Manifest.PublishedTable::contentHash));
  }
}
