import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.pmod;

import io.holdfast.deliver.DatabaseDelivery;
import io.holdfast.deliver.ServingDatabase;
import io.holdfast.lake.Lake;
import io.holdfast.lake.Manifest;
import io.holdfast.table.Published;
import io.holdfast.table.ScoreReasons;
import io.holdfast.table.Table;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Prints what it costs to deliver a night of many reasons to PostgreSQL, twice: into an empty table
 * and beside a first night. For a built tree and a user with the password of PGPASSWORD who may
 * create a schema, which it leaves behind:
 *
 * <p>java @jobs/jvm.options -cp 'jobs/target/lib/*:jobs/target/*' bench/Delivery.java URL USER ROWS
 */
final class Delivery {
  private static final Table TABLE = ScoreReasons.TABLE;

  public static void main(String[] arguments) throws Exception {
    ServingDatabase database =
        new ServingDatabase(
            arguments[0],
            arguments[1],
            System.getenv("PGPASSWORD"),
            "holdfast_bench",
            null,
            List.of(TABLE));
    long rows = Long.parseLong(arguments[2]);
    Path folder = Files.createTempDirectory("holdfast-bench");
    try (SparkSession spark = session()) {
      Lake lake = Lake.at(spark, folder.toString());
      for (LocalDate asOf : List.of(LocalDate.parse("2025-04-01"), LocalDate.parse("2025-04-02"))) {
        Manifest.of(lake).write(TABLE, reasons(spark, rows, asOf), asOf, "run");
        deliver(database, Manifest.of(lake), asOf, rows);
      }
    }
  }

  private static void deliver(
      ServingDatabase database, Manifest manifest, LocalDate asOf, long rows) {
    long started = System.nanoTime();
    long[] staged = new long[1];
    Manifest.Publication night =
        new Manifest.Publication(
            asOf,
            "run",
            Instant.EPOCH,
            List.of(new Manifest.PublishedTable(TABLE.name(), 0, rows, "")),
            "[]",
            "{}",
            "",
            "",
            null,
            null);
    DatabaseDelivery.to(database)
        .write(manifest, night, line -> staged[0] = System.nanoTime(), () -> {});
    double all = (System.nanoTime() - started) / 1e9;
    double copy = (staged[0] - started) / 1e9;
    System.out.printf(
        "%s: %d rows, staged in %.1f s (%.0f rows/s), switched in %.1f s, in all %.0f rows/s%n",
        asOf, rows, copy, rows / copy, all - copy, rows / all);
  }

  private static Dataset<Row> reasons(SparkSession spark, long rows, LocalDate asOf) {
    Column account = col("id").divide(lit(6)).cast("long");
    return spark
        .range(rows)
        .select(
            Published.AS_OF.from(lit(asOf)),
            ScoreReasons.ACCOUNT_ID.from(concat(lit("account-"), account)),
            ScoreReasons.TARGET.from(
                org.apache.spark.sql.functions.when(pmod(col("id"), lit(2)).equalTo(0), "churn")
                    .otherwise("expansion")),
            ScoreReasons.RANK.from(pmod(col("id"), lit(6)).divide(lit(2)).cast("int").plus(1)),
            ScoreReasons.REASON_CODE.from(lit("usage_drop")),
            ScoreReasons.FEATURE.from(lit("active_users_28d")),
            ScoreReasons.VALUE.from(col("id").divide(lit(7.0))),
            ScoreReasons.USUAL_VALUE.from(col("id").divide(lit(3.0))),
            ScoreReasons.CONTRIBUTION.from(col("id").divide(lit(1e6))),
            ScoreReasons.SENTENCE.from(
                concat(lit("Active users fell to "), col("id"), lit(" in 28 days; usually 16"))));
  }

  private static SparkSession session() {
    return SparkSession.builder()
        .master("local[*]")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.sql.datetime.java8API.enabled", "true")
        .config("spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension")
        .config(
            "spark.sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog")
        .getOrCreate();
  }
}
