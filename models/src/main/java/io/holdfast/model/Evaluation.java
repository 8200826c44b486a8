package io.holdfast.model;

/**
 * All measures of one contender on judged rows. Ranking measures need only a score; log loss, Brier
 * and ECE need a probability and are null without.
 *
 * @param rows judged
 * @param positives of them
 * @param auc area under the ROC curve, ties count half (Mann and Whitney)
 * @param prAuc average precision: precision at each distinct score, weighted by its recall
 * @param logLoss mean negative log likelihood, probabilities kept 1e-15 off 0 and 1
 * @param brier mean squared error
 * @param ece expected calibration error over ten bins of equal count
 * @param liftAt10 rate among the top tenth over the rate of all
 * @param precisionAtCapacity rate among the first {@code capacity} of each date
 * @param capturedMrrAtCapacity share of the MRR of positives that stood among them
 * @param meanProbability over all rows, beside the rate of those that happened
 * @param called rows among the first {@code capacity} of each date
 */
public record Evaluation(
    long rows,
    long positives,
    double auc,
    double prAuc,
    Double logLoss,
    Double brier,
    Double ece,
    double liftAt10,
    double precisionAtCapacity,
    double capturedMrrAtCapacity,
    Double meanProbability,
    long called) {

  /** How often it happened. */
  double rate() {
    return (double) positives / rows;
  }

  /** Of the rows that were called, those it happened to. */
  long calledInTime() {
    return Math.round(precisionAtCapacity * called);
  }
}
