package io.holdfast.model;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.regression.RandomForestRegressionModel;
import org.apache.spark.ml.tree.ContinuousSplit;
import org.apache.spark.ml.tree.DecisionTreeModel;
import org.apache.spark.ml.tree.InternalNode;
import org.apache.spark.ml.tree.Node;

/**
 * Shapley values by their definition: over all sets of known places, with what a tree says when
 * only those are known, on MLlib's own nodes.
 */
final class BruteForce {
  private BruteForce() {}

  /** In log-odds. */
  static double[] of(List<RandomForestRegressionModel> rounds, double step, double[] row) {
    double[] sums = new double[row.length];
    for (RandomForestRegressionModel forest : rounds) {
      for (DecisionTreeModel tree : forest.trees()) {
        add(sums, shapley(tree.rootNode(), row), step / forest.trees().length);
      }
    }
    return sums;
  }

  /** What a tree says when the places of a set are known. */
  private static double known(Node node, double[] row, int set) {
    if (!(node instanceof InternalNode inner)) {
      return node.prediction();
    }
    ContinuousSplit split = (ContinuousSplit) inner.split();
    if ((set >> split.featureIndex() & 1) == 1) {
      boolean isLeft = split.shouldGoLeft(Vectors.dense(row));
      return known(isLeft ? inner.leftChild() : inner.rightChild(), row, set);
    }
    double left = inner.leftChild().impurityStats().rawCount();
    double right = inner.rightChild().impurityStats().rawCount();
    return (left * known(inner.leftChild(), row, set) + right * known(inner.rightChild(), row, set))
        / inner.impurityStats().rawCount();
  }

  private static double[] shapley(Node root, double[] row) {
    int places = row.length;
    double[] of = new double[1 << places];
    Arrays.setAll(of, set -> known(root, row, set));
    double[] shapley = new double[places];
    for (int place = 0; place < places; place++) {
      for (int set = 0; set < of.length; set++) {
        if ((set >> place & 1) == 0) {
          int size = Integer.bitCount(set);
          shapley[place] +=
              factorial(size)
                  * factorial(places - size - 1)
                  / factorial(places)
                  * (of[set | 1 << place] - of[set]);
        }
      }
    }
    return shapley;
  }

  private static double factorial(int n) {
    return n == 0 ? 1 : n * factorial(n - 1);
  }

  private static void add(double[] sums, double[] more, double scale) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] += scale * more[i];
    }
  }
}
