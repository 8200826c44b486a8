package io.holdfast.model;

import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.exp;
import static org.apache.spark.sql.functions.log1p;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.ml.tree.DecisionTreeModel;
import org.apache.spark.ml.tree.impl.TreePoint;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;

/**
 * Gradient boosting by Newton's steps on the log loss (LogitBoost: Friedman, Hastie and Tibshirani
 * 2000, "Additive Logistic Regression"). Each round fits a small forest to the working response (y
 * − p) / (p (1 − p)) with weights p (1 − p), so that the mean of a leaf is its Newton step. MLlib's
 * own boosting begins at even odds and steps as if p were ½ everywhere: where few rows happen, as
 * with churn, it learns slowly and ranks worse. The mean of several trees a round takes away noise
 * as several seeds would, and costs hardly more than one tree.
 *
 * @param depth of the trees
 * @param rounds how many small forests
 */
record Boosting(int depth, int rounds) {
  /** Where no fold tells which is better. */
  static final Boosting USUAL = new Boosting(2, 20);

  private static final int MOST_ROUNDS = 60;
  private static final int BETWEEN_LOOKS = 5;

  /** Looks in a row that find nothing better: the log loss of few positives goes up and down. */
  private static final int PATIENCE = 2;

  private static final int TREES_A_ROUND = 5;
  private static final double STEP = 0.3;

  /** Keeps a weight away from zero where a row is all but certain. */
  private static final double LEAST_WEIGHT = 1e-6;

  /**
   * Depth and rounds that say the newer rows best, and the trees that were fitted to find out.
   *
   * @param logLoss of the newer rows
   */
  record Tuned(Boosting boosting, Trees trees, double logLoss) {}

  /**
   * Of trees of two and of three questions, each fitted until the log loss of the newer rows rises,
   * the better.
   *
   * @param rows see {@link #fit}
   * @param newer rows of later dates with the same columns
   */
  static Tuned tuned(Dataset<Row> rows, Dataset<Row> newer) {
    Dataset<Row> train = alone(rows);
    Dataset<Row> test = alone(newer);
    try {
      return SideBySide.both(
          () -> stoppedEarly(2, train, test),
          () -> stoppedEarly(3, train, test),
          (shallow, deep) -> deep.logLoss() < shallow.logLoss() ? deep : shallow);
    } finally {
      train.unpersist();
      test.unpersist();
    }
  }

  private static Tuned stoppedEarly(int depth, Dataset<Row> train, Dataset<Row> test) {
    try (Fit fit = new Fit(depth, train)) {
      Tuned best = fit.tuned(BETWEEN_LOOKS, test);
      for (int rounds = 2 * BETWEEN_LOOKS;
          rounds <= Math.min(MOST_ROUNDS, best.boosting().rounds() + PATIENCE * BETWEEN_LOOKS);
          rounds += BETWEEN_LOOKS) {
        Tuned next = fit.tuned(rounds, test);
        best = next.logLoss() < best.logLoss() ? next : best;
      }
      return best;
    }
  }

  /** Rows without the plan that made them: a round would plan over all of their columns. */
  private static Dataset<Row> alone(Dataset<Row> rows) {
    Dataset<Row> needed = rows.select(col(Encoding.VECTOR), col(Learner.LABEL));
    return rows.sparkSession()
        .createDataFrame(needed.javaRDD(), needed.schema())
        .persist(StorageLevel.MEMORY_AND_DISK());
  }

  private static Column logLoss(Column logOdds) {
    return log1p(exp(logOdds)).minus(logOdds.multiply(col(Learner.LABEL)));
  }

  /**
   * The fitted trees.
   *
   * @param rows {@link Encoding#VECTOR} and {@link Learner#LABEL} (double), in a fixed order
   */
  Trees fit(Dataset<Row> rows) {
    Dataset<Row> train = alone(rows);
    try (Fit fit = new Fit(depth, train)) {
      return fit.until(rounds);
    } finally {
      train.unpersist();
    }
  }

  /** Settings for the card. */
  String settings() {
    return rounds
        + " rounds of boosting by Newton's steps (each the mean of "
        + TREES_A_ROUND
        + " trees of depth "
        + depth
        + ", step "
        + STEP
        + ", "
        + BinnedRows.settings()
        + ")";
  }

  /** Rounds that build on each other. */
  private static final class Fit implements AutoCloseable {
    private final int depth;
    private final BinnedRows rows;
    private final double start;
    private final List<DecisionTreeModel[]> forests = new ArrayList<>();
    private Trees trees;

    Fit(int depth, Dataset<Row> train) {
      this.depth = depth;
      this.rows = new BinnedRows(train, depth, TREES_A_ROUND);
      double rate = train.agg(avg(col(Learner.LABEL))).head().getDouble(0);
      this.start = Math.log(rate / (1 - rate));
      this.trees = Trees.of(start, forests, STEP);
    }

    Tuned tuned(int rounds, Dataset<Row> test) {
      Column loss = logLoss(until(rounds).logOdds(col(Encoding.VECTOR)));
      return new Tuned(new Boosting(depth, rounds), trees, test.agg(avg(loss)).head().getDouble(0));
    }

    Trees until(int rounds) {
      while (forests.size() < rounds) {
        forests.add(rows.forest(trees, Fit::step, Learner.SEED + forests.size()));
        trees = Trees.of(start, forests, STEP);
      }
      return trees;
    }

    private static TreePoint step(double label, double logOdds, int[] bins) {
      double p = 1 / (1 + Math.exp(-logOdds));
      double weight = Math.max(p * (1 - p), LEAST_WEIGHT);
      return new TreePoint((label - p) / weight, bins, weight);
    }

    @Override
    public void close() {
      rows.close();
    }
  }
}
