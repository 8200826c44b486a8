package io.holdfast.model;

import java.io.Serializable;

/**
 * A member of a candidate as Shapley values see it: its output for a row is {@link #base} plus the
 * sum of what the places of the row's vector contribute, in the space where the member itself adds
 * up.
 */
sealed interface Additive extends Serializable permits Trees, Linear {
  /** The space in which a member adds up. */
  enum Space {
    PROBABILITY,
    LOG_ODDS;

    double probability(double output) {
      return this == PROBABILITY ? output : Rescale.sigmoid(output);
    }

    /** The multiplier of the rescale rule from this space to probabilities. */
    double toProbability(double from, double to) {
      return this == PROBABILITY ? 1 : Rescale.ofSigmoid(from, to);
    }
  }

  Space space();

  /** The output when nothing of a row is known. */
  double base();

  /**
   * Exact Shapley values of a block of rows.
   *
   * @param values by place of the vector, then by row
   * @param rows how many of each place's values are rows
   * @return by place, then by row
   */
  double[][] contributions(double[][] values, int rows);
}
