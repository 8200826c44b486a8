package io.holdfast.model;

import static org.apache.spark.sql.functions.col;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** What scores: an encoding, fitted members and a calibration. */
public record Model(Encoding encoding, Fitted fitted, Calibration calibration) {
  /** The published probability. */
  public static final String PROBABILITY = "probability";

  /**
   * The rows of account_features with {@link #PROBABILITY}.
   *
   * @param eventFeatures rows of account_event_features of the same dates
   */
  public Dataset<Row> score(Dataset<Row> accountFeatures, Dataset<Row> eventFeatures) {
    return scoreEncoded(encoding.encode(accountFeatures, eventFeatures))
        .drop(Encoding.VECTOR, Encoding.LOG_VECTOR);
  }

  Dataset<Row> scoreEncoded(Dataset<Row> encoded) {
    return fitted
        .score(encoded, "raw")
        .withColumn(PROBABILITY, calibration.apply(col("raw")))
        .drop("raw");
  }
}
