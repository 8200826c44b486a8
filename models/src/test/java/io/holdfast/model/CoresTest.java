package io.holdfast.model;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.format_string;
import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.TestSession;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CoresTest {
  @TempDir Path folder;

  @Test
  void trees_score_the_same_on_one_core_as_on_two() throws IOException, InterruptedException {
    Path ofOneCore = folder.resolve("scores");

    int exit = OneCore.start(ofOneCore).waitFor();

    assertThat(exit).as("exit of the run on one core").isZero();
    assertThat(scores(TestSession.spark())).isEqualTo(Files.readAllLines(ofOneCore)).hasSize(300);
  }

  /** Scores of a forest and boosted trees, to nine significant digits. */
  static List<String> scores(SparkSession spark) {
    Customers customers = new Customers(spark, Customers.months(3), 100, 2, 25);
    TrainingSet set = customers.trainingSet();
    Encoding encoding = set.encoding(set.dates());
    Dataset<Row> rows = set.encoded(encoding).cache();
    Model model = new Model(encoding, Learner.TREES.fit(rows), Calibration.NONE);
    return model
        .score(customers.features(), customers.events())
        .select(
            col("as_of"), col("account_id"), format_string("%.8e", col(Model.PROBABILITY)).as("p"))
        .collectAsList()
        .stream()
        .map(Row::mkString)
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
        Files.write(Path.of(args[0]), scores(spark));
      }
    }
  }
}
