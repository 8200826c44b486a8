package io.holdfast.model;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.format_string;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.holdfast.TestSession;
import io.holdfast.label.LabelRule;
import io.holdfast.label.Target;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The same inputs and seed give the same scores, to nine significant digits, on any number of
 * cores.
 */
class CoresTest {
  private static final double HALF_NINTH_DIGIT = 5e-9;

  @TempDir Path folder;

  @Test
  void scores_and_figures_are_the_same_on_one_core_as_on_two()
      throws IOException, InterruptedException {
    Path ofOneCore = folder.resolve("scores");

    Process oneCore = OneCore.start(ofOneCore);
    List<String> onTwo = found(TestSession.spark());

    assertThat(oneCore.waitFor()).as("exit of the run on one core").isZero();
    List<String> onOne = Files.readAllLines(ofOneCore);
    assertThat(onTwo.stream().map(CoresTest::name))
        .containsExactlyElementsOf(onOne.stream().map(CoresTest::name).toList())
        .hasSizeGreaterThan(300 + 1200 + 50)
        .contains("calibrated");
    for (int i = 0; i < onOne.size(); i++) {
      double wanted = number(onOne.get(i));
      // Sums of tasks are added as they end: digits behind the ninth may differ.
      assertThat(number(onTwo.get(i)))
          .as(onTwo.get(i))
          .isCloseTo(wanted, within(HALF_NINTH_DIGIT * Math.abs(wanted)));
    }
  }

  private static String name(String line) {
    return line.substring(0, line.lastIndexOf(' '));
  }

  private static double number(String line) {
    return Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
  }

  private static List<String> found(SparkSession spark) {
    List<String> found = new ArrayList<>(trees(spark));
    found.addAll(training(spark));
    return found;
  }

  /** A whole training of the cheaper learner: chosen, calibrated, judged and fitted on all rows. */
  private static List<String> training(SparkSession spark) {
    List<LocalDate> dates = Customers.months(6);
    Customers customers = new Customers(spark, dates, 200, 2, 25);
    Trainer.Outcome outcome =
        Trainer.train(
            customers.trainingSet(),
            Optional.empty(),
            Customers.request(
                dates.get(5).plusDays(28), new LabelRule(Target.CHURN, 0, 28, 0, null), 1_000_000),
            line -> {});
    ModelCard card = outcome.card();
    List<String> found = new ArrayList<>(scores(outcome.model(), customers));
    if (!card.calibration().equals(Calibration.NONE)) {
      found.add("calibrated " + digits(card.calibration().slope()));
    }
    card.metrics().forEach(m -> found.add(m.slice() + " " + m.metric() + " " + digits(m.value())));
    card.bins().forEach(b -> found.add(b.rows() + " " + digits(b.meanProbability())));
    return found;
  }

  private static String digits(double value) {
    return String.format(Locale.ROOT, "%.15e", value);
  }

  /** Boosted trees. */
  private static List<String> trees(SparkSession spark) {
    Customers customers = new Customers(spark, Customers.months(3), 100, 2, 25);
    TrainingSet set = customers.trainingSet();
    Encoding encoding = set.encoding(set.dates()).encoding();
    Dataset<Row> rows = set.encoded(encoding).cache();
    return scores(
        new Model(encoding, Learner.TREES.fit(rows, Boosting.USUAL), Calibration.NONE), customers);
  }

  private static List<String> scores(Model model, Customers customers) {
    return model
        .score(customers.features(), customers.events())
        .select(
            col("as_of"), col("account_id"), format_string("%.15e", col(Model.PROBABILITY)).as("p"))
        .collectAsList()
        .stream()
        .map(row -> row.mkString(" "))
        .sorted()
        .toList();
  }

  /** The same in a process of its own: a JVM has one Spark context. */
  static final class OneCore {
    private OneCore() {}

    static Process start(Path scores) throws IOException {
      List<String> command = new ArrayList<>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
      String classPath =
          System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
      command.addAll(List.of("-cp", classPath, OneCore.class.getName(), scores.toString()));
      return new ProcessBuilder(command).inheritIO().start();
    }

    public static void main(String[] args) throws IOException {
      try (SparkSession spark =
          SparkSession.builder()
              .master("local[1]")
              .config("spark.ui.enabled", "false")
              .config("spark.sql.shuffle.partitions", "3")
              .config("spark.sql.session.timeZone", "UTC")
              .config("spark.sql.datetime.java8API.enabled", "true")
              .getOrCreate()) {
        Files.write(Path.of(args[0]), found(spark));
      }
    }
  }
}
