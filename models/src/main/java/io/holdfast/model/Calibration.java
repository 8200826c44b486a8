package io.holdfast.model;

import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.exp;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.log;
import static org.apache.spark.sql.functions.log1p;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import java.io.Serializable;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Platt's scaling on log-odds: p' = 1 / (1 + exp(−(slope · logit(p) + intercept))). Slope 1 and
 * intercept 0 leave a probability what it is.
 */
public record Calibration(double slope, double intercept) implements Serializable {
  static final Calibration NONE = new Calibration(1, 0);

  /** With fewer positives two parameters do more harm than good. */
  private static final int FEWEST_POSITIVES = 50;

  private static final double NEARLY_ZERO = 1e-6;

  /**
   * Learned from scores that no fit of them has seen, when that helps accounts it has not seen
   * either: each half of the accounts is calibrated by what the other half teaches, and unless
   * their log loss falls the scores stay what they are.
   *
   * @param scored columns account_id, {@code raw} and label (double)
   * @param positives how many of the rows are
   */
  static Calibration of(Dataset<Row> scored, long positives) {
    if (positives < FEWEST_POSITIVES) {
      return NONE;
    }
    Column isFirst = pmod(xxhash64(col("account_id")), lit(2)).equalTo(0);
    Calibration first = fitted(scored.filter(isFirst));
    Calibration second = fitted(scored.filter(not(isFirst)));
    Column raw = col("raw");
    Column calibrated = when(isFirst, second.apply(raw)).otherwise(first.apply(raw));
    Row losses = scored.agg(avg(logLoss(calibrated)), avg(logLoss(raw))).head();
    return losses.getDouble(0) < losses.getDouble(1) ? fitted(scored) : NONE;
  }

  private static Column logLoss(Column p) {
    Column odds = logit(p);
    return log1p(exp(odds)).minus(odds.multiply(col(Learner.LABEL)));
  }

  private static Calibration fitted(Dataset<Row> scored) {
    Dataset<Row> rows =
        new VectorAssembler()
            .setInputCols(new String[] {"logit"})
            .setOutputCol("logits")
            .transform(scored.withColumn("logit", logit(col("raw"))));
    LogisticRegressionModel fitted =
        new LogisticRegression()
            .setFeaturesCol("logits")
            .setLabelCol(Learner.LABEL)
            .setStandardization(false)
            .fit(rows);
    double slope = fitted.coefficients().apply(0);
    // A falling curve would turn the ranking round: the scores carry nothing to calibrate.
    return slope > 0 ? new Calibration(slope, fitted.intercept()) : NONE;
  }

  /** The calibrated probability of a raw one. */
  Column apply(Column raw) {
    if (equals(NONE)) {
      return raw;
    }
    return lit(1.0).divide(lit(1.0).plus(exp(logOdds(raw).multiply(-1))));
  }

  /**
   * The log-odds of the calibrated probability of a raw one: finite, since a raw probability counts
   * as at least {@value #NEARLY_ZERO} and at most one less that.
   */
  Column logOdds(Column raw) {
    return logit(raw).multiply(slope).plus(intercept);
  }

  /** The same for one number. */
  double logOdds(double raw) {
    double kept = kept(raw);
    return Math.log(kept / (1 - kept)) * slope + intercept;
  }

  /** The multiplier of the {@link Rescale} rule from raw probabilities to calibrated log-odds. */
  double toLogOdds(double from, double to) {
    double scale = slope * Rescale.ofLogit(kept(from), kept(to));
    if (to == from) {
      return kept(to) == to ? scale : 0;
    }
    return scale * (kept(to) - kept(from)) / (to - from);
  }

  private static double kept(double p) {
    return Math.min(Math.max(p, NEARLY_ZERO), 1 - NEARLY_ZERO);
  }

  private static Column logit(Column p) {
    Column kept = least(greatest(p, lit(NEARLY_ZERO)), lit(1 - NEARLY_ZERO));
    return log(kept.divide(lit(1.0).minus(kept)));
  }
}
