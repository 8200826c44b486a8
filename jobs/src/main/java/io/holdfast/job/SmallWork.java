package io.holdfast.job;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.spark.sql.SparkSession;

/**
 * Work on as many rows as there are accounts, or fewer, is interpreted: compiling what Spark
 * generates for it, and planning it anew after each shuffle, costs several times what the rows do.
 * Steps of a night run one after the other, so that no other work is planned meanwhile.
 */
final class SmallWork {
  private static final Map<String, String> INTERPRETED =
      Map.of(
          "spark.sql.codegen.wholeStage", "false",
          "spark.sql.codegen.factoryMode", "NO_CODEGEN",
          "spark.sql.adaptive.enabled", "false");

  private SmallWork() {}

  /** Does the work with the session's plans interpreted; afterwards the session is as before. */
  static <T> T interpreted(SparkSession spark, Supplier<T> work) {
    Map<String, String> before = new LinkedHashMap<>();
    INTERPRETED.keySet().forEach(name -> before.put(name, spark.conf().get(name)));
    INTERPRETED.forEach(spark.conf()::set);
    try {
      return work.get();
    } finally {
      before.forEach(spark.conf()::set);
    }
  }
}
