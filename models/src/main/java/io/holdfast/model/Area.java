package io.holdfast.model;

import java.util.Comparator;
import java.util.stream.IntStream;

/** The area under the ROC curve of rows in a few bins, and how far luck moves it. */
final class Area {
  /** One-sided, 99 %: a hundred and more columns are looked at. */
  static final double DEVIATE = 2.326;

  private Area() {}

  /**
   * The area, ties count half (Mann and Whitney); NaN where there is one class.
   *
   * @param scores by bin, greater is likelier
   */
  static double of(double[] scores, SoloRanking.Counts counts) {
    int[] order =
        IntStream.range(0, scores.length)
            .boxed()
            .sorted(Comparator.comparingDouble(bin -> -scores[bin]))
            .mapToInt(Integer::intValue)
            .toArray();
    double won = 0;
    double positives = 0;
    double negatives = 0;
    for (int start = 0; start < order.length; ) {
      double tiedPositives = 0;
      double tiedNegatives = 0;
      int end = start;
      for (; end < order.length && scores[order[end]] == scores[order[start]]; end++) {
        tiedPositives += counts.positives()[order[end]];
        tiedNegatives += counts.negatives()[order[end]];
      }
      won += tiedNegatives * (positives + tiedPositives / 2);
      positives += tiedPositives;
      negatives += tiedNegatives;
      start = end;
    }
    return positives == 0 || negatives == 0 ? Double.NaN : won / (positives * negatives);
  }

  /**
   * What an area of this size reaches by luck once in a hundred, with so many of either class
   * (standard error of Hanley and McNeil, 1982).
   */
  static double byLuck(double area, long positives, long negatives) {
    double ofPositives = area / (2 - area) - area * area;
    double ofNegatives = 2 * area * area / (1 + area) - area * area;
    double variance =
        (area * (1 - area) + (positives - 1) * ofPositives + (negatives - 1) * ofNegatives)
            / ((double) positives * negatives);
    return area + DEVIATE * Math.sqrt(variance);
  }
}
