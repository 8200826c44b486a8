package io.holdfast.model;

import static org.apache.spark.sql.functions.udf;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.holdfast.error.DataException;
import java.io.Serializable;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.tree.ContinuousSplit;
import org.apache.spark.ml.tree.DecisionTreeModel;
import org.apache.spark.ml.tree.InternalNode;
import org.apache.spark.ml.tree.Node;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;

/**
 * Fitted trees as flat arrays that are cheap to send, to store and to walk. Nodes of all trees
 * stand in one sequence, each tree depth first: a node's left child is the next node.
 *
 * <p>The log-odds of a row are a start and the sum of the values of the leaves it falls into. What
 * a row has at unknown places is averaged over by the training rows of the nodes (path-dependent
 * TreeSHAP: Lundberg, Erion and Lee 2018, "Consistent Individualized Feature Attribution for Tree
 * Ensembles").
 */
final class Trees implements Additive {
  private static final long serialVersionUID = 2L;
  private static final int LEAF = -1;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final double start;
  private final int[] roots;
  private final int[] places;
  private final double[] thresholds;
  private final int[] rights;
  private final double[] covers;
  private final double[] values;
  private final double base;

  /**
   * What is stored.
   *
   * @param start the log-odds before any tree
   * @param roots the node that each tree begins with
   * @param places by node: the place of the vector that it asks, −1 for a leaf
   * @param thresholds by node: values up to this go left
   * @param rights by node: its right child
   * @param covers by node: the training rows that came through it
   * @param values by node: what a leaf adds
   */
  private record Nodes(
      double start,
      int[] roots,
      int[] places,
      double[] thresholds,
      int[] rights,
      double[] covers,
      double[] values)
      implements Serializable {}

  private Trees(Nodes nodes) {
    this.start = nodes.start();
    this.roots = nodes.roots();
    this.places = nodes.places();
    this.thresholds = nodes.thresholds();
    this.rights = nodes.rights();
    this.covers = nodes.covers();
    this.values = nodes.values();
    this.base = start + Arrays.stream(roots).mapToDouble(this::mean).sum();
  }

  /**
   * A start and rounds of small forests, each of which adds the mean of its trees times the step.
   */
  static Trees of(double start, List<DecisionTreeModel[]> rounds, double step) {
    Builder builder = new Builder(start, rounds);
    rounds.forEach(
        forest -> {
          for (DecisionTreeModel tree : forest) {
            builder.add(tree, step / forest.length);
          }
        });
    return builder.trees();
  }

  /** The first so many trees. */
  Trees first(int trees) {
    int end = trees < roots.length ? roots[trees] : places.length;
    return new Trees(
        new Nodes(
            start,
            Arrays.copyOf(roots, trees),
            Arrays.copyOf(places, end),
            Arrays.copyOf(thresholds, end),
            Arrays.copyOf(rights, end),
            Arrays.copyOf(covers, end),
            Arrays.copyOf(values, end)));
  }

  /** As {@link #parse} reads them. */
  String json() {
    try {
      return JSON.writeValueAsString(
          new Nodes(start, roots, places, thresholds, rights, covers, values));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("numbers can be written", e);
    }
  }

  /**
   * Stored trees.
   *
   * @param name of the file, for errors
   */
  static Trees parse(String json, String name) {
    try {
      return new Trees(JSON.readValue(json, Nodes.class));
    } catch (JsonProcessingException e) {
      throw new DataException("trees " + name + " cannot be read: " + e.getOriginalMessage());
    }
  }

  /** Puts the nodes of MLlib's trees in a row. */
  private static final class Builder {
    private final Nodes to;
    private int trees;
    private int nodes;

    Builder(double start, List<DecisionTreeModel[]> rounds) {
      int most =
          rounds.stream().flatMap(Arrays::stream).mapToInt(DecisionTreeModel::numNodes).sum();
      to =
          new Nodes(
              start,
              new int[rounds.stream().mapToInt(forest -> forest.length).sum()],
              new int[most],
              new double[most],
              new int[most],
              new double[most],
              new double[most]);
    }

    void add(DecisionTreeModel tree, double scale) {
      to.roots()[trees++] = nodes;
      add(tree.rootNode(), scale);
    }

    private void add(Node node, double scale) {
      int own = nodes++;
      if (node.impurityStats() == null || !(node.impurityStats().rawCount() > 0)) {
        throw new IllegalArgumentException(
            "no training row came through node " + own + ", without which no row can be explained");
      }
      to.covers()[own] = node.impurityStats().rawCount();
      if (node instanceof InternalNode inner) {
        if (!(inner.split() instanceof ContinuousSplit split)) {
          throw new IllegalArgumentException(
              "node "
                  + own
                  + " splits place "
                  + inner.split().featureIndex()
                  + " by category; only splits by threshold can be explained");
        }
        to.places()[own] = split.featureIndex();
        to.thresholds()[own] = split.threshold();
        add(inner.leftChild(), scale);
        to.rights()[own] = nodes;
        add(inner.rightChild(), scale);
      } else {
        to.places()[own] = LEAF;
        to.values()[own] = scale * node.prediction();
      }
    }

    Trees trees() {
      return new Trees(to);
    }
  }

  private double mean(int node) {
    return isLeaf(node)
        ? values[node]
        : leftShare(node) * mean(left(node)) + (1 - leftShare(node)) * mean(right(node));
  }

  @Override
  public double base() {
    return base;
  }

  /** The log-odds of the rows, from the column of vectors. */
  Column logOdds(Column vector) {
    UDF1<Vector, Double> ofRow = this::logOdds;
    return udf(ofRow, DataTypes.DoubleType).apply(vector);
  }

  /** The log-odds of one row. */
  double logOdds(Vector row) {
    double sum = start;
    for (int root : roots) {
      int node = root;
      while (!isLeaf(node)) {
        node = row.apply(places[node]) <= thresholds[node] ? left(node) : right(node);
      }
      sum += values[node];
    }
    return sum;
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
