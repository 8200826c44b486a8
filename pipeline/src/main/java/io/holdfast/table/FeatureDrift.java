package io.holdfast.table;

import static org.apache.spark.sql.types.DataTypes.BooleanType;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.StringType;

/** One row per current model and feature: how far the night's accounts are from its training's. */
public final class FeatureDrift {
  public static final Column MODEL_ID = Column.key("model_id", StringType, "The model");
  public static final Column TARGET = Column.key("target", StringType, "churn or expansion");
  public static final Column FEATURE =
      Column.key(
          "feature",
          StringType,
          "Column of account_features, events_28d:<type> or events_84d:<type>, or probability: what"
              + " the model says");
  public static final Column PSI =
      Column.measure(
          "psi",
          DoubleType,
          "Population stability index of the scored accounts against the training rows;"
              + " probability: against what the model says of those");
  public static final Column THRESHOLD =
      Column.measure(
          "threshold",
          DoubleType,
          "What it must exceed to alarm: 0.25, or with few accounts what chance alone reaches");
  public static final Column ALARM =
      Column.attribute(
          "alarm",
          BooleanType,
          "The index exceeds the threshold, and the feature does not grow by the calendar alone");

  public static final Table TABLE =
      Table.published(
          "feature_drift",
          "One row per night, current model and feature",
          MODEL_ID,
          TARGET,
          FEATURE,
          PSI,
          THRESHOLD,
          ALARM);

  private FeatureDrift() {}
}
