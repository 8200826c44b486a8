package io.holdfast.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.deliver.Exports;
import io.holdfast.lake.Lake;
import io.holdfast.lake.Manifest;
import io.holdfast.settings.Settings;
import io.holdfast.table.AccountFeatures;
import io.holdfast.table.AtRiskAccounts;
import io.holdfast.table.Published;
import io.holdfast.table.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MaintainJobTest {
  private static final LocalDate AS_OF = LocalDate.parse("2025-06-30");

  @TempDir Path folder;

  @Test
  void what_was_replaced_goes_after_a_while_what_no_manifest_names_at_once_the_night_stays() {
    StoredNight first = StoredNight.in(folder, AS_OF);
    first.publish();
    StoredNight second = first.withCodeVersion("2");
    second.publish();
    Lake lake = first.lake();
    Manifest manifest = Manifest.of(lake);
    Dataset<Row> published = manifest.published(AtRiskAccounts.TABLE, AS_OF);
    List<Row> rows = published.collectAsList();
    manifest.write(AtRiskAccounts.TABLE, published.drop("run_id"), AS_OF, "a killed run");
    Dataset<Row> begun =
        lake.spark()
            .read()
            .format("delta")
            .option("versionAsOf", lake.version(AtRiskAccounts.TABLE))
            .load(lake.path(AtRiskAccounts.TABLE));

    JobResult early = maintain(second, Duration.ofDays(1), Settings.Retention.USUAL);

    assertThat(early.rows()).containsEntry("at_risk_accounts", (long) rows.size()).hasSize(1);
    assertThat(runs(lake, AtRiskAccounts.TABLE))
        .containsExactlyInAnyOrder(first.runId(), second.runId());

    JobResult late = maintain(second, Duration.ofDays(8), Settings.Retention.USUAL);

    assertThat(late.rows()).containsKeys("at_risk_accounts", "account_scores", "account_overview");
    assertThat(runs(lake, AtRiskAccounts.TABLE)).containsExactly(second.runId());
    assertThat(manifest.published(AtRiskAccounts.TABLE, AS_OF).collectAsList())
        .containsExactlyInAnyOrderElementsOf(rows);
    assertThat(begun.select("account_id").collectAsList())
        .as("a reader that has begun reads on: all three runs")
        .hasSize(3 * rows.size());
  }

  @Test
  void nights_beyond_their_days_go_but_for_what_models_are_trained_on() {
    LocalDate old = AS_OF.minusDays(91);
    LocalDate anchored = LocalDate.ofEpochDay(Math.floorDiv(old.toEpochDay(), 28L) * 28);
    assertThat(anchored).isBefore(old);
    StoredNight before = StoredNight.in(folder, old);
    before.publish();
    DeliverJob.run(before.context(line -> {}));
    StoredNight.in(folder, anchored);
    StoredNight night = StoredNight.in(folder, AS_OF);
    night.publish();
    DeliverJob.run(night.context(line -> {}));
    Lake lake = night.lake();

    JobResult removed =
        maintain(night, Duration.ofDays(1), new Settings.Retention(Optional.of(90), 7, 90, 7));

    assertThat(removed.rows()).containsEntry("exports", 1L).containsKey("run_manifest");
    assertThat(Manifest.of(lake).nights()).containsExactly(AS_OF);
    assertThat(lake.days(AtRiskAccounts.TABLE, Published.AS_OF)).containsExactly(AS_OF);
    assertThat(lake.days(AccountFeatures.TABLE, AccountFeatures.AS_OF))
        .containsExactly(anchored, AS_OF);
    assertThat(Exports.of(lake, AS_OF).isDelivered(night.runId())).isTrue();
    assertThat(Files.exists(folder.resolve("exports").resolve(old.toString()))).isFalse();
  }

  @Test
  void small_files_are_joined_files_of_no_table_go_and_a_lake_without_nights_is_left_alone()
      throws IOException {
    StoredNight night = StoredNight.in(folder, AS_OF);
    Lake lake = night.lake();
    List<Row> rows = lake.read(AccountFeatures.TABLE).collectAsList();
    lake.replaceDays(
        AccountFeatures.TABLE,
        lake.spark().createDataFrame(rows, AccountFeatures.TABLE.schema()).repartition(3),
        AccountFeatures.AS_OF,
        List.of(AS_OF));
    assertThat(lake.read(AccountFeatures.TABLE).inputFiles()).hasSizeGreaterThan(1);
    Path place = Path.of(lake.path(AccountFeatures.TABLE));
    Path young = Files.writeString(place.resolve("of-a-run-under-way.parquet"), "half");
    Path abandoned = Files.writeString(place.resolve("of-a-killed-run.parquet"), "half");
    Files.setLastModifiedTime(abandoned, FileTime.from(Instant.EPOCH));

    assertThat(maintain(night, Duration.ZERO, Settings.Retention.USUAL).rows()).isEmpty();

    assertThat(lake.read(AccountFeatures.TABLE).inputFiles()).hasSize(1);
    assertThat(abandoned).doesNotExist();
    assertThat(young).exists();
    assertThat(lake.read(AccountFeatures.TABLE).collectAsList())
        .containsExactlyInAnyOrderElementsOf(rows);
  }

  private static Set<String> runs(Lake lake, Table table) {
    return lake.words(List.of(table), Published.RUN_ID).get(table);
  }

  /** So long after the nights were published. */
  private static JobResult maintain(
      StoredNight night, Duration later, Settings.Retention retention) {
    JobContext context = night.context(line -> {});
    Settings settings = StoredNight.with(context.settings(), retention, null);
    return MaintainJob.run(
        new JobContext(
            context.lake(),
            settings,
            context.asOf(),
            context.codeVersion(),
            Clock.offset(context.clock(), later),
            context.progress(),
            context.fence(),
            context.steps(),
            context.publishing()));
  }
}
