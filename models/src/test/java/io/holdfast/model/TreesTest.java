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
import io.holdfast.error.DataException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.spark.ml.attribute.Attribute;
import org.apache.spark.ml.attribute.AttributeGroup;
import org.apache.spark.ml.attribute.NominalAttribute;
import org.apache.spark.ml.attribute.NumericAttribute;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.regression.RandomForestRegressionModel;
import org.apache.spark.ml.regression.RandomForestRegressor;
import org.apache.spark.ml.tree.ContinuousSplit;
import org.apache.spark.ml.tree.DecisionTreeModel;
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
  private static final double STEP = 0.7;

  @Test
  void trees_are_explained_as_by_all_sets_of_ten_places() {
    List<RandomForestRegressionModel> rounds = rounds(10, 6, 5);

    assertAgree(trees(-2, rounds), row -> BruteForce.of(rounds, STEP, row), rows(10));
  }

  @Test
  void a_path_may_ask_a_place_again_and_again() {
    List<RandomForestRegressionModel> rounds = rounds(2, 12, 5);
    assertThat(rounds.get(0).trees()[0].depth()).isGreaterThan(6);

    assertAgree(trees(0, rounds), row -> BruteForce.of(rounds, STEP, row), rows(2));
  }

  @Test
  void values_on_a_threshold_go_left() {
    List<RandomForestRegressionModel> rounds = rounds(3, 6, 5);
    List<double[]> rows = rows(3);
    for (double[] row : rows) {
      onThresholds(root(rounds), row);
    }

    assertAgree(trees(0, rounds), row -> BruteForce.of(rounds, STEP, row), rows);
  }

  @Test
  void a_stump_gives_its_one_place_everything() {
    List<RandomForestRegressionModel> stump = rounds(4, 1, 1).subList(0, 1);
    int asked = ((ContinuousSplit) ((InternalNode) root(stump)).split()).featureIndex();

    double[] contributions = explain(trees(0, stump), rows(4)).get(0);

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
    List<RandomForestRegressionModel> leaves = rounds(4, 0, 3);
    Trees trees = trees(-1, leaves);

    assertThat(explain(trees, rows(4)).get(0)).containsOnly(0);
    assertThat(trees.base()).isEqualTo(said(-1, leaves, rows(4).get(0)), within(EXACT));
  }

  @Test
  void base_and_contributions_are_what_deep_trees_say() {
    List<RandomForestRegressionModel> rounds = rounds(40, 20, 10);
    Trees trees = trees(-1, rounds);
    List<double[]> rows = rows(40);

    List<double[]> explained = explain(trees, rows);

    for (int i = 0; i < rows.size(); i++) {
      assertThat(trees.base() + Arrays.stream(explained.get(i)).sum())
          .isEqualTo(said(-1, rounds, rows.get(i)), within(EXACT));
    }
  }

  @Test
  void the_log_odds_of_rows_are_those_of_the_start_and_of_all_rounds() {
    List<RandomForestRegressionModel> rounds = rounds(10, 3, 5);

    List<Row> said =
        training(10).withColumn("odds", trees(-1, rounds).logOdds(col("features"))).collectAsList();

    assertThat(said).hasSize(400);
    for (Row row : said) {
      double[] values = row.<Vector>getAs("features").toArray();
      assertThat(row.<Double>getAs("odds")).isEqualTo(said(-1, rounds, values), within(EXACT));
    }
  }

  @Test
  void stored_trees_are_the_same_to_the_last_bit_and_the_first_rounds_are_those_alone() {
    List<RandomForestRegressionModel> rounds = rounds(10, 4, 5);
    Trees trees = trees(-1, rounds);

    assertThat(Trees.parse(trees.json(), "a file").json()).isEqualTo(trees.json());
    assertThat(trees.first(5).json()).isEqualTo(trees(-1, rounds.subList(0, 1)).json());
    assertThat(trees.first(10).base()).isEqualTo(trees.base());
    assertThatThrownBy(() -> Trees.parse("{\"start\": }", "a file"))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("a file");
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
    RandomForestRegressionModel forest =
        new RandomForestRegressor().setNumTrees(5).setSeed(1).fit(categories);

    assertThatThrownBy(() -> trees(0, List.of(forest)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("splits place 0 by category");
  }

  private static Trees trees(double start, List<RandomForestRegressionModel> rounds) {
    List<DecisionTreeModel[]> forests = new ArrayList<>();
    rounds.forEach(forest -> forests.add(forest.trees()));
    return Trees.of(start, forests, STEP);
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

  private static double said(double start, List<RandomForestRegressionModel> rounds, double[] row) {
    return start + STEP * rounds.stream().mapToDouble(r -> r.predict(Vectors.dense(row))).sum();
  }

  private static Node root(List<RandomForestRegressionModel> rounds) {
    return rounds.get(0).trees()[0].rootNode();
  }

  /** Moves a row onto every threshold it meets. */
  private static void onThresholds(Node node, double[] row) {
    if (node instanceof InternalNode inner && inner.split() instanceof ContinuousSplit split) {
      row[split.featureIndex()] = split.threshold();
      onThresholds(inner.leftChild(), row);
    }
  }

  /** Two small forests. */
  private static List<RandomForestRegressionModel> rounds(int places, int depth, int trees) {
    return IntStream.of(3, 4)
        .mapToObj(
            seed ->
                new RandomForestRegressor()
                    .setNumTrees(trees)
                    .setMaxDepth(depth)
                    .setFeatureSubsetStrategy("0.6")
                    .setSubsamplingRate(0.8)
                    .setMaxBins(16)
                    .setSeed(seed)
                    .fit(training(places)))
        .toList();
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
