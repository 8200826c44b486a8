package io.holdfast.model;

import static org.apache.spark.ml.functions.vector_to_array;
import static org.apache.spark.sql.functions.aggregate;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.exp;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.zip_with;

import java.io.IOException;
import org.apache.spark.ml.classification.GBTClassificationModel;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.classification.RandomForestClassificationModel;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The fitted members of one candidate.
 *
 * @param logistic of {@link Learner#SHRUNK}, else null
 * @param forest of {@link Learner#TREES}, else null
 * @param boosting of {@link Learner#TREES}, else null
 */
public record Fitted(
    Learner learner,
    LogisticRegressionModel logistic,
    RandomForestClassificationModel forest,
    GBTClassificationModel boosting) {

  /** Boosted trees and a forest, together one candidate. */
  static Fitted trees(RandomForestClassificationModel forest, GBTClassificationModel boosting) {
    // A fitted forest carries a summary that holds the session, which cannot be sent to executors
    // once the session has observed a write; a copy leaves the summary behind.
    return new Fitted(Learner.TREES, null, forest.copy(ParamMap.empty()), boosting);
  }

  /** The rows with a probability, not calibrated yet, in a column of this name. */
  Dataset<Row> score(Dataset<Row> rows, String name) {
    return switch (learner) {
      case SHRUNK -> rows.withColumn(name, logisticProbability());
      case TREES ->
          boosting
              .setProbabilityCol("p_boosting")
              .setRawPredictionCol("")
              .setPredictionCol("")
              .transform(
                  forest
                      .setProbabilityCol("p_forest")
                      .setRawPredictionCol("")
                      .setPredictionCol("")
                      .transform(rows))
              .withColumn(
                  name,
                  vector_to_array(col("p_forest"), "float64")
                      .getItem(1)
                      .plus(vector_to_array(col("p_boosting"), "float64").getItem(1))
                      .divide(2))
              .drop("p_forest", "p_boosting");
    };
  }

  /** 1 / (1 + exp(−(weights · values + intercept))). */
  private Column logisticProbability() {
    Column products =
        zip_with(
            vector_to_array(col(Encoding.LOG_VECTOR), "float64"),
            lit(logistic.coefficients().toArray()),
            Column::multiply);
    Column odds = aggregate(products, lit(logistic.intercept()), Column::plus);
    return lit(1.0).divide(lit(1.0).plus(exp(odds.multiply(-1))));
  }

  /** Writes the members below a folder. */
  void save(String folder) throws IOException {
    switch (learner) {
      case SHRUNK -> logistic.write().overwrite().save(folder + "/logistic");
      case TREES -> {
        forest.write().overwrite().save(folder + "/forest");
        boosting.write().overwrite().save(folder + "/boosting");
      }
    }
  }

  /** Reads the members below a folder. */
  static Fitted load(Learner learner, String folder) {
    return switch (learner) {
      case SHRUNK ->
          new Fitted(learner, LogisticRegressionModel.load(folder + "/logistic"), null, null);
      case TREES ->
          new Fitted(
              learner,
              null,
              RandomForestClassificationModel.load(folder + "/forest"),
              GBTClassificationModel.load(folder + "/boosting"));
    };
  }
}
