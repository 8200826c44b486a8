package io.holdfast.model;

import static org.apache.spark.ml.functions.vector_to_array;
import static org.apache.spark.sql.functions.aggregate;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.exp;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.zip_with;

import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.feature.StandardScalerModel;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * A fitted candidate.
 *
 * @param logistic of {@link Learner#SHRUNK}, else null
 * @param means of the training rows' logarithms, of {@link Learner#SHRUNK}, else null
 * @param trees of {@link Learner#TREES}, else null
 */
public record Fitted(
    Learner learner, LogisticRegressionModel logistic, StandardScalerModel means, Trees trees) {

  /** What a candidate says in log-odds, not calibrated yet. */
  static final String LOG_ODDS = "raw_log_odds";

  /** A logistic regression, and the means of the rows it was fitted on. */
  static Fitted shrunk(LogisticRegressionModel logistic, StandardScalerModel means) {
    return new Fitted(Learner.SHRUNK, logistic, means, null);
  }

  static Fitted trees(Trees trees) {
    return new Fitted(Learner.TREES, null, null, trees);
  }

  /** The rows with a probability, not calibrated yet, in a column of this name. */
  Dataset<Row> score(Dataset<Row> rows, String name) {
    return scoreWithLogOdds(rows, name).drop(LOG_ODDS);
  }

  /** The same with {@link #LOG_ODDS}. */
  Dataset<Row> scoreWithLogOdds(Dataset<Row> rows, String name) {
    Column logOdds =
        switch (learner) {
          case SHRUNK -> logisticOdds();
          case TREES -> trees.logOdds(col(Encoding.VECTOR));
        };
    return rows.withColumn(LOG_ODDS, logOdds)
        .withColumn(name, lit(1.0).divide(lit(1.0).plus(exp(col(LOG_ODDS).multiply(-1)))));
  }

  /** The vector that is read. */
  String vector() {
    return switch (learner) {
      case SHRUNK -> Encoding.LOG_VECTOR;
      case TREES -> Encoding.VECTOR;
    };
  }

  /** The candidate as a sum of contributions. */
  Additive additive() {
    return switch (learner) {
      case SHRUNK -> Linear.of(logistic, means.mean());
      case TREES -> trees;
    };
  }

  /** weights · values + intercept. */
  private Column logisticOdds() {
    Column products =
        zip_with(
            vector_to_array(col(Encoding.LOG_VECTOR), "float64"),
            lit(logistic.coefficients().toArray()),
            Column::multiply);
    return aggregate(products, lit(logistic.intercept()), Column::plus);
  }
}
