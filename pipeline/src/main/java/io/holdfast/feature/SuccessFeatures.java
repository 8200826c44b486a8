package io.holdfast.feature;

import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.date_sub;
import static org.apache.spark.sql.functions.lag;
import static org.apache.spark.sql.functions.max_by;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import io.holdfast.snapshot.Snapshot;
import io.holdfast.table.AccountFeatures;
import io.holdfast.table.SuccessMetrics;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/**
 * The customer's own goals: which are met, by how much the worst is missed, and which way it goes.
 */
final class SuccessFeatures {
  static final int FEATURE_VERSION = 1;

  private static final Column AS_OF = AccountFeatures.AS_OF.col();
  private static final Column ACCOUNT_ID = AccountFeatures.ACCOUNT_ID.col();
  private static final int WINDOW = 365;

  private SuccessFeatures() {}

  /**
   * One row per (as_of, account_id) with a metric that has a target and was measured in 365 days.
   */
  static Dataset<Row> of(Snapshot snapshot) {
    Column metric = SuccessMetrics.METRIC.col();
    Column measuredOn = SuccessMetrics.MEASURED_ON.col();
    Column value = SuccessMetrics.VALUE.col();
    Column target = SuccessMetrics.TARGET.col();
    Column ratio = value.divide(target);
    Column before =
        lag(ratio, 1).over(Window.partitionBy(AS_OF, ACCOUNT_ID, metric).orderBy(measuredOn));
    Column measurement =
        struct(
            ratio.as("ratio"),
            ratio.minus(before).as("change"),
            when(value.geq(target), 1.0).otherwise(0.0).as("is_met"));
    return snapshot
        .successMetrics()
        .filter(measuredOn.gt(date_sub(AS_OF, WINDOW)).and(target.gt(0)).and(value.isNotNull()))
        .select(AS_OF, ACCOUNT_ID, metric, measuredOn, measurement.as("measurement"))
        .groupBy(AS_OF, ACCOUNT_ID, metric)
        .agg(max_by(col("measurement"), measuredOn).as("last"))
        .groupBy(AS_OF, ACCOUNT_ID)
        .agg(
            avg(col("last.is_met")).as(AccountFeatures.METRICS_ON_TARGET_RATIO.name()),
            min(col("last.ratio")).as(AccountFeatures.WORST_METRIC_RATIO.name()),
            avg(col("last.change")).as(AccountFeatures.METRIC_RATIO_CHANGE.name()));
  }

  /** The success columns over the spine. */
  static Map<String, Column> columns(Snapshot snapshot) {
    return FamilyColumns.of(
        snapshot.has(SuccessMetrics.TABLE),
        List.of(),
        List.of(
            AccountFeatures.METRICS_ON_TARGET_RATIO,
            AccountFeatures.WORST_METRIC_RATIO,
            AccountFeatures.METRIC_RATIO_CHANGE));
  }
}
