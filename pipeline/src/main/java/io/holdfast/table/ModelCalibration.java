package io.holdfast.table;

import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;

/** One row per current model and bin: whether it happens as often as its probabilities say. */
public final class ModelCalibration {
  public static final Column MODEL_ID = Column.key("model_id", StringType, "The model");
  public static final Column TARGET = Column.key("target", StringType, "churn or expansion");
  public static final Column BIN =
      Column.key("bin", IntegerType, "Ten of equal count by probability; 1 holds the least");
  public static final Column ROWS = Column.measure("rows", LongType, "Rows judged");
  public static final Column MEAN_PROBABILITY =
      Column.measure("mean_probability", DoubleType, "What the model said of them");
  public static final Column OBSERVED_RATE =
      Column.measure("observed_rate", DoubleType, "How often it happened");
  public static final Column LOW =
      Column.measure("low", DoubleType, "Lower end of Wilson's 95 % interval of that rate");
  public static final Column HIGH = Column.measure("high", DoubleType, "Upper end of it");

  public static final Table TABLE =
      Table.published(
          "model_calibration",
          "One row per night, current model and bin",
          MODEL_ID,
          TARGET,
          BIN,
          ROWS,
          MEAN_PROBABILITY,
          OBSERVED_RATE,
          LOW,
          HIGH);

  private ModelCalibration() {}
}
