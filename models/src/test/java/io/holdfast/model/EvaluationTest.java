package io.holdfast.model;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.holdfast.TextTable;
import java.util.List;
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

  private static final String SOME =
      """
      | as_of      | account_id | score | probability | label | mrr |
      | 2025-01-02 | a          | 0.9   | 0.9         | 1     | 100 |
      | 2025-01-02 | b          | 0.6   | 0.6         | 0     | 10  |
      | 2025-01-02 | c          | 0.6   | 0.6         | 1     | 300 |
      | 2025-01-02 | d          | 0.2   | 0.2         | 0     | 10  |
      | 2025-01-02 | e          | 0.1   | 0.1         | 0     | 10  |
      """;

  @Test
  void measures_are_those_computed_by_hand() {
    Evaluation found = evaluate(SOME, 1);

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
                | as_of      | account_id | score | probability | label | mrr |
                | 2025-01-02 | a          | 0.9   |             | 1     | 10  |
                | 2025-01-02 | b          | 0.8   |             | 1     | 10  |
                | 2025-01-30 | a          | 0.2   |             | 1     | 10  |
                | 2025-01-30 | b          | 0.1   |             | 0     | 10  |
                """,
            1);

    assertThat(found.precisionAtCapacity()).isEqualTo(1.0);
    assertThat(found.capturedMrrAtCapacity()).isEqualTo(2.0 / 3, within(1e-12));
  }

  @Test
  void a_contender_without_a_probability_has_ranking_measures_only() {
    Evaluation found =
        evaluate(
            """
                | as_of      | account_id | score | probability | label | mrr |
                | 2025-01-02 | a          | 2     |             | 1     | 10  |
                | 2025-01-02 | b          | 1     |             | 0     | 10  |
                """,
            1);

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
                | as_of      | account_id | score | probability | label | mrr |
                | 2025-01-02 | a          | 0.2   | 0.2         | 0     | 10  |
                | 2025-01-02 | b          | 0.1   | 0.1         | 0     | 10  |
                """,
            1);

    assertThat(found.auc()).isNaN();
    assertThat(found.liftAt10()).isNaN();
    assertThat(found.capturedMrrAtCapacity()).isNaN();
  }

  @Test
  void an_account_that_counts_twice_is_two_rows() {
    JudgedRows rows = judged(SOME);
    JudgedRows twice = judged(SOME + "| 2025-01-02 | b2 | 0.6 | 0.6 | 0 | 10 |\n");

    Evaluation weighted = new Measures(rows, "model", 2).of(new int[] {1, 2, 1, 1, 1});
    Evaluation repeated = new Measures(twice, "model", 2).once();

    assertThat(weighted.rows()).isEqualTo(6);
    assertThat(weighted.auc()).isEqualTo(repeated.auc(), within(1e-12));
    assertThat(weighted.prAuc()).isEqualTo(repeated.prAuc(), within(1e-12));
    assertThat(weighted.logLoss()).isEqualTo(repeated.logLoss(), within(1e-12));
    assertThat(weighted.brier()).isEqualTo(repeated.brier(), within(1e-12));
    assertThat(weighted.liftAt10()).isEqualTo(repeated.liftAt10(), within(1e-12));
    assertThat(weighted.meanProbability()).isEqualTo(repeated.meanProbability(), within(1e-12));
  }

  @Test
  void spiegelhalters_z_is_the_one_computed_by_hand() {
    JudgedRows rows =
        judged(
            """
            | as_of      | account_id | score | probability | label | mrr |
            | 2025-01-02 | a          | 0.9   | 0.9         | 1     | 1   |
            | 2025-01-02 | b          | 0.2   | 0.2         | 1     | 1   |
            """);
    double off = 0.1 * (1 - 1.8) + 0.8 * (1 - 0.4);
    double variance = 0.64 * 0.09 + 0.36 * 0.16;

    assertThat(new Measures(rows, "model", 1).spiegelhalter())
        .isEqualTo(off / Math.sqrt(variance), within(1e-12));
  }

  @Test
  void slices_are_measured_on_their_own_rows_and_bins_tell_what_happened() {
    JudgedRows rows =
        JudgedRows.of(
            TextTable.typed(SOME, TYPES),
            List.of(new Contenders.Named("model", col("score"), col("probability"))),
            Map.of("half", when(col("score").gt(0.5), "upper").otherwise("lower")));

    assertThat(SliceMetrics.of(rows, "model", 2))
        .filteredOn(m -> m.metric().equals("positives"))
        .extracting(m -> m.slice() + " " + m.value())
        .containsExactly("all 2.0", "half=lower 0.0", "half=upper 2.0");
    assertThat(SliceMetrics.of(rows, "model", 2))
        .filteredOn(m -> m.metric().equals("auc"))
        .extracting(ModelCard.Metric::slice)
        .as("one class has no area")
        .containsExactly("all", "half=upper");
    assertThat(SliceMetrics.bins(rows, "model"))
        .extracting(b -> b.bin() + " " + b.rows() + " " + b.observedRate())
        .containsExactly("1 1 0.0", "2 1 0.0", "3 1 0.0", "4 1 1.0", "5 1 1.0");
    ModelCard.Bin last = SliceMetrics.bins(rows, "model").get(4);
    // Wilson: 1 of 1 leaves everything from 0.2065 on possible.
    assertThat(last.low()).isEqualTo(0.2065, within(1e-4));
    assertThat(last.high()).isEqualTo(1.0);
  }

  private static JudgedRows judged(String rows) {
    return JudgedRows.of(
        TextTable.typed(rows, TYPES),
        List.of(new Contenders.Named("model", col("score"), col("probability"))),
        Map.of());
  }

  private static Evaluation evaluate(String rows, int capacity) {
    return new Measures(judged(rows), "model", capacity).once();
  }
}
