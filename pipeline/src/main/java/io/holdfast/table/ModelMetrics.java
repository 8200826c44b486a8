package io.holdfast.table;

import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.StringType;

/** One row per current model, part of the judged rows and measure. */
public final class ModelMetrics {
  public static final Column MODEL_ID = Column.key("model_id", StringType, "The model");
  public static final Column TARGET = Column.key("target", StringType, "churn or expansion");
  public static final Column SLICE =
      Column.key(
          "slice",
          StringType,
          "all, or a column and its value: segment, billing_months, renewal_due (within the"
              + " horizon), risk_tier");
  public static final Column METRIC =
      Column.key(
          "metric",
          StringType,
          "rows, positives, rate, mean_probability, or a measure of model_evaluations");
  public static final Column VALUE =
      Column.measure("value", DoubleType, "On the newest judged dates, which the fit has not seen");
  public static final Column LOW =
      Column.measure(
          "low",
          DoubleType,
          "Lower end of the 95 % bootstrap interval over accounts; null for a count, and where too"
              + " few draws have the measure");
  public static final Column HIGH = Column.measure("high", DoubleType, "Upper end of it");

  public static final Table TABLE =
      Table.published(
          "model_metrics",
          "One row per night, current model, slice and metric",
          MODEL_ID,
          TARGET,
          SLICE,
          METRIC,
          VALUE,
          LOW,
          HIGH);

  private ModelMetrics() {}
}
