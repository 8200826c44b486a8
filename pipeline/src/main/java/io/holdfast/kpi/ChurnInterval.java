package io.holdfast.kpi;

/**
 * Between which bounds the MRR that churns will lie, nineteen times of twenty.
 *
 * @param low 0 or more
 * @param high no more than all the MRR that could churn
 */
public record ChurnInterval(double low, double high) {
  /** The normal deviate of a two-sided level of 95 %. */
  private static final double DEVIATE = 1.959963984540054;

  /**
   * The interval of a sum of independent accounts of which each churns whole or not at all (a
   * Poisson binomial weighted by MRR), by its first three moments: the bounds are the quantiles of
   * a Pearson type III distribution that shares them, in the cube-root approximation of Wilson and
   * Hilferty (1931). A few large accounts make it lopsided, many small ones normal; unlike a
   * simulation it needs sums alone, whatever the number of accounts.
   *
   * @param expected Σ p·mrr
   * @param variance Σ p(1 − p)·mrr², and what is not known of the probabilities
   * @param thirdMoment Σ p(1 − p)(1 − 2p)·mrr³
   * @param most Σ mrr
   */
  public static ChurnInterval of(
      double expected, double variance, double thirdMoment, double most) {
    double deviation = Math.sqrt(variance);
    double skewness = variance > 0 ? thirdMoment / (variance * deviation) : 0;
    return new ChurnInterval(
        Math.max(0, expected + deviation * standardQuantile(-DEVIATE, skewness)),
        Math.min(most, expected + deviation * standardQuantile(DEVIATE, skewness)));
  }

  /** Of a Pearson type III distribution of mean 0 and variance 1. */
  private static double standardQuantile(double deviate, double skewness) {
    double sixth = skewness / 6;
    if (Math.abs(sixth) < 1e-6) {
      return deviate;
    }
    // Below 0 lies what the distribution does not reach.
    double root = Math.max(0, 1 + sixth * (deviate - sixth));
    return (root * root * root - 1) / (3 * sixth);
  }
}
