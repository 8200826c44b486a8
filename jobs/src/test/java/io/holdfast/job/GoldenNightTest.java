package io.holdfast.job;

import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.holdfast.TestSession;
import io.holdfast.TextTable;
import io.holdfast.check.Finding;
import io.holdfast.deliver.Explanation;
import io.holdfast.error.DataException;
import io.holdfast.error.DifferenceException;
import io.holdfast.error.SettingsException;
import io.holdfast.job.Replay.ReplayedTable;
import io.holdfast.label.Target;
import io.holdfast.lake.Lake;
import io.holdfast.lake.Manifest;
import io.holdfast.model.ModelLog;
import io.holdfast.settings.Settings;
import io.holdfast.settings.SettingsReader;
import io.holdfast.snapshot.AsOfDates;
import io.holdfast.table.AccountFeatures;
import io.holdfast.table.AccountScores;
import io.holdfast.table.AtRiskAccounts;
import io.holdfast.table.Column;
import io.holdfast.table.FeatureDrift;
import io.holdfast.table.RetentionForecast;
import io.holdfast.table.Table;
import io.holdfast.table.Trainings;
import io.holdfast.table.UpsellCandidates;
import io.holdfast.table.UpsellWithheld;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The golden night: data-samples in, golden lists out. A change of behaviour is a change of the
 * files in {@code data-samples/golden}, reviewed as a diff; {@code -Dholdfast.golden.write=true}
 * writes them anew.
 */
class GoldenNightTest {
  private static final Path SAMPLES = Path.of("../data-samples");
  private static final LocalDate NIGHT = LocalDate.parse("2025-04-24");

  @TempDir static Path folder;

  private static JobContext context;
  private static Plan planBefore;

  @BeforeAll
  static void run_the_night() {
    Settings settings =
        SettingsReader.read(
            SAMPLES.resolve("holdfast.yaml"), Map.of(), folder.toString(), name -> null);
    context =
        new JobContext(
            Lake.at(TestSession.spark(), settings.lake()),
            settings,
            NIGHT,
            "golden",
            Clock.fixed(Instant.parse("2025-04-25T02:00:00Z"), ZoneOffset.UTC),
            line -> {},
            () -> {},
            (step, work) -> work.get(),
            JobContext.Publishing.IN_ORDER);
    planBefore = Plan.of(context);
    assertThat(NightJob.run(context).status()).isEqualTo(JobResult.Status.DONE);
  }

  @Test
  void the_plan_tells_what_the_night_reads_and_afterwards_that_nothing_is_left() {
    assertThat(planBefore.isFirst()).isTrue();
    assertThat(planBefore.readings())
        .as("four sources, each with a history and three dated folders")
        .hasSize(4 * 4)
        .allMatch(reading -> reading.bytes() > 0);
    Plan again = Plan.of(context);
    assertThat(again.isPublished()).isTrue();
    assertThat(again.readings()).isEmpty();
    Plan older = Plan.of(context.at(NIGHT.minusDays(1)));
    assertThat(older.isPublished()).isFalse();
    assertThat(older.features()).contains(NIGHT.minusDays(1)).doesNotContain(NIGHT);
    assertThat(older.staleFeatures()).isEmpty();
    assertThat(older.costs()).containsKey("publish");
  }

  @Test
  void the_at_risk_list_is_the_golden_one() throws IOException {
    assertGolden(
        AtRiskAccounts.TABLE,
        List.of(
            AtRiskAccounts.LIST_RANK,
            AtRiskAccounts.ACCOUNT_NAME,
            AtRiskAccounts.MRR,
            AtRiskAccounts.RISK_TIER,
            AtRiskAccounts.REASON_1_CODE,
            AtRiskAccounts.REASON_1,
            AtRiskAccounts.RENEWAL_DATE,
            AtRiskAccounts.NOTICE_GIVEN));
  }

  @Test
  void the_upsell_list_is_the_golden_one() throws IOException {
    assertGolden(
        UpsellCandidates.TABLE,
        List.of(
            UpsellCandidates.LIST_RANK,
            UpsellCandidates.ACCOUNT_NAME,
            UpsellCandidates.MRR,
            UpsellCandidates.EXPANSION_KIND,
            UpsellCandidates.REASON_1_CODE,
            UpsellCandidates.REASON_1));
  }

  @Test
  void what_is_withheld_is_golden() throws IOException {
    assertGolden(
        UpsellWithheld.TABLE,
        List.of(
            UpsellWithheld.ACCOUNT_ID,
            UpsellWithheld.WITHHELD_CODE,
            UpsellWithheld.RELEASE_CONDITION,
            UpsellWithheld.UNCHECKED_CONDITIONS));
  }

  @Test
  void the_night_forecasts_churn_and_tells_how_far_its_accounts_are_from_the_training() {
    Manifest manifest = Manifest.of(context.lake());
    Row all =
        manifest
            .published(RetentionForecast.TABLE, NIGHT)
            .filter(RetentionForecast.DIMENSION.col().equalTo("all"))
            .head();
    double expected = all.<BigDecimal>getAs("expected_churned_mrr").doubleValue();
    assertThat(expected).isBetween(all.<Double>getAs("low"), all.<Double>getAs("high"));
    assertThat(all.<BigDecimal>getAs("mrr").doubleValue()).isGreaterThan(all.getAs("high"));

    List<Row> drift = manifest.published(FeatureDrift.TABLE, NIGHT).collectAsList();
    assertThat(drift)
        .filteredOn(r -> r.getAs("feature").equals("probability"))
        .extracting(r -> r.<String>getAs("target"))
        .containsExactlyInAnyOrder("churn", "expansion");
  }

  @Test
  void the_same_night_again_is_the_same_run_and_has_nothing_to_do() {
    assertThat(NightJob.run(context).status()).isEqualTo(JobResult.Status.NOTHING_TO_DO);
  }

  @Test
  void an_explanation_adds_up_to_the_published_log_odds() {
    Row listed =
        Manifest.of(context.lake())
            .published(AtRiskAccounts.TABLE, NIGHT)
            .orderBy(AtRiskAccounts.LIST_RANK.col())
            .head();
    List<String> lines =
        Explanation.of(
            context.lake(), NIGHT, listed.<String>getAs(AtRiskAccounts.ACCOUNT_ID.name()));
    int first =
        IntStream.range(0, lines.size())
            .filter(i -> lines.get(i).startsWith("  Log-odds add up from "))
            .findFirst()
            .orElseThrow();
    double sum =
        Stream.concat(
                Stream.of(lines.get(first).replaceAll(".*from ([-0-9.]+) .*", "$1")),
                lines.subList(first + 1, first + 10).stream().map(l -> l.strip().split(" ")[0]))
            .mapToDouble(Double::parseDouble)
            .sum();
    double probability = listed.getAs(AtRiskAccounts.CHURN_PROBABILITY.name());

    assertThat(sum)
        .as("ten numbers of two decimals")
        .isCloseTo(Math.log(probability / (1 - probability)), within(0.05));
  }

  @Test
  void a_person_may_choose_another_model_for_later_nights_and_only_for_those() throws IOException {
    Lake lake = context.lake();
    String trained = ModelLog.of(lake).current(Target.CHURN, NIGHT).orElseThrow();
    Path models = folder.resolve("models/churn");
    try (Stream<Path> files = Files.walk(models.resolve(trained))) {
      for (Path file : files.toList()) {
        Files.copy(file, models.resolve("older").resolve(models.resolve(trained).relativize(file)));
      }
    }
    lake.append(
        Trainings.TABLE,
        TextTable.rows(
            Trainings.TABLE,
            """
            | target | as_of      | model_id | decision | reason   | rows | positives |
            | churn  | 2025-03-01 | older    | promoted | promoted | 100  | 20        |
            """));

    assertThat(ModelChoice.rollback(context, null, null).status())
        .as("only churn has an earlier model")
        .isEqualTo(JobResult.Status.DONE);
    assertThat(ModelLog.of(lake).current(Target.CHURN, NIGHT)).contains(trained);
    assertThat(ModelLog.of(lake).current(Target.CHURN, NIGHT.plusDays(1))).contains("older");
    assertThat(PublishJob.isPublished(context)).as("the night rests on the same model").isTrue();
    assertThat(ModelChoice.promote(context, "older", null).status())
        .isEqualTo(JobResult.Status.NOTHING_TO_DO);
    assertThat(ModelChoice.promote(context, trained, NIGHT.plusDays(9)).status())
        .isEqualTo(JobResult.Status.DONE);
    assertThat(ModelLog.of(lake).current(Target.CHURN, NIGHT.plusDays(9))).contains(trained);
    assertThatThrownBy(() -> ModelChoice.promote(context, "older", NIGHT))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("rests on the model that counted for it");
    assertThatThrownBy(() -> ModelChoice.promote(context, "unknown", null))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("model unknown is not in the log");
    Files.writeString(models.resolve("older/changed"), "by hand");
    assertThatThrownBy(() -> ModelChoice.promote(context, "older", NIGHT.plusDays(9)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("is not the one its card describes");
  }

  @Test
  void what_dashboards_ask_is_answered_by_the_views_for_spark() throws IOException {
    SparkSession spark = context.lake().spark();
    spark.conf().set("lake", context.lake().uri());
    statements("spark.sql").forEach(spark::sql);
    List<Dataset<Row>> answers = statements("questions.sql").stream().map(spark::sql).toList();

    assertThat(answers).hasSizeGreaterThan(5);
    answers.forEach(answer -> assertThat(answer.columns()).doesNotHaveDuplicates());
    assertThat(answers.get(0).agg(sum("accounts"), sum("to_call")).head())
        .as("accounts, and those to call")
        .isEqualTo(
            RowFactory.create(
                published(AccountScores.TABLE).select("account_id").distinct().count(),
                published(AtRiskAccounts.TABLE).count()));
    assertThat(answers.get(3).count())
        .as("new on the list of the first night")
        .isEqualTo(published(AtRiskAccounts.TABLE).count());
    assertThat(spark.table("upsell_candidates_latest").except(published(UpsellCandidates.TABLE)))
        .satisfies(others -> assertThat(others.count()).isZero());
    answers.forEach(Dataset::count);
  }

  /** Of a file in docs/bi. */
  private static List<String> statements(String file) throws IOException {
    String sql =
        Files.readAllLines(Path.of("../docs/bi").resolve(file)).stream()
            .filter(line -> !line.startsWith("--"))
            .collect(Collectors.joining("\n"));
    return Arrays.stream(sql.split(";")).map(String::strip).filter(s -> !s.isEmpty()).toList();
  }

  private static Dataset<Row> published(Table table) {
    return Manifest.of(context.lake()).published(table, NIGHT);
  }

  @Test
  void features_of_an_earlier_date_are_computed_again_and_a_changed_one_is_found() {
    Lake lake = context.lake();
    JobContext before = context.at(NIGHT.minusDays(2));
    AsOfDates dates = NightJob.dates(before, TrainJob.inputs(before));
    LocalDate date = Parity.date(before.asOf(), dates).orElseThrow();
    Parity beside = Parity.of(before, dates);
    long written = FeaturesJob.run(before, dates, beside).rows().get(AccountFeatures.TABLE.name());

    assertThat(
            lake.readDays(AccountFeatures.TABLE, AccountFeatures.AS_OF, List.of(before.asOf()))
                .count())
        .as("rows of the night alone: the sample is not written")
        .isEqualTo(written);
    List<Double> found = beside.findings().stream().map(Finding::value).toList();
    assertThat(Parity.of(before, dates).findings())
        .as("what is compared alone, and what was compared beside the night")
        .extracting(Finding::value)
        .isEqualTo(found);
    assertThat(found.get(0)).as("accounts").isBetween(2.0, (double) ParityRows.ACCOUNTS);

    Dataset<Row> stored =
        rows(lake, lake.readDays(AccountFeatures.TABLE, AccountFeatures.AS_OF, List.of(date)));
    String day = "as_of = DATE'" + date + "'";
    Dataset<Row> changed =
        stored.withColumn(
            AccountFeatures.EVENTS_28D.name(), AccountFeatures.EVENTS_28D.col().plus(1));
    lake.replaceWhere(AccountFeatures.TABLE, changed, day);
    assertThatThrownBy(() -> Parity.of(before, dates).findings())
        .isInstanceOf(DifferenceException.class)
        .hasMessageStartingWith("parity: account_features of " + date)
        .hasMessageContaining("account_id ")
        .hasMessageContaining(": events_28d is stored as ")
        .hasMessageContaining(" and computed as ")
        .hasMessageContaining("(and " + (found.get(0).intValue() - 1) + " more values)");
    lake.replaceWhere(AccountFeatures.TABLE, stored, day);
  }

  @Test
  void the_night_is_made_again_from_its_manifest_and_a_row_changed_since_is_found() {
    Lake lake = context.lake();
    String runId = Manifest.of(lake).lastRunId(NIGHT).orElseThrow();
    String ofRun = "as_of = DATE'" + NIGHT + "' AND run_id = '" + runId + "'";
    Dataset<Row> published = rows(lake, Manifest.of(lake).published(UpsellWithheld.TABLE, NIGHT));
    lake.replaceWhere(
        UpsellWithheld.TABLE,
        published.withColumn(
            UpsellWithheld.WITHHELD_REASON.name(),
            concat(UpsellWithheld.WITHHELD_REASON.col(), lit("!"))),
        ofRun);
    Replay replay = Replay.of(context, GoldenNightTest::published);
    lake.replaceWhere(UpsellWithheld.TABLE, published, ofRun);

    assertThat(replay.tables())
        .hasSize(14)
        .allSatisfy(t -> assertThat(t.computed()).as(t.text()).isEqualTo(t.published()))
        .filteredOn(t -> !t.isSame())
        .extracting(ReplayedTable::name)
        .containsExactly(UpsellWithheld.TABLE.name());
    assertThatThrownBy(replay::requireSame)
        .isInstanceOf(DifferenceException.class)
        .hasMessageContaining("upsell_withheld: published ")
        .hasMessageContaining(", computed the same, stored rows changed to ");
    assertThatThrownBy(() -> Replay.of(context.at(NIGHT.plusDays(1)), GoldenNightTest::published))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("replay: night 2025-04-25 is not published");
  }

  private static Settings published(String json) {
    return SettingsReader.published(
        json, SAMPLES.resolve("holdfast.yaml"), folder.toString(), name -> null);
  }

  /** The rows as they are now, whatever is written meanwhile. */
  private static Dataset<Row> rows(Lake lake, Dataset<Row> rows) {
    return lake.spark().createDataFrame(rows.collectAsList(), rows.schema());
  }

  private static void assertGolden(Table table, List<Column> columns) throws IOException {
    Path golden = SAMPLES.resolve("golden/" + table.name() + ".txt");
    String found = text(table, columns);
    if (Boolean.getBoolean("holdfast.golden.write")) {
      Files.createDirectories(golden.getParent());
      Files.writeString(golden, found);
    }
    assertThat(found).isEqualTo(Files.readString(golden));
  }

  /** One line a row in the order of the first column, cells between bars. */
  private static String text(Table table, List<Column> columns) {
    List<Row> rows =
        Manifest.of(context.lake())
            .published(table, NIGHT)
            .orderBy(columns.get(0).col())
            .select(columns.stream().map(Column::col).toArray(org.apache.spark.sql.Column[]::new))
            .collectAsList();
    return rows.stream()
        .map(
            row ->
                IntStream.range(0, row.size())
                    .mapToObj(i -> Objects.toString(row.get(i), ""))
                    .collect(Collectors.joining(" | ")))
        .collect(Collectors.joining("\n", "", "\n"));
  }
}
