package io.holdfast.model;

import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.linalg.Vector;

/**
 * A logistic regression: a place contributes its weight times its distance from the mean of the
 * training rows. For a sum of terms that is the Shapley value of a game where unknown places are
 * replaced by their means.
 */
record Linear(double[] weights, double[] means, double base) implements Additive {
  static Linear of(LogisticRegressionModel model, Vector means) {
    Vector weights = model.coefficients();
    return new Linear(weights.toArray(), means.toArray(), weights.dot(means) + model.intercept());
  }

  @Override
  public double[][] contributions(double[][] values, int rows) {
    double[][] contributions = new double[values.length][rows];
    for (int place = 0; place < values.length; place++) {
      for (int row = 0; row < rows; row++) {
        contributions[place][row] = weights[place] * (values[place][row] - means[place]);
      }
    }
    return contributions;
  }
}
