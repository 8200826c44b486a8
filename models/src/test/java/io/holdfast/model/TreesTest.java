package io.holdfast.model;

import static org.apache.spark.ml.functions.array_to_vector;
import static org.apache.spark.ml.functions.vector_to_array;
import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.floor;
import static org.apache.spark.sql.functions.transform;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.holdfast.TestSession;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.apache.spark.ml.attribute.Attribute;
import org.apache.spark.ml.attribute.AttributeGroup;
import org.apache.spark.ml.attribute.NominalAttribute;
import org.apache.spark.ml.attribute.NumericAttribute;
import org.apache.spark.ml.classification.GBTClassificationModel;
import org.apache.spark.ml.classification.GBTClassifier;
import org.apache.spark.ml.classification.RandomForestClassificationModel;
import org.apache.spark.ml.classification.RandomForestClassifier;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.tree.ContinuousSplit;
import org.apache.spark.ml.tree.InternalNode;
import org.apache.spark.ml.tree.Node;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

class TreesTest {
  private static final double EXACT = 1e-12;

  @Test
  void a_forest_is_explained_as_by_all_sets_of_ten_places() {
    RandomForestClassificationModel forest = forest(10, 6, 5);

    assertAgree(Trees.of(forest), row -> BruteForce.of(forest, row), rows(10));
  }

  @Test
  void boosting_is_explained_as_by_all_sets_of_ten_places() {
    GBTClassificationModel boosting = boosting(10, 4);

    assertAgree(Trees.of(boosting), row -> BruteForce.of(boosting, row), rows(10));
  }

  @Test
  void a_path_may_ask_a_place_again_and_again() {
    RandomForestClassificationModel forest = forest(2, 12, 5);
    assertThat(forest.trees()[0].depth()).isGreaterThan(6);

    assertAgree(Trees.of(forest), row -> BruteForce.of(forest, row), rows(2));
  }

  @Test
  void values_on_a_threshold_go_left() {
    RandomForestClassificationModel forest = forest(3, 6, 5);
    List<double[]> rows = rows(3);
    for (double[] row : rows) {
      onThresholds(forest.trees()[0].rootNode(), row);
    }

    assertAgree(Trees.of(forest), row -> BruteForce.of(forest, row), rows);
  }

  @Test
  void a_stump_gives_its_one_place_everything() {
    RandomForestClassificationModel stump = forest(4, 1, 1);
    int asked = ((ContinuousSplit) ((InternalNode) root(stump)).split()).featureIndex();

    double[] contributions = explain(Trees.of(stump), rows(4)).get(0);

    for (int place = 0; place < 4; place++) {
      if (place == asked) {
        assertThat(Math.abs(contributions[place])).isGreaterThan(0.01);
      } else {
        assertThat(contributions[place]).isZero();
      }
    }
  }

  @Test
  void trees_of_one_leaf_say_the_base_and_nothing_else() {
    RandomForestClassificationModel leaves = forest(4, 0, 3);
    Trees trees = Trees.of(leaves);

    assertThat(explain(trees, rows(4)).get(0)).containsOnly(0);
    assertThat(trees.base()).isEqualTo(said(leaves, rows(4).get(0)), within(EXACT));
  }

  @Test
  void base_and_contributions_are_what_a_deep_forest_says() {
    RandomForestClassificationModel forest = forest(40, 20, 10);
    List<double[]> rows = rows(40);

    List<double[]> explained = explain(Trees.of(forest), rows);

    for (int i = 0; i < rows.size(); i++) {
      assertThat(Trees.of(forest).base() + Arrays.stream(explained.get(i)).sum())
          .isEqualTo(said(forest, rows.get(i)), within(EXACT));
    }
  }

  @Test
  void base_and_contributions_are_the_log_odds_of_boosting() {
    GBTClassificationModel boosting = boosting(10, 3);
    List<double[]> rows = rows(10);

    List<double[]> explained = explain(Trees.of(boosting), rows);

    for (int i = 0; i < rows.size(); i++) {
      double p = boosting.predictProbability(Vectors.dense(rows.get(i))).apply(1);
      assertThat(Trees.of(boosting).base() + Arrays.stream(explained.get(i)).sum())
          .isEqualTo(Math.log(p / (1 - p)), within(1e-9));
    }
  }

  @Test
  void a_split_by_category_is_refused() {
    Attribute[] attributes = {
      NominalAttribute.defaultAttr().withName("kind").withNumValues(5),
      NumericAttribute.defaultAttr().withName("size")
    };
    Dataset<Row> categories =
        training(2)
            .withColumn(
                "features",
                array_to_vector(
                    transform(vector_to_array(col("features"), "float64"), x -> floor(abs(x)))))
            .select(
                col("features")
                    .as("features", new AttributeGroup("features", attributes).toMetadata()),
                col("label"));
    RandomForestClassificationModel forest =
        new RandomForestClassifier().setNumTrees(5).setSeed(1).fit(categories);

    assertThatThrownBy(() -> Trees.of(forest))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("splits place 0 by category");
  }

  private static void assertAgree(
      Trees trees, Function<double[], double[]> definition, List<double[]> rows) {
    List<double[]> explained = explain(trees, rows);
    for (int i = 0; i < rows.size(); i++) {
      assertThat(explained.get(i)).containsExactly(definition.apply(rows.get(i)), within(EXACT));
      assertThat(Arrays.stream(explained.get(i)).map(Math::abs).max().orElseThrow())
          .isGreaterThan(0.01);
    }
  }

  /** By row, then by place. */
  private static List<double[]> explain(Trees trees, List<double[]> rows) {
    int places = rows.get(0).length;
    double[][] values = new double[places][rows.size()];
    for (int row = 0; row < rows.size(); row++) {
      for (int place = 0; place < places; place++) {
        values[place][row] = rows.get(row)[place];
      }
    }
    double[][] byPlace = trees.contributions(values, rows.size());
    List<double[]> explained = new ArrayList<>();
    for (int row = 0; row < rows.size(); row++) {
      double[] contributions = new double[places];
      for (int place = 0; place < places; place++) {
        contributions[place] = byPlace[place][row];
      }
      explained.add(contributions);
    }
    return explained;
  }

  private static double said(RandomForestClassificationModel forest, double[] row) {
    return forest.predictProbability(Vectors.dense(row)).apply(1);
  }

  private static Node root(RandomForestClassificationModel forest) {
    return forest.trees()[0].rootNode();
  }

  /** Moves a row onto every threshold it meets. */
  private static void onThresholds(Node node, double[] row) {
    if (node instanceof InternalNode inner && inner.split() instanceof ContinuousSplit split) {
      row[split.featureIndex()] = split.threshold();
      onThresholds(inner.leftChild(), row);
    }
  }

  private static RandomForestClassificationModel forest(int places, int depth, int trees) {
    return new RandomForestClassifier()
        .setNumTrees(trees)
        .setMaxDepth(depth)
        .setFeatureSubsetStrategy("0.6")
        .setMaxBins(16)
        .setSeed(3)
        .fit(training(places));
  }

  private static GBTClassificationModel boosting(int places, int depth) {
    return new GBTClassifier()
        .setMaxIter(6)
        .setMaxDepth(depth)
        .setSubsamplingRate(0.8)
        .setMaxBins(16)
        .setSeed(3)
        .fit(training(places));
  }

  private static List<double[]> rows(int places) {
    Random dice = new Random(11);
    List<double[]> rows = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      rows.add(dice.doubles(places, -3, 3).toArray());
    }
    return rows;
  }

  /** Who is positive depends on several places together. */
  private static Dataset<Row> training(int places) {
    Random dice = new Random(5);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      double[] values = dice.doubles(places, -3, 3).toArray();
      double odds = values[0] * values[1] + Math.sin(2 * values[places - 1]) + values[places / 2];
      double label = dice.nextDouble() < 1 / (1 + Math.exp(-odds)) ? 1 : 0;
      rows.add(RowFactory.create(Vectors.dense(values), label));
    }
    return TestSession.spark()
        .createDataFrame(
            rows,
            new StructType()
                .add("features", SQLDataTypes.VectorType())
                .add("label", DataTypes.DoubleType))
        .coalesce(1)
        .cache();
  }
}
