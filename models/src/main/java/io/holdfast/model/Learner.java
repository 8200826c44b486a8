package io.holdfast.model;

import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.feature.StandardScaler;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The ladder of candidates. */
public enum Learner {
  /** Regularised logistic regression: right for few positives. */
  SHRUNK("shrunk"),
  /** Boosted trees, with the depth and rounds of {@link Boosting}. */
  TREES("trees");

  /** Fewest positives for any model. */
  static final int FEWEST_POSITIVES = 20;

  static final String LABEL = "label";
  static final long SEED = 20240229L;

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

  /**
   * Fits on rows with both vectors and {@link #LABEL} as a double.
   *
   * @param boosting how, for {@link #TREES}
   */
  Fitted fit(Dataset<Row> rows, Boosting boosting) {
    return switch (this) {
      case SHRUNK -> Fitted.shrunk(logistic().fit(rows), means().fit(rows));
      case TREES -> Fitted.trees(boosting.fit(rows));
    };
  }

  /** Settings for the card. */
  String settings(Boosting boosting) {
    return switch (this) {
      case SHRUNK -> "logistic regression, ridge 0.05, on signed logarithms";
      case TREES -> boosting.settings();
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
}
