package io.holdfast.model;

import org.apache.spark.ml.classification.GBTClassifier;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.classification.RandomForestClassifier;
import org.apache.spark.ml.feature.StandardScaler;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The ladder of candidates, and the one place for their settings. */
public enum Learner {
  /** Regularised logistic regression: right for few positives. */
  SHRUNK("shrunk"),
  /** The mean of a random forest and of boosted trees. */
  TREES("trees");

  /** Fewest positives for any model. */
  static final int FEWEST_POSITIVES = 20;

  static final String LABEL = "label";
  static final long SEED = 20240229L;

  private static final int FOREST_TREES = 100;
  private static final int ROUNDS = 60;

  private final String grade;

  Learner(String grade) {
    this.grade = grade;
  }

  static Learner ofGrade(String grade) {
    for (Learner learner : values()) {
      if (learner.grade.equals(grade)) {
        return learner;
      }
    }
    throw new IllegalArgumentException("no learner has grade " + grade);
  }

  /** The word in {@code evidence_grade} and in the card. */
  String grade() {
    return grade;
  }

  /** Fits on rows with both vectors and {@link #LABEL} as a double. */
  Fitted fit(Dataset<Row> rows) {
    return switch (this) {
      case SHRUNK -> Fitted.shrunk(logistic().fit(rows), means().fit(rows));
      case TREES -> trees(rows, 1);
    };
  }

  /**
   * {@link #TREES} with one in {@code part} of its trees and rounds: for what does not depend on
   * their number.
   */
  static Fitted trees(Dataset<Row> rows, int part) {
    return SideBySide.both(
        () -> forest().setNumTrees(FOREST_TREES / part).fit(rows),
        () -> boosting().setMaxIter(ROUNDS / part).fit(rows),
        Fitted::trees);
  }

  /** Settings for the card. */
  String settings() {
    return switch (this) {
      case SHRUNK -> "logistic regression, ridge 0.05, on signed logarithms";
      case TREES ->
          "mean of a random forest ("
              + FOREST_TREES
              + " trees, depth 12, a third of the columns a split, 10 rows a node, 64 bins) and"
              + " boosted trees ("
              + ROUNDS
              + " rounds, depth 3, step 0.2, 80 % of the rows and a third of the columns)";
    };
  }

  private static LogisticRegression logistic() {
    return new LogisticRegression()
        .setFeaturesCol(Encoding.LOG_VECTOR)
        .setLabelCol(LABEL)
        .setRegParam(0.05)
        .setMaxIter(100);
  }

  private static StandardScaler means() {
    return new StandardScaler().setInputCol(Encoding.LOG_VECTOR).setWithMean(true);
  }

  private static RandomForestClassifier forest() {
    return new RandomForestClassifier()
        .setFeaturesCol(Encoding.VECTOR)
        .setLabelCol(LABEL)
        .setMaxDepth(12)
        .setFeatureSubsetStrategy("onethird")
        .setMinInstancesPerNode(10)
        .setMaxBins(64)
        // Room for the histograms of many nodes: fewer passes over the rows.
        .setMaxMemoryInMB(1024)
        .setSeed(SEED);
  }

  private static GBTClassifier boosting() {
    return new GBTClassifier()
        .setFeaturesCol(Encoding.VECTOR)
        .setLabelCol(LABEL)
        .setMaxDepth(3)
        .setStepSize(0.2)
        .setSubsamplingRate(0.8)
        .setFeatureSubsetStrategy("onethird")
        .setMinInstancesPerNode(10)
        .setMaxBins(64)
        .setMaxMemoryInMB(1024)
        .setSeed(SEED);
  }
}
