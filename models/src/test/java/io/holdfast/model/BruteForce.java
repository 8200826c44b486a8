package io.holdfast.model;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import org.apache.spark.ml.classification.GBTClassificationModel;
import org.apache.spark.ml.classification.RandomForestClassificationModel;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.tree.ContinuousSplit;
import org.apache.spark.ml.tree.InternalNode;
import org.apache.spark.ml.tree.Node;

/**
 * Shapley values by their definition: over all sets of known places, with what a tree says when
 * only those are known, on MLlib's own nodes.
 */
final class BruteForce {
  private BruteForce() {}

  /** In probability. */
  static double[] of(RandomForestClassificationModel forest, double[] row) {
    double[] sums = new double[row.length];
    Arrays.stream(forest.trees())
        .forEach(
            tree ->
                add(
                    sums,
                    shapley(
                        tree.rootNode(),
                        leaf ->
                            leaf.impurityStats().stats()[1]
                                / (leaf.impurityStats().stats()[0]
                                    + leaf.impurityStats().stats()[1]),
                        row),
                    1.0 / forest.trees().length));
    return sums;
  }

  /** In log-odds. */
  static double[] of(GBTClassificationModel boosting, double[] row) {
    double[] sums = new double[row.length];
    for (int i = 0; i < boosting.trees().length; i++) {
      add(
          sums,
          shapley(boosting.trees()[i].rootNode(), Node::prediction, row),
          2 * boosting.treeWeights()[i]);
    }
    return sums;
  }

  /** What a member says, base and contributions, when the places of a set are known. */
  private static double known(Node node, ToDoubleFunction<Node> value, double[] row, int set) {
    if (!(node instanceof InternalNode inner)) {
      return value.applyAsDouble(node);
    }
    ContinuousSplit split = (ContinuousSplit) inner.split();
    if ((set >> split.featureIndex() & 1) == 1) {
      boolean isLeft = split.shouldGoLeft(Vectors.dense(row));
      return known(isLeft ? inner.leftChild() : inner.rightChild(), value, row, set);
    }
    double left = inner.leftChild().impurityStats().count();
    double right = inner.rightChild().impurityStats().count();
    return (left * known(inner.leftChild(), value, row, set)
            + right * known(inner.rightChild(), value, row, set))
        / inner.impurityStats().count();
  }

  private static double[] shapley(Node root, ToDoubleFunction<Node> value, double[] row) {
    int places = row.length;
    double[] of = new double[1 << places];
    Arrays.setAll(of, set -> known(root, value, row, set));
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
