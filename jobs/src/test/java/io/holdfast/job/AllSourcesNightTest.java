package io.holdfast.job;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.TestSession;
import io.holdfast.lake.Lake;
import io.holdfast.lake.Manifest;
import io.holdfast.settings.Settings;
import io.holdfast.settings.SettingsReader;
import io.holdfast.table.AccountFeatures;
import io.holdfast.table.AccountScores;
import io.holdfast.table.DataQuality;
import io.holdfast.table.ScoreReasons;
import io.holdfast.table.Table;
import io.holdfast.table.UpsellWithheld;
import io.holdfast.world.World;
import io.holdfast.world.WorldPlan;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole night of a business that has every source, ranked by rule. */
class AllSourcesNightTest {
  private static final WorldPlan PLAN =
      new WorldPlan(120, 300, 300, 5, LocalDate.of(2024, 1, 1), 2);

  @TempDir static Path folder;

  private static JobContext context;

  @BeforeAll
  static void run_the_night() {
    World.generateAllSources(PLAN, folder, line -> {});
    Settings settings =
        SettingsReader.read(
            folder.resolve("holdfast.yaml"), Map.of("training.when", "never"), null, name -> null);
    context =
        new JobContext(
            Lake.at(TestSession.spark(), settings.lake()),
            settings,
            PLAN.until(),
            "all sources",
            Clock.fixed(Instant.parse("2025-01-01T02:00:00Z"), ZoneOffset.UTC),
            line -> {},
            () -> {},
            (step, work) -> work.get(),
            JobContext.Publishing.IN_ORDER);
    assertThat(NightJob.run(context).status()).isEqualTo(JobResult.Status.DONE);
  }

  @Test
  void every_feature_is_known_of_some_account() {
    Dataset<Row> features =
        context
            .lake()
            .readDays(AccountFeatures.TABLE, AccountFeatures.AS_OF, List.of(PLAN.until()));
    Row known =
        features
            .agg(
                count(lit(1)),
                AccountFeatures.TABLE.columns().stream()
                    .map(c -> count(c.col()).as(c.name()))
                    .toArray(Column[]::new))
            .head();
    List<String> neverKnown =
        Arrays.stream(known.schema().fieldNames())
            .filter(name -> known.<Long>getAs(name) == 0)
            .toList();
    // The world has no CES survey and no attributes; its discounts may all have ended.
    assertThat(neverKnown)
        .isSubsetOf(
            "attributes",
            "ces_score",
            "days_since_ces",
            "ces_score_change",
            "days_to_discount_end");
  }

  @Test
  void only_health_is_left_unchecked_and_only_feedback_is_absent() {
    assertThat(
            published(UpsellWithheld.TABLE)
                .select(UpsellWithheld.UNCHECKED_CONDITIONS.col())
                .distinct()
                .collectAsList())
        .extracting(r -> r.getString(0))
        .containsExactly("unhealthy");
    assertThat(
            published(DataQuality.TABLE)
                .filter(
                    col("check_name").equalTo("sources that are absent").and(not(col("passed"))))
                .collectAsList())
        .extracting(r -> r.<String>getAs("table_name"))
        .containsExactly("list_feedback");
    assertThat(published(DataQuality.TABLE).filter("NOT passed AND level = 'STOP'").count())
        .isZero();
  }

  @Test
  void reasons_come_from_the_new_sources_too() {
    assertThat(published(AccountScores.TABLE).count()).isPositive();
    assertThat(
            published(ScoreReasons.TABLE)
                .select(ScoreReasons.REASON_CODE.col())
                .distinct()
                .collectAsList())
        .extracting(r -> r.getString(0))
        .contains("payment_problem", "relationship", "promoter", "stalled_onboarding");
  }

  private static Dataset<Row> published(Table table) {
    return Manifest.of(context.lake()).published(table, PLAN.until());
  }
}
