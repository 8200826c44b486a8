package io.holdfast.kpi;

/**
 * Judged rows of like probability: what the model said of them and what happened.
 *
 * @param rows how many
 * @param meanProbability what the model said
 * @param observedRate how often it happened
 */
public record CalibrationBin(long rows, double meanProbability, double observedRate) {
  /**
   * The square of how far the true rate may lie from what the model said, as a share of that: the
   * second moment about the mean probability of the rate's posterior under Jeffreys' prior, Beta(½,
   * ½). It holds the error of the model and that of having judged no more rows; 0 where the model
   * said 0, of which any share is 0.
   */
  double squaredError() {
    if (meanProbability == 0) {
      return 0;
    }
    double happened = observedRate * rows + 0.5;
    double rate = happened / (rows + 1);
    double variance = rate * (1 - rate) / (rows + 2);
    double distance = rate - meanProbability;
    return (variance + distance * distance) / (meanProbability * meanProbability);
  }
}
