package io.holdfast.model;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.storage.StorageLevel;

/**
 * The learner without a night, for {@code bench/training.py}: fits {@link Learner#TREES} to a plain
 * table and scores another one.
 */
final class PlainTable {
  private static final String ACCOUNT = "account_id";

  private PlainTable() {}

  /**
   * Of each folder reads {@code train.parquet} and {@code test.parquet} (columns account_id, label
   * as a double, and any numbers and texts to learn from), and writes {@code scores} (account_id,
   * probability). Prints one line of JSON a folder: the wall and CPU seconds of the training, from
   * learning the encoding to the fitted trees, and of explaining each training row.
   *
   * @param words depth and rounds, as in {@code 2,20}, or {@code tuned}: then the last fifth of the
   *     accounts chooses, as a night's last dates do; then the folders
   */
  public static void main(String[] words) throws IOException {
    try (SparkSession spark =
        SparkSession.builder()
            .master("local[*]")
            .config("spark.ui.enabled", "false")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.sql.shuffle.partitions", "4")
            .config("spark.sql.session.timeZone", "UTC")
            .getOrCreate()) {
      for (int i = 1; i < words.length; i++) {
        System.out.println(learn(spark, words[i], words[0]));
      }
    }
  }

  private static String learn(SparkSession spark, String folder, String boosting) {
    Dataset<Row> train = spark.read().parquet(folder + "/train.parquet");
    Dataset<Row> test = spark.read().parquet(folder + "/test.parquet");
    Meter training = new Meter();
    Encoding encoding =
        LearnedEncoding.ofColumns(train, columns(train, false), columns(train, true)).encoding();
    Dataset<Row> encoded =
        TrainingSet.laidOut(encoding.encode(train, null)).persist(StorageLevel.MEMORY_AND_DISK());
    Fitted fitted = Learner.TREES.fit(encoded, boosting(boosting, encoded));
    Model model = new Model(encoding, fitted, Calibration.NONE);
    String ofTraining = training.json("");
    Meter explaining = new Meter();
    Dataset<Row> dated = encoded.withColumn("as_of", lit(LocalDate.EPOCH));
    Attribution.of(model, dated, UnaryOperator.identity(), List.of())
        .write()
        .format("noop")
        .mode("overwrite")
        .save();
    String ofExplaining = explaining.json("explain_");
    encoded.unpersist();
    model
        .score(test, null)
        .select(col(ACCOUNT), col(Model.PROBABILITY))
        .coalesce(1)
        .write()
        .mode("overwrite")
        .parquet(folder + "/scores");
    return "{" + ofTraining + ", " + ofExplaining + "}";
  }

  /** Wall and CPU seconds of the process from its making on. */
  private static final class Meter {
    private static final OperatingSystemMXBean PROCESS =
        ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    private final long cpu = PROCESS.getProcessCpuTime();
    private final long started = System.nanoTime();

    String json(String prefix) {
      return String.format(
          Locale.ROOT,
          "\"%1$sseconds\": %2$.2f, \"%1$scpu_seconds\": %3$.2f",
          prefix,
          (System.nanoTime() - started) / 1e9,
          (PROCESS.getProcessCpuTime() - cpu) / 1e9);
    }
  }

  private static Boosting boosting(String words, Dataset<Row> encoded) {
    if (!words.equals("tuned")) {
      String[] numbers = words.split(",");
      return new Boosting(Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1]));
    }
    String first =
        encoded
            .select(col(ACCOUNT))
            .orderBy(col(ACCOUNT))
            .offset((int) (0.8 * encoded.count()))
            .head()
            .getString(0);
    return Boosting.tuned(
            encoded.filter(col(ACCOUNT).lt(first)), encoded.filter(col(ACCOUNT).geq(first)))
        .boosting();
  }

  private static List<String> columns(Dataset<Row> table, boolean areTexts) {
    return Stream.of(table.schema().fields())
        .filter(f -> f.dataType().equals(DataTypes.StringType) == areTexts)
        .map(StructField::name)
        .filter(name -> !name.equals(ACCOUNT) && !name.equals(Learner.LABEL))
        .toList();
  }
}
