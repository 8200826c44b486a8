package io.holdfast.model;

import static org.apache.spark.ml.functions.vector_to_array;
import static org.apache.spark.sql.functions.aggregate;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.exp;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.zip_with;

import java.io.IOException;
import java.util.List;
import org.apache.spark.ml.classification.GBTClassificationModel;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.classification.RandomForestClassificationModel;
import org.apache.spark.ml.feature.StandardScalerModel;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The fitted members of one candidate.
 *
 * @param logistic of {@link Learner#SHRUNK}, else null
 * @param means of the training rows' logarithms, of {@link Learner#SHRUNK}, else null
 * @param forest of {@link Learner#TREES}, else null
 * @param boosting of {@link Learner#TREES}, else null
 */
public record Fitted(
    Learner learner,
    LogisticRegressionModel logistic,
    StandardScalerModel means,
    RandomForestClassificationModel forest,
    GBTClassificationModel boosting) {

  /** By member: what it says in the space where it adds up, see {@link #members}. */
  static final String OUTPUTS = "outputs";

  /** A logistic regression, and the means of the rows it was fitted on. */
  static Fitted shrunk(LogisticRegressionModel logistic, StandardScalerModel means) {
    return new Fitted(Learner.SHRUNK, logistic, means, null, null);
  }

  /** Boosted trees and a forest, together one candidate. */
  static Fitted trees(RandomForestClassificationModel forest, GBTClassificationModel boosting) {
    // A fitted forest carries a summary that holds the session, which cannot be sent to executors
    // once the session has observed a write; a copy leaves the summary behind.
    return new Fitted(Learner.TREES, null, null, forest.copy(ParamMap.empty()), boosting);
  }

  /** The rows with a probability, not calibrated yet, in a column of this name. */
  Dataset<Row> score(Dataset<Row> rows, String name) {
    return scoreWithOutputs(rows, name).drop(OUTPUTS);
  }

  /** The same with {@link #OUTPUTS}. */
  Dataset<Row> scoreWithOutputs(Dataset<Row> rows, String name) {
    return switch (learner) {
      case SHRUNK ->
          rows.withColumn(OUTPUTS, array(logisticOdds()))
              .withColumn(
                  name, lit(1.0).divide(lit(1.0).plus(exp(col(OUTPUTS).getItem(0).multiply(-1)))));
      case TREES ->
          boosting
              .setProbabilityCol("p_boosting")
              .setRawPredictionCol("margin_boosting")
              .setPredictionCol("")
              .transform(
                  forest
                      .setProbabilityCol("p_forest")
                      .setRawPredictionCol("")
                      .setPredictionCol("")
                      .transform(rows))
              .withColumn(name, ofClassOne("p_forest").plus(ofClassOne("p_boosting")).divide(2))
              .withColumn(
                  OUTPUTS,
                  // MLlib's margin is half the log-odds.
                  array(ofClassOne("p_forest"), ofClassOne("margin_boosting").multiply(2)))
              .drop("p_forest", "p_boosting", "margin_boosting");
    };
  }

  private static Column ofClassOne(String column) {
    return vector_to_array(col(column), "float64").getItem(1);
  }

  /** The vector that the members read. */
  String vector() {
    return switch (learner) {
      case SHRUNK -> Encoding.LOG_VECTOR;
      case TREES -> Encoding.VECTOR;
    };
  }

  /** The members as sums of contributions. */
  List<Additive> members() {
    return switch (learner) {
      case SHRUNK -> List.of(Linear.of(logistic, means.mean()));
      case TREES -> List.of(Trees.of(forest), Trees.of(boosting));
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

  /** Writes the members below a folder. */
  void save(String folder) throws IOException {
    switch (learner) {
      case SHRUNK -> {
        logistic.write().overwrite().save(folder + "/logistic");
        means.write().overwrite().save(folder + "/means");
      }
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
          shrunk(
              LogisticRegressionModel.load(folder + "/logistic"),
              StandardScalerModel.load(folder + "/means"));
      case TREES ->
          trees(
              RandomForestClassificationModel.load(folder + "/forest"),
              GBTClassificationModel.load(folder + "/boosting"));
    };
  }
}
