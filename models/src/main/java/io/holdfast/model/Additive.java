package io.holdfast.model;

import java.io.Serializable;

/**
 * A fitted candidate as Shapley values see it: its log-odds of a row are {@link #base} plus the sum
 * of what the places of the row's vector contribute.
 */
sealed interface Additive extends Serializable permits Trees, Linear {
  /** The log-odds when nothing of a row is known. */
  double base();

  /**
   * Exact Shapley values of a block of rows, in log-odds.
   *
   * @param values by place of the vector, then by row
   * @param rows how many of each place's values are rows
   * @return by place, then by row
   */
  double[][] contributions(double[][] values, int rows);
}
