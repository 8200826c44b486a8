package io.holdfast.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BootstrapTest {
  private static final double[] NO_PROBABILITY = null;

  @Test
  void intervals_hold_the_truth_about_as_often_as_they_say() {
    // Scores that tell positives by one standard deviation: the true area is Φ(1/√2).
    double truth = 0.7602;
    long held =
        IntStream.range(0, 100)
            .filter(
                world -> {
                  Evaluation[] drawn = Bootstrap.drawn(rows(200, world, 1, 0), "one", 10);
                  Bootstrap.Interval found = Bootstrap.of(drawn, Evaluation::auc, 0.90);
                  return found.low() <= truth && truth <= found.high();
                })
            .count();

    assertThat(held).isBetween(80L, 97L);
  }

  @Test
  void the_same_scores_differ_by_nothing_and_better_ones_by_more() {
    JudgedRows rows = rows(2000, 7, 1, 2);
    Evaluation[] one = Bootstrap.drawn(rows, "one", 10);
    Evaluation[] other = Bootstrap.drawn(rows, "other", 10);

    assertThat(Bootstrap.difference(one, one, Evaluation::auc, 0.9))
        .isEqualTo(new Bootstrap.Interval(0, 0));
    assertThat(Bootstrap.difference(other, one, Evaluation::auc, 0.9).low()).isPositive();
    assertThat(Bootstrap.difference(one, other, Evaluation::auc, 0.9).high()).isNegative();
    assertThat(Bootstrap.drawn(rows, "one", 10)).isEqualTo(one);
  }

  @Test
  void one_class_has_no_interval() {
    JudgedRows rows =
        new JudgedRows(
            new int[] {0, 1},
            2,
            new int[] {0, 0},
            new double[] {0, 0},
            new double[] {1, 1},
            Map.of("one", new JudgedRows.Said(new double[] {1, 2}, NO_PROBABILITY)),
            Map.of());

    assertThat(Bootstrap.of(Bootstrap.drawn(rows, "one", 1), Evaluation::auc, 0.9).low()).isNaN();
  }

  /** A row an account, a fifth of them positive, whose scores lie so far above the others'. */
  private static JudgedRows rows(int accounts, int world, double one, double other) {
    Random dice = new Random(world);
    double[] labels = IntStream.range(0, accounts).mapToDouble(i -> i % 5 == 0 ? 1 : 0).toArray();
    return new JudgedRows(
        IntStream.range(0, accounts).toArray(),
        accounts,
        new int[accounts],
        labels,
        new double[accounts],
        Map.of(
            "one", new JudgedRows.Said(scores(dice, labels, one), NO_PROBABILITY),
            "other", new JudgedRows.Said(scores(dice, labels, other), NO_PROBABILITY)),
        Map.of());
  }

  private static double[] scores(Random dice, double[] labels, double apart) {
    return IntStream.range(0, labels.length)
        .mapToDouble(i -> dice.nextGaussian() + apart * labels[i])
        .toArray();
  }
}
