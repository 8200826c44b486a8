package io.holdfast.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class RescaleTest {
  private static final double[] ODDS = {-40, -13, -2, 0, 1e-9, 0.5, 3, 30};
  private static final double[] PROBABILITIES = {0, 1e-9, 1e-6, 0.02, 0.3, 0.99, 1};

  @Test
  void through_the_sigmoid_a_move_becomes_the_move_of_the_probability() {
    for (double from : ODDS) {
      for (double to : ODDS) {
        assertThat(Rescale.ofSigmoid(from, to) * (to - from))
            .isEqualTo(Rescale.sigmoid(to) - Rescale.sigmoid(from), within(1e-14));
      }
    }
  }

  @Test
  void where_nothing_moves_the_multiplier_is_the_derivative() {
    assertThat(Rescale.ofSigmoid(0.4, 0.4)).isEqualTo(0.2402607, within(1e-7));
    assertThat(Rescale.ofLogit(0.2, 0.2)).isEqualTo(6.25, within(1e-12));
  }

  @Test
  void multipliers_of_tiny_moves_are_near_the_derivative() {
    assertThat(Rescale.ofSigmoid(0.4, 0.4 + 1e-15)).isEqualTo(0.2402607, within(1e-7));
    assertThat(Rescale.ofLogit(0.2, 0.2 + 1e-16)).isEqualTo(6.25, within(1e-9));
  }

  @Test
  void through_a_calibration_a_move_becomes_the_move_of_the_log_odds() {
    Calibration calibration = new Calibration(0.7, -0.3);
    for (double from : PROBABILITIES) {
      for (double to : PROBABILITIES) {
        assertThat(calibration.toLogOdds(from, to) * (to - from))
            .isEqualTo(calibration.logOdds(to) - calibration.logOdds(from), within(1e-9));
      }
    }
  }

  @Test
  void where_a_calibration_lets_nothing_through_nothing_is_contributed() {
    assertThat(new Calibration(0.7, -0.3).toLogOdds(0, 0)).isZero();
    assertThat(new Calibration(0.7, -0.3).toLogOdds(1e-9, 1e-8)).isZero();
  }
}
