package io.holdfast.model;

import static org.apache.spark.sql.functions.col;

import java.io.Serializable;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.ml.feature.Instance;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.tree.DecisionTreeModel;
import org.apache.spark.ml.tree.Split;
import org.apache.spark.ml.tree.impl.BaggedPoint;
import org.apache.spark.ml.tree.impl.DecisionTreeMetadata;
import org.apache.spark.ml.tree.impl.RandomForest;
import org.apache.spark.ml.tree.impl.RandomForest$;
import org.apache.spark.ml.tree.impl.TreePoint;
import org.apache.spark.mllib.tree.configuration.Algo;
import org.apache.spark.mllib.tree.configuration.QuantileStrategy;
import org.apache.spark.mllib.tree.configuration.Strategy;
import org.apache.spark.mllib.tree.impurity.Variance;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;
import scala.Function1;
import scala.Option;
import scala.collection.immutable.Map$;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/**
 * Training rows whose values are binned once, so that forest after forest can be fitted to other
 * responses of the same rows. MLlib's public learners bin anew with each fit, which costs more than
 * the small trees themselves; its own boosting does what is done here, by the same methods, which
 * Java sees and Spark does not promise: they go with the pinned version of Spark.
 */
final class BinnedRows implements AutoCloseable {
  private static final String A_THIRD_OF_THE_COLUMNS = "onethird";
  private static final int MAX_BINS = 64;
  private static final int MIN_ROWS_A_NODE = 50;
  private static final double SHARE_OF_THE_ROWS = 0.8;

  /** Room for the histograms of many nodes: fewer passes over the rows. */
  private static final int MEMORY_MB = 1024;

  private static final int CHECKPOINT_INTERVAL = 10;

  private final int trees;
  private final Strategy strategy;
  private final DecisionTreeMetadata metadata;
  private final Broadcast<Split[][]> splits;
  private final JavaRDD<BinnedRow> rows;

  private record BinnedRow(double label, Vector values, int[] bins) implements Serializable {}

  /** What a row asks the next trees for. */
  interface Response extends Serializable {
    /** Response and weight of a row, given its label and what the trees so far make of it. */
    TreePoint of(double label, double logOdds, int[] bins);
  }

  /**
   * Bins the rows and keeps them until this is closed.
   *
   * @param rows {@link Encoding#VECTOR} and {@link Learner#LABEL} (double), in a fixed order
   * @param depth of the trees that are to be fitted
   * @param trees of a forest
   */
  BinnedRows(Dataset<Row> rows, int depth, int trees) {
    this.trees = trees;
    this.strategy =
        new Strategy(
            Algo.Regression(),
            Variance.instance(),
            depth,
            0,
            MAX_BINS,
            QuantileStrategy.Sort(),
            Map$.MODULE$.empty(),
            MIN_ROWS_A_NODE,
            0,
            MEMORY_MB,
            SHARE_OF_THE_ROWS,
            false,
            CHECKPOINT_INTERVAL,
            0,
            false);
    JavaRDD<Instance> instances =
        rows.select(col(Learner.LABEL), col(Encoding.VECTOR))
            .javaRDD()
            .map(r -> new Instance(r.getDouble(0), 1, r.getAs(1)));
    RDD<Instance> unbinned = instances.rdd().retag(Instance.class);
    this.metadata =
        DecisionTreeMetadata.buildMetadata(unbinned, strategy, trees, A_THIRD_OF_THE_COLUMNS);
    Split[][] found = RandomForest$.MODULE$.findSplits(unbinned, metadata, Learner.SEED);
    ClassTag<Split[][]> type = ClassTag$.MODULE$.apply(Split[][].class);
    this.splits = unbinned.sparkContext().broadcast(found, type);
    this.rows =
        instances
            .zip(TreePoint.convertToTreeRDD(unbinned, found, metadata).toJavaRDD())
            .map(
                both ->
                    new BinnedRow(both._1.label(), both._1.features(), both._2.binnedFeatures()))
            .persist(StorageLevel.MEMORY_AND_DISK());
  }

  /**
   * A forest that is fitted to what the rows ask for.
   *
   * @param soFar the trees that there are
   */
  DecisionTreeModel[] forest(Trees soFar, Response response, long seed) {
    RDD<TreePoint> points =
        rows.map(row -> response.of(row.label(), soFar.logOdds(row.values()), row.bins())).rdd();
    RDD<BaggedPoint<TreePoint>> drawn =
        BaggedPoint.convertToBaggedRDD(
                points,
                SHARE_OF_THE_ROWS,
                trees,
                false,
                (Function1<TreePoint, Object> & Serializable) TreePoint::weight,
                seed)
            .persist(StorageLevel.MEMORY_AND_DISK());
    try {
      return RandomForest.runBagged(
          drawn,
          metadata,
          splits,
          strategy,
          trees,
          A_THIRD_OF_THE_COLUMNS,
          seed,
          Option.empty(),
          true,
          Option.empty(),
          0);
    } finally {
      drawn.unpersist(false);
    }
  }

  /** How the forests are fitted, for the card. */
  static String settings() {
    return MIN_ROWS_A_NODE
        + " rows a node, "
        + Math.round(100 * SHARE_OF_THE_ROWS)
        + " % of the rows, a third of the columns a split, "
        + MAX_BINS
        + " bins";
  }

  @Override
  public void close() {
    rows.unpersist();
    splits.destroy();
  }
}
