package io.holdfast.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpreadTest {
  private static final int TRIES = 500;

  @Test
  void deciles_are_edges_and_what_is_missing_has_a_bin_of_its_own() {
    double[] values =
        DoubleStream.concat(
                DoubleStream.iterate(1, v -> v <= 101, v -> v + 1), DoubleStream.of(Double.NaN))
            .toArray();
    Spread spread = Spread.of("feature", values, 102);

    assertThat(spread.edges())
        .containsExactly(11.0, 21.0, 31.0, 41.0, 51.0, 61.0, 71.0, 81.0, 91.0);
    assertThat(spread.counts())
        .containsExactly(11L, 10L, 10L, 10L, 10L, 10L, 10L, 10L, 10L, 10L, 1L);
    // Nine of ten accounts did nothing: the bin behind the only edge holds the others.
    assertThat(Spread.of("rare", new double[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 7}, 10))
        .isEqualTo(new Spread("rare", List.of(0.0), List.of(9L, 1L, 0L), 10));
    assertThat(Spread.of("unknown", new double[] {Double.NaN, Double.NaN}, 2).counts())
        .containsExactly(0L, 2L);
  }

  @Test
  void the_index_is_that_of_the_shares() {
    Spread half = new Spread("feature", List.of(0.0), List.of(50_000L, 50_000L, 0L), 100_000);
    double[] values = new double[100_000];
    java.util.Arrays.fill(values, 0, 20_000, 1);

    // (0.8 − 0.5) · ln(0.8 / 0.5) + (0.2 − 0.5) · ln(0.2 / 0.5)
    assertThat(half.psi(values)).isCloseTo(0.4159, within(0.0005));
  }

  @ParameterizedTest(name = "{0} training rows, {1} accounts")
  @CsvSource({"3000, 1000", "2000, 300", "3000, 60", "150, 150"})
  void values_that_are_spread_alike_alarm_as_often_as_chance_says(int known, int found) {
    Random dice = new Random(known + found);
    int alarms = 0;
    for (int i = 0; i < TRIES; i++) {
      Spread spread = Spread.of("feature", normal(dice, known, 0), known);
      double[] values = normal(dice, found, 0);
      alarms += spread.psi(values) > spread.psiByChance(values, 0.05) ? 1 : 0;
    }
    assertThat((double) alarms / TRIES).isBetween(0.02, 0.08);
  }

  @Test
  void a_shift_of_a_deviation_and_values_that_go_missing_are_found() {
    Random dice = new Random(3);
    Spread spread = Spread.of("feature", normal(dice, 2000, 0), 2000);
    double[] shifted = normal(dice, 200, 1);
    double[] missing = normal(dice, 200, 0);
    java.util.Arrays.fill(missing, 0, 100, Double.NaN);

    for (double[] values : List.of(shifted, missing)) {
      assertThat(spread.psi(values))
          .isGreaterThan(Math.max(0.25, spread.psiByChance(values, 1e-4)));
    }
  }

  @Test
  void probabilities_next_to_none_that_change_are_no_drift_and_those_that_show_are() {
    Random dice = new Random(5);
    double[] known = tiny(dice, 10_000, 1e-5);
    Spread deciles = Spread.of("probability", known, 10_000);
    Spread spread = Spread.ofProbabilities("probability", known, 10_000);
    double[] thrice = tiny(dice, 3_000, 3e-5);
    double[] shown = tiny(dice, 3_000, 1e-5);
    java.util.Arrays.fill(shown, 0, 1_000, 0.2);

    assertThat(spread.edges()).containsExactly(0.001, 0.6);
    assertThat(deciles.psi(thrice)).isGreaterThan(1);
    assertThat(spread.psi(thrice)).isLessThan(0.01);
    assertThat(spread.psi(shown)).isGreaterThan(0.25);
  }

  /** Four of five around this one, and the fifth likely. */
  private static double[] tiny(Random dice, int size, double most) {
    return IntStream.range(0, size)
        .mapToDouble(i -> i % 10 > 1 ? most * (1 + dice.nextDouble()) : 0.6)
        .toArray();
  }

  @Test
  void rows_that_repeat_their_account_count_once() {
    assertThat(Spread.independentRows(List.of(1L, 1L, 1L))).isEqualTo(3);
    assertThat(Spread.independentRows(List.of(6L, 6L))).isEqualTo(2);
    // One account has most of the rows: they are worth little more than one.
    assertThat(Spread.independentRows(List.of(8L, 1L, 1L))).isCloseTo(100.0 / 66, within(1e-12));
  }

  private static double[] normal(Random dice, int size, double mean) {
    return DoubleStream.generate(() -> mean + dice.nextGaussian()).limit(size).toArray();
  }
}
