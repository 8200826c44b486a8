package io.holdfast.cli;

import io.holdfast.error.SettingsException;
import io.holdfast.error.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;

/** The Spark session of a run; the only place that configures one. */
final class Session {
  private static final String TESTED_SPARK = "4.1";

  private Session() {}

  /**
   * A session on a master; null takes the one spark-submit gives, else all local cores.
   *
   * @throws SettingsException when Spark's version is not one that was tested with our Delta
   */
  static SparkSession open(String master) {
    boolean isSubmitted = System.getProperty("spark.master") != null;
    SparkSession.Builder builder =
        SparkSession.builder()
            .appName("holdfast")
            .config("spark.ui.enabled", "false")
            .config("spark.ui.showConsoleProgress", "false")
            // Any other zone and Delta reconstructs a table's full state on every commit.
            .config("spark.sql.session.timeZone", "UTC")
            .config("spark.sql.datetime.java8API.enabled", "true")
            .config("spark.sql.ansi.enabled", "true")
            .config("spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension")
            .config(
                "spark.sql.catalog.spark_catalog",
                "org.apache.spark.sql.delta.catalog.DeltaCatalog")
            // Fifty by default, for logs that are a thousand times ours.
            .config("spark.databricks.delta.snapshotPartitions", "1")
            // Its answers for min and max of dates do not know java.time.
            .config("spark.databricks.delta.optimizeMetadataQuery.enabled", "false")
            .config("spark.sql.warehouse.dir", temporaryFolder());
    if (master != null) {
      builder = builder.master(master);
    } else if (!isSubmitted) {
      builder = builder.master("local[*]");
    }
    if (!isSubmitted && (master == null || master.startsWith("local"))) {
      int cores = Runtime.getRuntime().availableProcessors();
      builder =
          builder
              .config("spark.sql.shuffle.partitions", String.valueOf(2 * cores))
              .config("spark.driver.host", "127.0.0.1")
              .config("spark.driver.bindAddress", "127.0.0.1");
    }
    SparkSession spark = builder.getOrCreate();
    if (!spark.version().startsWith(TESTED_SPARK + ".")) {
      String found = spark.version();
      spark.stop();
      throw new SettingsException(
          "Spark "
              + found
              + " is not the one this build's Delta was tested with; wanted "
              + TESTED_SPARK
              + "; run on a matching cluster");
    }
    return spark;
  }

  private static String temporaryFolder() {
    try {
      Path folder = Files.createTempDirectory("holdfast-warehouse");
      folder.toFile().deleteOnExit();
      return folder.toString();
    } catch (IOException e) {
      throw new StorageException(
          "no temporary folder can be made in "
              + System.getProperty("java.io.tmpdir")
              + "; check its space and rights",
          e);
    }
  }
}
