package io.holdfast.model;

import java.util.Arrays;

/**
 * Exact Shapley values of one tree for a block of rows, in one walk over the tree.
 *
 * <p>For a leaf of value v, let z_i be the share of training weight that the path keeps where it
 * asks place i, and o_i whether the row passes everything it asks of i (1) or not (0). The leaf's
 * game is v · Π z_i over the unknown places times Π o_i over the known ones. Its multilinear
 * extension on the diagonal is v · Π (o_i t + z_i (1 − t)), and the Shapley value of i is the
 * integral over t from 0 to 1 of the derivative along i (Owen 1972, "Multilinear Extensions of
 * Games"):
 *
 * <pre>v · (o_i − z_i) · ∫ Π_{j≠i} (o_j t + z_j (1 − t)) dt</pre>
 *
 * <p>The integrand is a polynomial of a degree below the number m of places that the path asks, so
 * Gauss–Legendre quadrature with ⌈m/2⌉ points is exact; all factors are positive, so nothing
 * cancels. Products are carried down the tree and their sums up, and a place that is asked again
 * replaces its earlier factor, as in Linear TreeSHAP (Yu, Xu, Bifet and Read 2022): the edge adds
 * its own term for the leaves below and takes back that of the edge it replaces. A row costs nodes
 * × points instead of leaves × depth².
 *
 * <p>Inner loops run over the rows of the block, which is what processors do best.
 */
final class TreeShapley {
  private final Trees trees;
  private final double[][] values;
  private final double[][] contributions;
  private final int rows;

  /** By place: which rows (1 or 0) pass what the path has asked of it, and the share z. */
  private final double[][] passed;

  private final double[] share;

  private Quadrature quadrature;
  private Level[] levels;

  /** What a walk holds at one depth. */
  private static final class Level {
    /** By point and row: the product of the path's factors. */
    final double[][] product;

    /** By point and row: the sum of value × product over the leaves below. */
    final double[][] sum;

    final double[] goesLeft;
    final double[] goesRight;

    Level(int points, int rows) {
      product = new double[points][rows];
      sum = new double[points][rows];
      goesLeft = new double[rows];
      goesRight = new double[rows];
    }
  }

  /**
   * Prepares a walk.
   *
   * @param values by place, then by row
   * @param contributions by place, then by row: added to
   */
  TreeShapley(Trees trees, double[][] values, double[][] contributions, int rows) {
    this.trees = trees;
    this.values = values;
    this.contributions = contributions;
    this.rows = rows;
    double[] all = new double[rows];
    Arrays.fill(all, 1);
    this.passed = new double[values.length][];
    Arrays.fill(passed, all);
    this.share = new double[values.length];
    Arrays.fill(share, 1);
  }

  /** Adds the Shapley values of the tree below a root that is no leaf. */
  void add(int root) {
    quadrature = Quadrature.of((trees.mostPlaces(root) + 1) / 2);
    int points = quadrature.points().length;
    levels = new Level[trees.depth(root)];
    Arrays.setAll(levels, depth -> new Level(points, rows));
    for (double[] product : levels[0].product) {
      Arrays.fill(product, 1);
    }
    walk(root, 0);
  }

  private void walk(int node, int depth) {
    Level level = levels[depth];
    int place = trees.place(node);
    double[] before = passed[place];
    double shareBefore = share[place];
    double leftShare = shareBefore * trees.leftShare(node);
    double rightShare = shareBefore - leftShare;
    split(values[place], trees.threshold(node), before, level.goesLeft, level.goesRight, rows);
    if (trees.isLeaf(trees.left(node)) || trees.isLeaf(trees.right(node))) {
      leaves(node, level, shareBefore, leftShare, rightShare);
    } else {
      for (double[] sum : level.sum) {
        Arrays.fill(sum, 0);
      }
    }
    if (!trees.isLeaf(trees.left(node))) {
      passed[place] = level.goesLeft;
      share[place] = leftShare;
      child(trees.left(node), depth, place, shareBefore, level.goesLeft, level.goesRight);
    }
    if (!trees.isLeaf(trees.right(node))) {
      passed[place] = level.goesRight;
      share[place] = rightShare;
      child(trees.right(node), depth, place, shareBefore, level.goesRight, level.goesLeft);
    }
    passed[place] = before;
    share[place] = shareBefore;
  }

  /** What the children that are leaves sum up to and contribute. */
  private void leaves(
      int node, Level level, double shareBefore, double leftShare, double rightShare) {
    double left = trees.isLeaf(trees.left(node)) ? trees.value(trees.left(node)) : 0;
    double right = trees.isLeaf(trees.right(node)) ? trees.value(trees.right(node)) : 0;
    for (int i = 0; i < quadrature.points().length; i++) {
      double t = quadrature.points()[i];
      double weight = quadrature.weights()[i];
      Edge toLeft = new Edge(t, shareBefore, leftShare);
      Edge toRight = new Edge(t, shareBefore, rightShare);
      double neither = left * toLeft.neither + right * toRight.neither;
      double goesLeft = left * toLeft.own + right * toRight.other;
      double goesRight = left * toLeft.other + right * toRight.own;
      double addsLeft =
          weight * (left * toLeft.own * toLeft.addsOwn + right * toRight.other * toRight.addsOther);
      double addsRight =
          weight * (left * toLeft.other * toLeft.addsOther + right * toRight.own * toRight.addsOwn);
      sumLeaves(
          level.product[i],
          level.sum[i],
          contributions[trees.place(node)],
          level.goesLeft,
          level.goesRight,
          neither,
          goesLeft - neither,
          goesRight - neither,
          addsLeft,
          addsRight,
          rows);
    }
  }

  /** Walks below a child that is no leaf. */
  private void child(
      int child, int depth, int place, double shareBefore, double[] own, double[] other) {
    Level level = levels[depth];
    Level below = levels[depth + 1];
    for (int i = 0; i < quadrature.points().length; i++) {
      Edge edge = new Edge(quadrature.points()[i], shareBefore, share[place]);
      carryDown(
          level.product[i],
          below.product[i],
          own,
          other,
          edge.neither,
          edge.own - edge.neither,
          edge.other - edge.neither,
          rows);
    }
    double shareOwn = share[place];
    walk(child, depth + 1);
    for (int i = 0; i < quadrature.points().length; i++) {
      Edge edge = new Edge(quadrature.points()[i], shareBefore, shareOwn);
      double weight = quadrature.weights()[i];
      carryUp(
          below.sum[i],
          level.sum[i],
          contributions[place],
          own,
          other,
          weight * edge.addsOwn,
          weight * edge.addsOther,
          rows);
    }
  }

  /**
   * What an edge does to the product, and what it adds to the derivative over the product, at one
   * point: for rows that it is their own, for rows that go to the other child, and for rows that
   * had not passed the place before.
   */
  private static final class Edge {
    final double own;
    final double other;
    final double neither;
    final double addsOwn;
    final double addsOther;

    Edge(double t, double shareBefore, double share) {
      double factorBefore = t + shareBefore * (1 - t);
      double factor = t + share * (1 - t);
      double takenBack = (1 - shareBefore) / factorBefore;
      own = factor / factorBefore;
      other = share * (1 - t) / factorBefore;
      neither = share / shareBefore;
      addsOwn = (1 - share) / factor - takenBack;
      addsOther = -1 / (1 - t) - takenBack;
    }
  }

  private static void split(
      double[] values,
      double threshold,
      double[] before,
      double[] goesLeft,
      double[] goesRight,
      int rows) {
    for (int row = 0; row < rows; row++) {
      double left = values[row] <= threshold ? before[row] : 0;
      goesLeft[row] = left;
      goesRight[row] = before[row] - left;
    }
  }

  private static void sumLeaves(
      double[] product,
      double[] sum,
      double[] contribution,
      double[] goesLeft,
      double[] goesRight,
      double neither,
      double left,
      double right,
      double addsLeft,
      double addsRight,
      int rows) {
    for (int row = 0; row < rows; row++) {
      sum[row] = product[row] * (neither + goesLeft[row] * left + goesRight[row] * right);
      contribution[row] += product[row] * (goesLeft[row] * addsLeft + goesRight[row] * addsRight);
    }
  }

  private static void carryDown(
      double[] product,
      double[] below,
      double[] own,
      double[] other,
      double neither,
      double ofOwn,
      double ofOther,
      int rows) {
    for (int row = 0; row < rows; row++) {
      below[row] = product[row] * (neither + own[row] * ofOwn + other[row] * ofOther);
    }
  }

  private static void carryUp(
      double[] below,
      double[] sum,
      double[] contribution,
      double[] own,
      double[] other,
      double addsOwn,
      double addsOther,
      int rows) {
    for (int row = 0; row < rows; row++) {
      sum[row] += below[row];
      contribution[row] += below[row] * (own[row] * addsOwn + other[row] * addsOther);
    }
  }
}
