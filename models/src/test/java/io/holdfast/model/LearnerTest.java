package io.holdfast.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.TestSession;
import java.util.Arrays;
import org.apache.spark.ml.tree.InternalNode;
import org.apache.spark.ml.tree.Node;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class LearnerTest {
  @Test
  void a_forest_tells_rare_from_rarer_though_both_are_unlikely() {
    Customers customers = new Customers(TestSession.spark(), Customers.months(3), 300, 2, 4);
    TrainingSet set = customers.trainingSet();
    Dataset<Row> rows = set.encoded(set.encoding(set.dates())).cache();

    long told =
        Arrays.stream(Learner.TREES.fit(rows).forest().trees())
            .mapToLong(tree -> pairsOfUnlikelyLeaves(tree.rootNode()))
            .sum();

    assertThat(told).as("sibling leaves that both say no, with different odds").isPositive();
  }

  private static long pairsOfUnlikelyLeaves(Node node) {
    if (!(node instanceof InternalNode inner)) {
      return 0;
    }
    Node left = inner.leftChild();
    Node right = inner.rightChild();
    boolean arePair =
        !(left instanceof InternalNode)
            && !(right instanceof InternalNode)
            && left.prediction() < 0.5
            && right.prediction() < 0.5
            && left.prediction() != right.prediction();
    return (arePair ? 1 : 0) + pairsOfUnlikelyLeaves(left) + pairsOfUnlikelyLeaves(right);
  }
}
