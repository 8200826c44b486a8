package io.holdfast;

import org.apache.spark.sql.SparkSession;

/** The one Spark session of a module's tests: local[2], two shuffle partitions, UTC, Delta. */
public final class TestSession {
  private static SparkSession spark;

  private TestSession() {}

  public static synchronized SparkSession spark() {
    if (spark == null) {
      spark =
          SparkSession.builder()
              .master("local[2]")
              .appName("holdfast tests")
              .config("spark.ui.enabled", "false")
              .config("spark.sql.shuffle.partitions", "2")
              // Tables of a few rows: interpreted as small steps of a night are. What is
              // compiled is seen by the demo and the acceptance.
              .config("spark.sql.codegen.wholeStage", "false")
              .config("spark.sql.codegen.factoryMode", "NO_CODEGEN")
              .config("spark.sql.adaptive.enabled", "false")
              .config("spark.sql.parquet.compression.codec", "zstd")
              .config("spark.sql.sources.parallelPartitionDiscovery.parallelism", "2")
              .config("spark.sql.session.timeZone", "UTC")
              .config("spark.sql.datetime.java8API.enabled", "true")
              .config("spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension")
              .config(
                  "spark.sql.catalog.spark_catalog",
                  "org.apache.spark.sql.delta.catalog.DeltaCatalog")
              .config("spark.databricks.delta.snapshotPartitions", "1")
              // Its answers for min and max of dates do not know java.time.
              .config("spark.databricks.delta.optimizeMetadataQuery.enabled", "false")
              // The same code for the same expressions in every query: compiled once.
              .config("spark.sql.codegen.useIdInClassName", "false")
              // Many batches are typed in one place: pushed below their union, once for each of
              // them.
              .config(
                  "spark.sql.optimizer.excludedRules",
                  "org.apache.spark.sql.catalyst.optimizer.PushProjectionThroughUnion")
              .config("spark.sql.warehouse.dir", "target/spark-warehouse")
              .getOrCreate();
      spark.sparkContext().setLogLevel("ERROR");
    }
    return spark;
  }
}
