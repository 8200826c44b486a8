package io.holdfast.model;

import java.util.Arrays;
import java.util.BitSet;
import java.util.stream.DoubleStream;
import org.apache.spark.ml.classification.GBTClassificationModel;
import org.apache.spark.ml.classification.RandomForestClassificationModel;
import org.apache.spark.ml.tree.ContinuousSplit;
import org.apache.spark.ml.tree.DecisionTreeModel;
import org.apache.spark.ml.tree.InternalNode;
import org.apache.spark.ml.tree.Node;

/**
 * Fitted trees as flat arrays that are cheap to send and to walk. Nodes of all trees stand in one
 * sequence, each tree depth first: a node's left child is the next node.
 *
 * <p>The output for a row is the sum of the values of the leaves it falls into: a probability for a
 * forest, log-odds for boosting. What a row has at unknown places is averaged over by the training
 * weight of the nodes (path-dependent TreeSHAP: Lundberg, Erion and Lee 2018, "Consistent
 * Individualized Feature Attribution for Tree Ensembles").
 */
final class Trees implements Additive {
  private static final long serialVersionUID = 1L;
  private static final int LEAF = -1;

  private final Space space;
  private final int[] roots;
  private final int[] places;
  private final double[] thresholds;
  private final int[] rights;
  private final double[] covers;
  private final double[] values;
  private double base;
  private int nodes;

  private Trees(Space space, DecisionTreeModel[] trees, double[] scales) {
    int size = Arrays.stream(trees).mapToInt(DecisionTreeModel::numNodes).sum();
    this.space = space;
    this.roots = new int[trees.length];
    this.places = new int[size];
    this.thresholds = new double[size];
    this.rights = new int[size];
    this.covers = new double[size];
    this.values = new double[size];
    for (int i = 0; i < trees.length; i++) {
      roots[i] = nodes;
      add(trees[i].rootNode(), scales[i]);
      base += mean(roots[i]);
    }
  }

  /** A forest: each tree says the share of its leaf that happened, the forest their mean. */
  static Trees of(RandomForestClassificationModel forest) {
    DecisionTreeModel[] trees = forest.trees();
    double[] scales = new double[trees.length];
    Arrays.fill(scales, 1.0 / trees.length);
    return new Trees(Space.PROBABILITY, trees, scales);
  }

  /** Boosted trees: log-odds are twice the weighted sum of the trees. */
  static Trees of(GBTClassificationModel boosting) {
    return new Trees(
        Space.LOG_ODDS,
        boosting.trees(),
        Arrays.stream(boosting.treeWeights()).map(weight -> 2 * weight).toArray());
  }

  private void add(Node node, double scale) {
    int own = nodes++;
    if (node.impurityStats() == null || !(node.impurityStats().count() > 0)) {
      throw new IllegalArgumentException(
          "node "
              + own
              + " has no training weight, without which no row can be explained;"
              + " train again");
    }
    covers[own] = node.impurityStats().count();
    if (node instanceof InternalNode inner) {
      if (!(inner.split() instanceof ContinuousSplit split)) {
        throw new IllegalArgumentException(
            "node "
                + own
                + " splits place "
                + inner.split().featureIndex()
                + " by category; only splits by threshold can be explained");
      }
      places[own] = split.featureIndex();
      thresholds[own] = split.threshold();
      add(inner.leftChild(), scale);
      rights[own] = nodes;
      add(inner.rightChild(), scale);
    } else {
      places[own] = LEAF;
      values[own] = scale * leafValue(node);
    }
  }

  private double leafValue(Node leaf) {
    if (space == Space.LOG_ODDS) {
      return leaf.prediction();
    }
    double[] classes = leaf.impurityStats().stats();
    return classes[1] / DoubleStream.of(classes).sum();
  }

  private double mean(int node) {
    return isLeaf(node)
        ? values[node]
        : leftShare(node) * mean(left(node)) + (1 - leftShare(node)) * mean(right(node));
  }

  @Override
  public Space space() {
    return space;
  }

  @Override
  public double base() {
    return base;
  }

  @Override
  public double[][] contributions(double[][] rowValues, int rows) {
    double[][] contributions = new double[rowValues.length][rows];
    for (int root : roots) {
      if (!isLeaf(root)) {
        new TreeShapley(this, rowValues, contributions, rows).add(root);
      }
    }
    return contributions;
  }

  boolean isLeaf(int node) {
    return places[node] == LEAF;
  }

  /** The place of the vector that a node asks. */
  int place(int node) {
    return places[node];
  }

  /** Values up to this go left. */
  double threshold(int node) {
    return thresholds[node];
  }

  int left(int node) {
    return node + 1;
  }

  int right(int node) {
    return rights[node];
  }

  /** The share of a node's training weight that went left. */
  double leftShare(int node) {
    double left = covers[left(node)];
    return left / (left + covers[right(node)]);
  }

  /** What a leaf adds to the output. */
  double value(int leaf) {
    return values[leaf];
  }

  int depth(int node) {
    return isLeaf(node) ? 0 : 1 + Math.max(depth(left(node)), depth(right(node)));
  }

  /** The most distinct places that any path from a node to a leaf asks. */
  int mostPlaces(int node) {
    return mostPlaces(node, new BitSet());
  }

  private int mostPlaces(int node, BitSet asked) {
    if (isLeaf(node)) {
      return asked.cardinality();
    }
    boolean isNew = !asked.get(places[node]);
    asked.set(places[node]);
    int most = Math.max(mostPlaces(left(node), asked), mostPlaces(right(node), asked));
    asked.set(places[node], !isNew);
    return most;
  }
}
