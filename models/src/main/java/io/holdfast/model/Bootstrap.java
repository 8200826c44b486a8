package io.holdfast.model;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * How far measures would move with other accounts of the same kind: accounts are drawn with
 * replacement, an account with all its judged dates, and the measures taken anew (Efron 1979,
 * percentile intervals). The draws are the same for all contenders, so that differences are paired.
 */
final class Bootstrap {
  private static final int DRAWS = 500;

  private Bootstrap() {}

  /** What lies between two bounds. */
  record Interval(double low, double high) {}

  /** The interval of a measure; NaN where too few draws have it. */
  static Interval of(Evaluation[] drawn, ToDoubleFunction<Evaluation> measure, double confidence) {
    return between(Arrays.stream(drawn).mapToDouble(measure).toArray(), confidence);
  }

  /** The interval of how much greater a measure is of one contender than of another. */
  static Interval difference(
      Evaluation[] one,
      Evaluation[] other,
      ToDoubleFunction<Evaluation> measure,
      double confidence) {
    return between(
        IntStream.range(0, one.length)
            .mapToDouble(i -> measure.applyAsDouble(one[i]) - measure.applyAsDouble(other[i]))
            .toArray(),
        confidence);
  }

  /** The measures of each draw. */
  static Evaluation[] drawn(JudgedRows rows, String contender, int capacity) {
    Measures measures = new Measures(rows, contender, capacity);
    SplittableRandom dice = new SplittableRandom(Learner.SEED);
    Evaluation[] drawn = new Evaluation[DRAWS];
    for (int draw = 0; draw < DRAWS; draw++) {
      int[] times = new int[rows.accountCount()];
      for (int i = 0; i < times.length; i++) {
        times[dice.nextInt(times.length)]++;
      }
      drawn[draw] = measures.of(times);
    }
    return drawn;
  }

  private static Interval between(double[] values, double confidence) {
    double[] sorted = Arrays.stream(values).filter(v -> !Double.isNaN(v)).sorted().toArray();
    // Draws of one class have no area: where they are many an interval would tell a fiction.
    if (sorted.length < 0.9 * values.length || sorted.length == 0) {
      return new Interval(Double.NaN, Double.NaN);
    }
    double tail = (1 - confidence) / 2;
    return new Interval(quantile(sorted, tail), quantile(sorted, 1 - tail));
  }

  private static double quantile(double[] sorted, double share) {
    double place = share * (sorted.length - 1);
    int below = (int) Math.floor(place);
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }
}
