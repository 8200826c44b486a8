package io.holdfast.model;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.apache.commons.math3.distribution.ChiSquaredDistribution;

/**
 * How the values of a feature, or a model's probabilities, are spread over its training rows: the
 * bins that later nights are held against.
 *
 * @param feature its name
 * @param edges the distinct deciles, of probabilities as they are shown: a bin holds what is
 *     greater than one and not than the next
 * @param counts rows in each bin, those without a value last
 * @param independentRows how many rows of as many accounts would tell as much
 */
public record Spread(
    String feature, List<Double> edges, List<Long> counts, double independentRows) {
  private static final int TENTHS = 10;

  /** Probabilities are shown to a tenth of a percent. */
  private static final int SHOWN = 1000;

  /** Half a row a bin, of ten. */
  private static final double MORE = 5;

  /** The spread of some values, of which NaN is none. */
  static Spread of(String feature, double[] values, double independentRows) {
    return of(feature, values, independentRows, decile -> decile);
  }

  /**
   * The spread of probabilities. Its edges are what is shown: where most accounts have next to
   * none, deciles are moved by differences that nobody sees.
   */
  static Spread ofProbabilities(String feature, double[] values, double independentRows) {
    return of(feature, values, independentRows, decile -> Math.ceil(decile * SHOWN) / SHOWN);
  }

  private static Spread of(
      String feature, double[] values, double independentRows, DoubleUnaryOperator edge) {
    double[] sorted = Arrays.stream(values).filter(v -> !Double.isNaN(v)).sorted().toArray();
    double[] edges =
        IntStream.range(1, sorted.length == 0 ? 1 : TENTHS)
            .mapToDouble(tenth -> sorted[(int) ((long) tenth * (sorted.length - 1) / TENTHS)])
            .map(edge)
            .distinct()
            .toArray();
    return new Spread(
        feature,
        Arrays.stream(edges).boxed().toList(),
        Arrays.stream(counts(edges, values)).boxed().toList(),
        independentRows);
  }

  /**
   * How many independent rows are worth as much as these, where the rows of an account repeat each
   * other: (Σ n)² / Σ n² over the accounts' numbers of rows (Kish 1965, with an intraclass
   * correlation of 1).
   */
  static double independentRows(Collection<Long> rowsOfAccounts) {
    double rows = rowsOfAccounts.stream().mapToDouble(n -> n).sum();
    return rows * rows / rowsOfAccounts.stream().mapToDouble(n -> (double) n * n).sum();
  }

  /**
   * The population stability index of other values: Σ (found − known) · ln(found / known) over the
   * shares of the bins (Siddiqi 2006; Jeffreys' divergence). Each side is given a few rows more,
   * spread as both together are, so that an empty bin of few rows says little and of many much: of
   * sixty accounts as many alarms come by chance as {@link #psiByChance} says, of fewer accounts
   * fewer.
   */
  double psi(double[] values) {
    long[] found = counts(values);
    double known = counts.stream().mapToLong(n -> n).sum();
    double psi = 0;
    for (int bin = 0; bin < found.length; bin++) {
      double both = (found[bin] + counts.get(bin)) / (values.length + known);
      if (both > 0) {
        double share = (found[bin] + MORE * both) / (values.length + MORE);
        double knownShare = (counts.get(bin) + MORE * both) / (known + MORE);
        psi += (share - knownShare) * Math.log(share / knownShare);
      }
    }
    return psi;
  }

  /**
   * What the index of values that are spread alike exceeds by chance with this probability: it is
   * distributed as (1/n + 1/m) · χ² with one degree of freedom fewer than there are bins (Yurdakul
   * and Naranjo 2020).
   */
  double psiByChance(double[] values, double probability) {
    long[] found = counts(values);
    long bins = IntStream.range(0, found.length).filter(b -> found[b] + counts.get(b) > 0).count();
    return bins < 2
        ? 0
        : (1 / independentRows + 1.0 / values.length)
            * new ChiSquaredDistribution(null, bins - 1)
                .inverseCumulativeProbability(1 - probability);
  }

  private long[] counts(double[] values) {
    return counts(edges.stream().mapToDouble(e -> e).toArray(), values);
  }

  private static long[] counts(double[] edges, double[] values) {
    long[] counts = new long[edges.length + 2];
    for (double value : values) {
      int place = Arrays.binarySearch(edges, value);
      counts[Double.isNaN(value) ? edges.length + 1 : place < 0 ? -place - 1 : place]++;
    }
    return counts;
  }
}
