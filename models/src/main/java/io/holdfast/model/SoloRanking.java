package io.holdfast.model;

import java.util.Arrays;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/**
 * What one feature says alone: rows rank by how often it happened among training rows of like
 * value. A bin holds a twentieth of the training rows that have a number, each word is a bin, and
 * so is having no value: whatever the shape of what a feature tells, this finds it.
 */
final class SoloRanking {
  private static final int BINS = 20;

  /** Rows of the mean rate that every bin is given, so that small bins say little. */
  private static final double PRIOR_ROWS = 20;

  private static final int EMPTY = 0;

  private final FeatureRows rows;
  private final FeatureRows.Feature feature;
  private final float[] edges;
  private final double[] rates;

  private SoloRanking(
      FeatureRows rows, FeatureRows.Feature feature, float[] edges, double[] rates) {
    this.rows = rows;
    this.feature = feature;
    this.edges = edges;
    this.rates = rates;
  }

  /** Learned from these rows. */
  static SoloRanking of(FeatureRows rows, FeatureRows.Feature feature, int[] train) {
    float[] edges = edges(rows, feature, train);
    double[] none = new double[1 + Math.max(edges.length + 1, feature.words().size())];
    SoloRanking unlearned = new SoloRanking(rows, feature, edges, none);
    double happened = Arrays.stream(train).filter(rows::hasHappened).count();
    double rate = train.length == 0 ? 0 : happened / train.length;
    Counts counts = unlearned.counts(train, IntUnaryOperator.identity());
    double[] rates =
        IntStream.range(0, none.length)
            .mapToDouble(
                bin ->
                    (counts.positives()[bin] + PRIOR_ROWS * rate)
                        / (counts.positives()[bin] + counts.negatives()[bin] + PRIOR_ROWS))
            .toArray();
    return new SoloRanking(rows, feature, edges, rates);
  }

  /** Area under the ROC curve of these rows; NaN where they have one class. */
  double auc(int[] some) {
    return auc(some, IntUnaryOperator.identity());
  }

  /**
   * The same by the values of other rows.
   *
   * @param valuesOf row → the row whose value it ranks by
   */
  double auc(int[] some, IntUnaryOperator valuesOf) {
    return Area.of(rates, counts(some, valuesOf));
  }

  /** The area where having a value is all that is known, and speaks for it. */
  double aucOfHavingOne(int[] some, IntUnaryOperator valuesOf) {
    double[] hasOne = new double[rates.length];
    Arrays.fill(hasOne, 1);
    hasOne[EMPTY] = 0;
    return Area.of(hasOne, counts(some, valuesOf));
  }

  /** Rows by bin and class. */
  record Counts(long[] positives, long[] negatives) {}

  private Counts counts(int[] some, IntUnaryOperator valuesOf) {
    Counts counts = new Counts(new long[rates.length], new long[rates.length]);
    for (int row : some) {
      long[] of = rows.hasHappened(row) ? counts.positives() : counts.negatives();
      of[bin(valuesOf.applyAsInt(row))]++;
    }
    return counts;
  }

  private int bin(int row) {
    float[][] values = rows.values();
    if (feature.number() < 0) {
      for (int i = 0; i < feature.words().size(); i++) {
        if (values[feature.words().get(i)][row] == 1) {
          return 1 + i;
        }
      }
      return EMPTY;
    }
    if (isEmpty(rows, feature, row)) {
      return EMPTY;
    }
    int found = Arrays.binarySearch(edges, values[feature.number()][row]);
    return 1 + (found >= 0 ? found : -found - 1);
  }

  private static boolean isEmpty(FeatureRows rows, FeatureRows.Feature feature, int row) {
    return feature.missing() >= 0 && rows.values()[feature.missing()][row] == 1;
  }

  /** Greatest values of the bins but the last, ascending. */
  private static float[] edges(FeatureRows rows, FeatureRows.Feature feature, int[] train) {
    if (feature.number() < 0) {
      return new float[0];
    }
    double[] sorted =
        Arrays.stream(train)
            .filter(i -> !isEmpty(rows, feature, i))
            .mapToDouble(i -> rows.values()[feature.number()][i])
            .sorted()
            .toArray();
    if (sorted.length == 0) {
      return new float[0];
    }
    double[] ends =
        IntStream.range(1, BINS)
            .mapToDouble(b -> sorted[(int) ((long) b * sorted.length / BINS)])
            .distinct()
            .toArray();
    float[] edges = new float[ends.length];
    for (int i = 0; i < ends.length; i++) {
      edges[i] = (float) ends[i];
    }
    return edges;
  }
}
