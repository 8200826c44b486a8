package io.holdfast.cli;

import io.holdfast.error.SettingsException;
import io.holdfast.error.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;

/** The Spark session of a run; the only place that configures one. */
final class Session {
  private static final String TESTED_SPARK = "4.1";
  private static final String TESTED_DELTA = "4.3";

  /** How Spark's settings name those of Hadoop. */
  private static final String HADOOP = "spark.hadoop.";

  private Session() {}

  /**
   * A session on a master; null takes the one spark-submit gives, else all local cores.
   *
   * @param eventLog a folder for Spark's event log; null writes none
   * @throws SettingsException when Spark and Delta are not a pair that was tested
   */
  static SparkSession open(String master, String eventLog) {
    boolean isSubmitted = System.getProperty("spark.master") != null;
    SparkSession.Builder builder =
        SparkSession.builder()
            .appName("holdfast")
            .config("spark.ui.enabled", "false")
            .config("spark.ui.showConsoleProgress", "false")
            // Ten thousand by default: the tasks of every vacuum, whatever there is to list.
            .config("spark.sql.sources.parallelPartitionDiscovery.parallelism", "32")
            // Smaller than snappy at about the same price, most of all where there are hashes.
            .config("spark.sql.parquet.compression.codec", "zstd")
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
            // The same code for the same expressions in every query: compiled once.
            .config("spark.sql.codegen.useIdInClassName", "false")
            // Of the four hundred pieces of a night some come again; a hundred are kept by default.
            .config("spark.sql.codegen.cache.maxEntries", "1000")
            // Many batches are typed in one place: pushed below their union, once for each of them.
            .config(
                "spark.sql.optimizer.excludedRules",
                "org.apache.spark.sql.catalyst.optimizer.PushProjectionThroughUnion")
            .config("spark.sql.warehouse.dir", temporaryFolder());
    if (master != null) {
      builder = builder.master(master);
    } else if (!isSubmitted) {
      builder = builder.master("local[*]");
    }
    if (eventLog != null) {
      builder =
          builder
              .config("spark.eventLog.enabled", "true")
              .config("spark.eventLog.dir", folder(eventLog));
    }
    if (!isSubmitted && (master == null || master.startsWith("local"))) {
      int cores = Runtime.getRuntime().availableProcessors();
      builder =
          builder
              .config("spark.sql.shuffle.partitions", String.valueOf(2 * cores))
              .config("spark.driver.host", "127.0.0.1")
              .config("spark.driver.bindAddress", "127.0.0.1");
    }
    requirePair(org.apache.spark.package$.MODULE$.SPARK_VERSION(), deltaVersion());
    return builder.getOrCreate();
  }

  /** Delta's version, as found on the class path. */
  static String deltaVersion() {
    return io.delta.package$.MODULE$.VERSION();
  }

  /** What Hadoop needs to know of storage, as a session would tell it, without one. */
  static Configuration storage() {
    Configuration configuration = new Configuration();
    System.getProperties()
        .stringPropertyNames()
        .forEach(
            name -> {
              if (name.startsWith(HADOOP)) {
                configuration.set(name.substring(HADOOP.length()), System.getProperty(name));
              }
            });
    return configuration;
  }

  /** A Delta built for another Spark fails late and in strange words. */
  static void requirePair(String spark, String delta) {
    if (!spark.startsWith(TESTED_SPARK + ".") || !delta.startsWith(TESTED_DELTA + ".")) {
      throw new SettingsException(
          "Spark "
              + spark
              + " with Delta "
              + delta
              + " is not a pair that was tested; wanted Spark "
              + TESTED_SPARK
              + " with Delta "
              + TESTED_DELTA
              + "; run on a matching cluster, with the jars of this build");
    }
  }

  /** Spark wants a folder that is there, and takes a path without a scheme for one of its own. */
  private static String folder(String eventLog) {
    if (eventLog.contains(":/")) {
      return eventLog;
    }
    Path folder = Path.of(eventLog);
    if (!Files.isDirectory(folder)) {
      throw new SettingsException(
          "--event-log " + eventLog + " is no folder; make it, or name another");
    }
    return folder.toUri().toString();
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
