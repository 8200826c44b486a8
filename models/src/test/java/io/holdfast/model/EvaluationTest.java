package io.holdfast.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.holdfast.TextTable;
import java.util.Map;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Test;

class EvaluationTest {
  private static final Map<String, DataType> TYPES =
      Map.of(
          "score", DataTypes.DoubleType,
          "probability", DataTypes.DoubleType,
          "label", DataTypes.DoubleType,
          "mrr", DataTypes.DoubleType,
          "as_of", DataTypes.DateType);

  @Test
  void measures_are_those_computed_by_hand() {
    Evaluation found =
        evaluate(
                """
                | contender | as_of      | account_id | score | probability | label | mrr |
                | model     | 2025-01-02 | a          | 0.9   | 0.9         | 1     | 100 |
                | model     | 2025-01-02 | b          | 0.6   | 0.6         | 0     | 10  |
                | model     | 2025-01-02 | c          | 0.6   | 0.6         | 1     | 300 |
                | model     | 2025-01-02 | d          | 0.2   | 0.2         | 0     | 10  |
                | model     | 2025-01-02 | e          | 0.1   | 0.1         | 0     | 10  |
                """,
                1)
            .get("model");

    assertThat(found.rows()).isEqualTo(5);
    assertThat(found.positives()).isEqualTo(2);
    // Pairs (positive, negative): a beats three; c ties with b and beats two.
    assertThat(found.auc()).isEqualTo(5.5 / 6, within(1e-12));
    // Precision 1 at recall 1/2, then 2/3 at the tied score for the other half.
    assertThat(found.prAuc()).isEqualTo((1.0 + 2.0 / 3) / 2, within(1e-12));
    double logLoss =
        -(Math.log(0.9) + Math.log(0.4) + Math.log(0.6) + Math.log(0.8) + Math.log(0.9)) / 5;
    assertThat(found.logLoss()).isEqualTo(logLoss, within(1e-12));
    assertThat(found.brier()).isEqualTo((0.01 + 0.36 + 0.16 + 0.04 + 0.01) / 5, within(1e-12));
    // Five rows in ten bins: each row is a bin of its own.
    assertThat(found.ece()).isEqualTo((0.1 + 0.6 + 0.4 + 0.2 + 0.1) / 5, within(1e-12));
    assertThat(found.liftAt10()).isEqualTo(1 / 0.4, within(1e-12));
    assertThat(found.precisionAtCapacity()).isEqualTo(1.0);
    assertThat(found.capturedMrrAtCapacity()).isEqualTo(0.25, within(1e-12));
  }

  @Test
  void capacity_counts_on_each_date_anew() {
    Evaluation found =
        evaluate(
                """
                | contender | as_of      | account_id | score | probability | label | mrr |
                | model     | 2025-01-02 | a          | 0.9   |             | 1     | 10  |
                | model     | 2025-01-02 | b          | 0.8   |             | 1     | 10  |
                | model     | 2025-01-30 | a          | 0.2   |             | 1     | 10  |
                | model     | 2025-01-30 | b          | 0.1   |             | 0     | 10  |
                """,
                1)
            .get("model");

    assertThat(found.precisionAtCapacity()).isEqualTo(1.0);
    assertThat(found.capturedMrrAtCapacity()).isEqualTo(2.0 / 3, within(1e-12));
  }

  @Test
  void a_contender_without_a_probability_has_ranking_measures_only() {
    Evaluation found =
        evaluate(
                """
                | contender | as_of      | account_id | score | probability | label | mrr |
                | one_rule  | 2025-01-02 | a          | 2     |             | 1     | 10  |
                | one_rule  | 2025-01-02 | b          | 1     |             | 0     | 10  |
                """,
                1)
            .get("one_rule");

    assertThat(found.auc()).isEqualTo(1.0);
    assertThat(found.logLoss()).isNull();
    assertThat(found.brier()).isNull();
    assertThat(found.ece()).isNull();
  }

  @Test
  void one_class_has_no_area() {
    Evaluation found =
        evaluate(
                """
                | contender | as_of      | account_id | score | probability | label | mrr |
                | model     | 2025-01-02 | a          | 0.2   | 0.2         | 0     | 10  |
                | model     | 2025-01-02 | b          | 0.1   | 0.1         | 0     | 10  |
                """,
                1)
            .get("model");

    assertThat(found.auc()).isNaN();
    assertThat(found.liftAt10()).isNaN();
    assertThat(found.capturedMrrAtCapacity()).isNaN();
  }

  private static Map<String, Evaluation> evaluate(String rows, int capacity) {
    return Evaluation.of(TextTable.typed(rows, TYPES), capacity);
  }
}
