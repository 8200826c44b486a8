package io.holdfast.deliver;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.sum;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.holdfast.check.Check;
import io.holdfast.lake.Manifest;
import io.holdfast.table.AccountScores;
import io.holdfast.table.DataQuality;
import io.holdfast.table.SourceTrust;
import java.math.BigDecimal;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What Prometheus is told of a night, in its text format: a collector of text files picks it up.
 * All are gauges of the newest delivered night.
 */
final class NightMetrics {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final StringBuilder text = new StringBuilder();

  private NightMetrics() {}

  static String text(Manifest manifest, Manifest.Publication night) {
    NightMetrics metrics = new NightMetrics();
    metrics.one(
        "holdfast_night_timestamp_seconds",
        "The end of the business day that the newest published night is of (UTC midnight after it)",
        night.asOf().plusDays(1).toEpochDay() * 86_400);
    metrics.one(
        "holdfast_published_timestamp_seconds",
        "When it was published",
        night.publishedAt().getEpochSecond());
    metrics.each(
        "holdfast_table_rows",
        "Rows of the night in each published table",
        "table",
        night.tables().stream()
            .collect(
                Collectors.toMap(Manifest.PublishedTable::name, Manifest.PublishedTable::rows)));
    metrics.each("holdfast_step_seconds", "Seconds of each step", "step", seconds(night.cost()));
    metrics.one(
        "holdfast_mrr_at_risk",
        "Expected churned MRR of all scored accounts, reporting currency",
        mrrAtRisk(manifest.published(AccountScores.TABLE, night.asOf())));
    metrics.each(
        "holdfast_checks_not_passed",
        "Checks of data_quality that did not pass",
        "level",
        notPassed(manifest.published(DataQuality.TABLE, night.asOf())));
    metrics.each(
        "holdfast_source_is_fresh",
        "1 when a source came as expected, 0 when it is late, silent or broken",
        "source",
        fresh(manifest.published(SourceTrust.TABLE, night.asOf())));
    return metrics.text.toString();
  }

  private static Map<String, Number> seconds(String cost) {
    Map<String, Number> seconds = new TreeMap<>();
    if (cost != null) {
      try {
        for (Map.Entry<String, JsonNode> step : JSON.readTree(cost).properties()) {
          seconds.put(step.getKey(), step.getValue().numberValue());
        }
      } catch (JsonProcessingException e) {
        throw new IllegalStateException("run_manifest.cost is not JSON: " + cost, e);
      }
    }
    return seconds;
  }

  private static BigDecimal mrrAtRisk(Dataset<Row> scores) {
    return scores
        .filter(AccountScores.TARGET.col().equalTo("churn"))
        .agg(coalesce(sum(AccountScores.EXPECTED_MRR.col()), lit(BigDecimal.ZERO)))
        .head()
        .getDecimal(0);
  }

  private static Map<String, Number> notPassed(Dataset<Row> checks) {
    Map<String, Number> byLevel = new TreeMap<>();
    for (Check.Level level : Check.Level.values()) {
      byLevel.put(level.name(), 0);
    }
    checks
        .filter(not(DataQuality.PASSED.col()))
        .groupBy(DataQuality.LEVEL.col())
        .count()
        .collectAsList()
        .forEach(r -> byLevel.put(r.getString(0), r.getLong(1)));
    return byLevel;
  }

  private static Map<String, Number> fresh(Dataset<Row> sources) {
    return sources
        .select(SourceTrust.SOURCE.col(), SourceTrust.STATE.col().equalTo("fresh"))
        .collectAsList()
        .stream()
        .collect(Collectors.toMap(r -> r.getString(0), r -> r.getBoolean(1) ? 1 : 0));
  }

  private void one(String name, String help, Number value) {
    head(name, help);
    text.append(name).append(' ').append(value).append('\n');
  }

  private void each(String name, String help, String label, Map<String, ? extends Number> values) {
    head(name, help);
    // Words of ours: nothing to escape.
    new TreeMap<>(values)
        .forEach(
            (word, value) ->
                text.append(name)
                    .append('{')
                    .append(label)
                    .append("=\"")
                    .append(word)
                    .append("\"} ")
                    .append(value)
                    .append('\n'));
  }

  private void head(String name, String help) {
    text.append("# HELP ").append(name).append(' ').append(help).append('\n');
    text.append("# TYPE ").append(name).append(" gauge\n");
  }
}
