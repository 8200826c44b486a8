package io.holdfast.model;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.holdfast.TestSession;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.fs.FileSystem;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AttributionTest {
  private static final Calibration CALIBRATION = new Calibration(0.8, -0.3);

  private static Customers customers;
  private static Encoding encoding;
  private static Fitted trees;
  private static Fitted shrunk;

  @TempDir Path folder;

  @BeforeAll
  static void fit() {
    customers = new Customers(TestSession.spark(), Customers.months(3), 100, 2.5, 25);
    TrainingSet set = customers.trainingSet();
    encoding = set.encoding(set.dates()).encoding();
    Dataset<Row> rows = set.encoded(encoding).cache();
    trees = Learner.TREES.fit(rows, new Boosting(3, 4));
    shrunk = Learner.SHRUNK.fit(rows, null);
  }

  @Test
  void base_and_contributions_of_trees_are_the_published_log_odds() {
    assertSums(new Model(encoding, trees, CALIBRATION));
  }

  @Test
  void base_and_contributions_of_trees_are_the_log_odds_without_a_calibration() {
    assertSums(new Model(encoding, trees, Calibration.NONE));
  }

  @Test
  void base_and_contributions_of_a_logistic_regression_are_the_published_log_odds() {
    assertSums(new Model(encoding, shrunk, CALIBRATION));
  }

  @Test
  void a_mark_and_its_column_are_summed_and_carried_through_the_calibration() {
    Model model = new Model(encoding, trees, CALIBRATION);
    Row encoded =
        encoded()
            .filter(col("as_of").equalTo(LocalDate.of(2024, 1, 4)))
            .filter(col("account_id").equalTo("a0012"))
            .head();
    double[] ofTrees =
        contributions(trees.trees(), encoded.<Vector>getAs(Encoding.VECTOR).toArray());
    int place = names().indexOf("events_trend_ratio_28d");
    int mark = names().indexOf("events_trend_ratio_28d_missing");

    Map<String, Double> explained = explained(model, encoded.getAs("as_of"), "a0012");

    // Platt's scaling is a line in log-odds: its slope is what all contributions are scaled by.
    assertThat(explained.get("events_trend_ratio_28d"))
        .isEqualTo(CALIBRATION.slope() * (ofTrees[place] + ofTrees[mark]), within(1e-9))
        .isNotCloseTo(0, within(1e-4));
  }

  @Test
  void a_weight_times_the_distance_from_the_mean_is_what_a_logarithm_contributes() {
    Model model = new Model(encoding, shrunk, Calibration.NONE);
    List<Row> rows = encoded().collectAsList();
    int place = names().indexOf("seats");
    double mean =
        rows.stream()
            .mapToDouble(r -> r.<Vector>getAs(Encoding.LOG_VECTOR).apply(place))
            .average()
            .orElseThrow();
    Row row = rows.get(5);
    double moved = row.<Vector>getAs(Encoding.LOG_VECTOR).apply(place) - mean;

    Map<String, Double> explained = explained(model, row.getAs("as_of"), row.getAs("account_id"));

    assertThat(explained.get("seats"))
        .isEqualTo(shrunk.logistic().coefficients().apply(place) * moved, within(1e-9));
  }

  @Test
  void marks_and_words_belong_to_their_columns_and_event_types_to_themselves() {
    Model model = new Model(encoding, trees, CALIBRATION);

    Map<String, Double> explained = explained(model, LocalDate.of(2024, 1, 4), "a0001");

    assertThat(names()).contains("events_trend_ratio_28d_missing", "plan=pro", "plan=basic");
    assertThat(explained.keySet())
        .containsExactlyInAnyOrder(
            "mrr",
            "seats",
            "events_28d",
            "active_days_28d",
            "events_trend_ratio_28d",
            "seat_use_ratio_28d",
            "plan",
            "segment",
            "events_28d:login",
            "events_84d:login");
  }

  @Test
  void stored_trees_explain_as_the_trained_ones() throws IOException {
    ModelStore.write(files(), path(), trees);

    assertThat(
            all(new Model(encoding, ModelStore.read(files(), path(), Learner.TREES), CALIBRATION)))
        .isEqualTo(all(new Model(encoding, trees, CALIBRATION)))
        .hasSize(300);
  }

  @Test
  void a_stored_logistic_regression_explains_as_the_trained_one() throws IOException {
    ModelStore.write(files(), path(), shrunk);

    assertThat(
            all(new Model(encoding, ModelStore.read(files(), path(), Learner.SHRUNK), CALIBRATION)))
        .isEqualTo(all(new Model(encoding, shrunk, CALIBRATION)))
        .hasSize(300);
  }

  private org.apache.hadoop.fs.Path path() {
    return new org.apache.hadoop.fs.Path(folder.toUri());
  }

  private FileSystem files() throws IOException {
    return path().getFileSystem(TestSession.spark().sessionState().newHadoopConf());
  }

  @Test
  void a_model_that_says_something_else_than_its_contributions_is_an_error() {
    assertThatThrownBy(() -> explain(0.5 + 2e-6, 0.5))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(
            "account a at 2025-01-02, log-odds of the model: base and contributions sum to");
  }

  @Test
  void published_log_odds_that_are_not_the_sum_are_an_error() {
    assertThatThrownBy(() -> explain(0.5, 0.5 + 2e-6))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("account a at 2025-01-02, published log-odds")
        .hasMessageContaining("is beyond 1.0E-6");
  }

  @Test
  void sums_that_hold_are_no_error() {
    assertThat(explain(0.5, 0.5).getDouble(3)).isEqualTo(0.1, within(1e-12));
  }

  /** A model with weight 2 and base 0.1 explains the value 0.2: log-odds 0.5. */
  private static Row explain(double output, double logOdds) {
    Additive model = new Linear(new double[] {2}, new double[] {0}, 0.1);
    Row account =
        RowFactory.create(
            LocalDate.of(2025, 1, 2),
            "a",
            Rescale.sigmoid(logOdds),
            logOdds,
            output,
            Vectors.dense(0.2));
    return new Attribution(model, Calibration.NONE, List.of("mrr"))
        .call(List.of(account).iterator())
        .next();
  }

  private static void assertSums(Model model) {
    Map<String, Double> published = new TreeMap<>();
    model
        .score(customers.features(), customers.events())
        .collectAsList()
        .forEach(r -> published.put(key(r), r.getAs(Model.PROBABILITY)));
    List<Row> explained =
        model.contributions(customers.features(), customers.events()).collectAsList();
    assertThat(explained).hasSize(300);
    for (Row row : explained) {
      double p = published.get(key(row));
      double sum = row.<Double>getAs(Model.BASE_LOG_ODDS);
      sum += contributions(row).values().stream().mapToDouble(Double::doubleValue).sum();
      assertThat(row.<Double>getAs(Model.PROBABILITY)).isEqualTo(p);
      assertThat(sum).isEqualTo(logit(p), within(1e-6));
    }
    assertThat(explained.stream().map(r -> r.<Double>getAs(Model.BASE_LOG_ODDS)).distinct())
        .hasSize(1);
  }

  private static Dataset<Row> encoded() {
    return encoding.encode(customers.features(), customers.events());
  }

  private static List<String> names() {
    return encoding.places().stream().map(Encoding.Place::name).toList();
  }

  private static double[] contributions(Additive member, double[] row) {
    double[][] values = Arrays.stream(row).mapToObj(x -> new double[] {x}).toArray(double[][]::new);
    return Arrays.stream(member.contributions(values, 1)).mapToDouble(c -> c[0]).toArray();
  }

  private static Map<String, Double> explained(Model model, LocalDate asOf, String account) {
    return contributions(
        model
            .contributions(customers.features(), customers.events())
            .filter(col("as_of").equalTo(asOf).and(col("account_id").equalTo(account)))
            .head());
  }

  private static Map<String, Double> contributions(Row explained) {
    return new TreeMap<>(
        explained.<String, Double>getJavaMap(explained.fieldIndex(Model.CONTRIBUTIONS)));
  }

  private static Map<String, Map<String, Double>> all(Model model) {
    Map<String, Map<String, Double>> all = new TreeMap<>();
    model
        .contributions(customers.features(), customers.events())
        .collectAsList()
        .forEach(row -> all.put(key(row), contributions(row)));
    return all;
  }

  private static String key(Row row) {
    return row.getAs("as_of") + " " + row.getAs("account_id");
  }

  private static double logit(double p) {
    return Math.log(p / (1 - p));
  }
}
