package io.holdfast.table;

import static org.apache.spark.sql.types.DataTypes.DateType;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.StringType;

/** One row per measurement of a customer's own goal and version. */
public final class SuccessMetrics {
  public static final Column ACCOUNT_ID = Column.key("account_id", StringType, "The customer");
  public static final Column METRIC =
      Column.key("metric", StringType, "What the customer measures its success by");
  public static final Column MEASURED_ON =
      Column.occurred("measured_on", DateType, "Day of the measurement").asKey();
  public static final Column VALUE =
      Column.measure("value", DoubleType, "The customer's result; more is better").immutable();
  public static final Column TARGET =
      Column.measure("target", DoubleType, "The customer's goal then, above zero").immutable();

  public static final Table TABLE =
      Table.clean(
              "success_metrics",
              "One row per account, metric, day of measurement and version",
              ACCOUNT_ID,
              METRIC,
              MEASURED_ON,
              VALUE,
              TARGET)
          .partitionedBy(Batch.INGESTED_MONTH);

  private SuccessMetrics() {}
}
