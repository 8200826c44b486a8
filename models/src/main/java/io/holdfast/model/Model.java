package io.holdfast.model;

import static org.apache.spark.sql.functions.col;

import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** What scores: an encoding, fitted members and a calibration. */
public record Model(Encoding encoding, Fitted fitted, Calibration calibration) {
  /** The published probability. */
  public static final String PROBABILITY = "probability";

  /** The log-odds of the published probability when nothing is known of an account. */
  public static final String BASE_LOG_ODDS = "base_log_odds";

  /** Map of feature → contribution: what each feature adds to {@link #BASE_LOG_ODDS}. */
  public static final String CONTRIBUTIONS = "contributions";

  /**
   * The rows of account_features with {@link #PROBABILITY}.
   *
   * @param eventFeatures rows of account_event_features of the same dates
   */
  public Dataset<Row> score(Dataset<Row> accountFeatures, Dataset<Row> eventFeatures) {
    return scoreEncoded(encoding.encode(accountFeatures, eventFeatures))
        .drop(Encoding.VECTOR, Encoding.LOG_VECTOR);
  }

  /**
   * Why the accounts have their probabilities: one row per (as_of, account_id) with {@link
   * #PROBABILITY}, {@link #BASE_LOG_ODDS} and {@link #CONTRIBUTIONS}, whose sum is the log-odds of
   * the probability. A feature is a column of account_features, with its mark of missing values and
   * its words, or one event type in one window. Probabilities that are not calibrated are explained
   * as if none were nearer to 0 or 1 than a calibration lets them be.
   *
   * @param eventFeatures rows of account_event_features of the same dates
   * @throws IllegalStateException when the rows are read and contributions do not sum up to what
   *     they explain
   */
  public Dataset<Row> contributions(Dataset<Row> accountFeatures, Dataset<Row> eventFeatures) {
    return contributions(accountFeatures, eventFeatures, UnaryOperator.identity());
  }

  /**
   * The same summed by groups of features, with further columns of the accounts.
   *
   * @param group feature → the name of its group
   * @param kept columns of the rows of account_features that the result has besides
   */
  public Dataset<Row> contributions(
      Dataset<Row> accountFeatures,
      Dataset<Row> eventFeatures,
      UnaryOperator<String> group,
      Column... kept) {
    return Attribution.of(
        this, encoding.encode(accountFeatures, eventFeatures), group, List.of(kept));
  }

  Dataset<Row> scoreEncoded(Dataset<Row> encoded) {
    return fitted
        .score(encoded, "raw")
        .withColumn(PROBABILITY, calibration.apply(col("raw")))
        .drop("raw");
  }
}
