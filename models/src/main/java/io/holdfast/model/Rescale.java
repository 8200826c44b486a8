package io.holdfast.model;

/**
 * The rescale rule of DeepLIFT (Shrikumar, Greenside and Kundaje 2017), by which Shapley values
 * pass through a series of models (Chen, Lundberg and Lee 2022): contributions to an input that
 * moved from one value to another become contributions to the output when multiplied by what the
 * output moved per unit of input, (f(to) − f(from)) / (to − from), which is the derivative where
 * nothing moved.
 *
 * <p>Differences are taken before anything is rounded, so that a multiplier is as precise for small
 * moves as for large ones.
 */
final class Rescale {
  private Rescale() {}

  static double sigmoid(double odds) {
    return 1 / (1 + Math.exp(-odds));
  }

  /** The multiplier through p = 1 / (1 + exp(−odds)). */
  static double ofSigmoid(double from, double to) {
    double move = to - from;
    double scale = sigmoid(to) * sigmoid(-from);
    return move == 0 ? scale : scale * -Math.expm1(-move) / move;
  }

  /** The multiplier through odds = log(p / (1 − p)), both within (0, 1). */
  static double ofLogit(double from, double to) {
    double move = to - from;
    return move == 0
        ? 1 / (from * (1 - from))
        : (Math.log1p(move / from) - Math.log1p(-move / (1 - from))) / move;
  }
}
