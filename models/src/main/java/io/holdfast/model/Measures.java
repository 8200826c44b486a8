package io.holdfast.model;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * The measures of one contender, for any number of times that each account counts: once each, or as
 * a bootstrap draws them. Sorted once.
 */
final class Measures {
  static final int BINS = 10;

  private static final double NEARLY_ZERO = 1e-15;

  private final JudgedRows rows;
  private final JudgedRows.Said said;
  private final int capacity;
  private final int[] byScore;
  private final int[] bins;

  /**
   * Prepares the measures.
   *
   * @param capacity accounts there is time to call on each date
   */
  Measures(JudgedRows rows, String contender, int capacity) {
    this.rows = rows;
    this.said = rows.said().get(contender);
    this.capacity = capacity;
    // Rows stand by date and account, and the sorts are stable: so are the ties.
    this.byScore = sorted(Comparator.comparingDouble(i -> -said.scores()[i]));
    this.bins = said.probabilities() == null ? null : bins();
  }

  /** The measures where each account counts once. */
  Evaluation once() {
    int[] ones = new int[rows.accountCount()];
    Arrays.fill(ones, 1);
    return of(ones);
  }

  /** The measures where an account counts so many times. */
  Evaluation of(int[] times) {
    double all = 0;
    double positives = 0;
    for (int i = 0; i < rows.size(); i++) {
      all += times[rows.accounts()[i]];
      positives += times[rows.accounts()[i]] * rows.labels()[i];
    }
    double[] areas = areas(times, positives, all - positives);
    double[] called = called(times);
    boolean hasProbability = said.probabilities() != null && all > 0;
    return new Evaluation(
        Math.round(all),
        Math.round(positives),
        areas[0],
        areas[1],
        hasProbability ? logLoss(times, all) : null,
        hasProbability ? brier(times, all) : null,
        hasProbability ? ece(times, all) : null,
        lift(times, all, positives),
        called[0],
        called[1],
        hasProbability ? meanProbability(times, all) : null,
        Math.round(called[2]));
  }

  /**
   * Spiegelhalter's z (1986): standard normal where probabilities are what they say, so that more
   * than two off 0 is a sign that they are not. NaN without a probability off 0 and 1.
   */
  double spiegelhalter() {
    double off = 0;
    double variance = 0;
    for (int i = 0; i < rows.size(); i++) {
      double p = said.probabilities()[i];
      off += (rows.labels()[i] - p) * (1 - 2 * p);
      variance += (1 - 2 * p) * (1 - 2 * p) * p * (1 - p);
    }
    return variance == 0 ? Double.NaN : off / Math.sqrt(variance);
  }

  private double meanProbability(int[] times, double all) {
    double sum = 0;
    for (int i = 0; i < rows.size(); i++) {
      sum += times[rows.accounts()[i]] * said.probabilities()[i];
    }
    return sum / all;
  }

  /** ROC and precision-recall areas, over distinct scores so that ties are exact. */
  private double[] areas(int[] times, double positives, double negatives) {
    double won = 0;
    double precision = 0;
    double positivesTo = 0;
    double rowsTo = 0;
    for (int start = 0; start < byScore.length; ) {
      double score = said.scores()[byScore[start]];
      double tiedPositives = 0;
      double tied = 0;
      int end = start;
      for (; end < byScore.length && said.scores()[byScore[end]] == score; end++) {
        double weight = times[rows.accounts()[byScore[end]]];
        tied += weight;
        tiedPositives += weight * rows.labels()[byScore[end]];
      }
      won += (tied - tiedPositives) * (positivesTo + tiedPositives / 2);
      positivesTo += tiedPositives;
      rowsTo += tied;
      precision += tiedPositives == 0 ? 0 : tiedPositives * positivesTo / rowsTo;
      start = end;
    }
    return new double[] {
      positives > 0 && negatives > 0 ? won / (positives * negatives) : Double.NaN,
      positives > 0 ? precision / positives : Double.NaN
    };
  }

  private double logLoss(int[] times, double all) {
    double sum = 0;
    for (int i = 0; i < rows.size(); i++) {
      double p = Math.min(Math.max(said.probabilities()[i], NEARLY_ZERO), 1 - NEARLY_ZERO);
      sum -= times[rows.accounts()[i]] * Math.log(rows.labels()[i] == 1 ? p : 1 - p);
    }
    return sum / all;
  }

  private double brier(int[] times, double all) {
    double sum = 0;
    for (int i = 0; i < rows.size(); i++) {
      double error = said.probabilities()[i] - rows.labels()[i];
      sum += times[rows.accounts()[i]] * error * error;
    }
    return sum / all;
  }

  private double ece(int[] times, double all) {
    double[] errors = new double[BINS];
    for (int i = 0; i < rows.size(); i++) {
      errors[bins[i]] += times[rows.accounts()[i]] * (said.probabilities()[i] - rows.labels()[i]);
    }
    return Arrays.stream(errors).map(Math::abs).sum() / all;
  }

  private double lift(int[] times, double all, double positives) {
    double places = Math.ceil(all / 10);
    double left = places;
    double happened = 0;
    for (int i = 0; i < byScore.length && left > 0; i++) {
      double taken = Math.min(left, times[rows.accounts()[byScore[i]]]);
      happened += taken * rows.labels()[byScore[i]];
      left -= taken;
    }
    return positives == 0 ? Double.NaN : happened / places / (positives / all);
  }

  /**
   * Precision, and captured MRR, among the accounts there is time to call on each date; and how
   * many these are.
   */
  private double[] called(int[] times) {
    double[] left = new double[Arrays.stream(rows.dates()).max().orElse(0) + 1];
    Arrays.fill(left, capacity);
    double called = 0;
    double happened = 0;
    double captured = 0;
    double lost = 0;
    for (int i : byScore) {
      double weight = times[rows.accounts()[i]];
      double taken = Math.min(left[rows.dates()[i]], weight);
      left[rows.dates()[i]] -= taken;
      called += taken;
      happened += taken * rows.labels()[i];
      captured += taken * rows.labels()[i] * rows.mrr()[i];
      lost += weight * rows.labels()[i] * rows.mrr()[i];
    }
    return new double[] {happened / called, lost == 0 ? Double.NaN : captured / lost, called};
  }

  /** Ten bins of equal count by probability, the first ones larger by a row. */
  int[] bins() {
    int[] order = sorted(Comparator.comparingDouble(i -> said.probabilities()[i]));
    int[] found = new int[order.length];
    int small = order.length / BINS;
    int larger = order.length % BINS;
    for (int place = 0; place < order.length; place++) {
      int inLarger = larger * (small + 1);
      found[order[place]] =
          place < inLarger ? place / (small + 1) : larger + (place - inLarger) / Math.max(1, small);
    }
    return found;
  }

  private int[] sorted(Comparator<Integer> order) {
    return IntStream.range(0, rows.size())
        .boxed()
        .sorted(order)
        .mapToInt(Integer::intValue)
        .toArray();
  }
}
