package io.holdfast.kpi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChurnIntervalTest {
  private static final int TRIES = 1000;

  @Test
  void many_equal_accounts_are_a_normal_sum() {
    // A thousand accounts of 1 that churn with 0.5: binomial, mean 500, deviation 15.81.
    assertThat(ChurnInterval.of(500, 250, 0, 1000))
        .satisfies(
            interval -> {
              assertThat(interval.low()).isCloseTo(500 - 1.96 * 15.811, within(0.01));
              assertThat(interval.high()).isCloseTo(500 + 1.96 * 15.811, within(0.01));
            });
  }

  @Test
  void nobody_loses_less_than_nothing_or_more_than_there_is() {
    assertThat(portfolio(new Random(1), 1, 0.5, 0).interval()).isEqualTo(new ChurnInterval(0, 100));
    assertThat(ChurnInterval.of(0, 0, 0, 100)).isEqualTo(new ChurnInterval(0, 0));
  }

  @ParameterizedTest(name = "{0} accounts")
  @ValueSource(ints = {1, 3, 10, 40, 200, 1000})
  void the_interval_holds_what_happens_as_often_as_it_says(int accounts) {
    Random dice = new Random(accounts);
    int held = 0;
    for (int i = 0; i < TRIES; i++) {
      Portfolio portfolio = portfolio(dice, accounts, 0.02 + 0.3 * dice.nextDouble(), 1.2);
      held += portfolio.holds(portfolio.churned(dice, 1)) ? 1 : 0;
    }
    assertThat((double) held / TRIES).isBetween(0.93, 0.99);
  }

  @ParameterizedTest(name = "judged on {0} rows")
  @ValueSource(ints = {100, 500, 2000})
  void it_knows_that_probabilities_are_as_good_as_the_rows_they_were_judged_on(int rows) {
    Random dice = new Random(rows);
    int held = 0;
    int heldByChance = 0;
    for (int i = 0; i < TRIES; i++) {
      double p = 0.1;
      // The truth is elsewhere: the model is off by a third of its word in most tries.
      double truth = Math.max(0.3, Math.min(3, 1 + dice.nextGaussian() / 3));
      int happened = 0;
      for (int row = 0; row < rows; row++) {
        happened += dice.nextDouble() < truth * p ? 1 : 0;
      }
      CalibrationBin bin = new CalibrationBin(rows, p, (double) happened / rows);
      Portfolio chance = portfolio(dice, 400, p, 0.5);
      Portfolio portfolio = chance.judgedBy(bin);
      double churned = portfolio.churned(dice, truth);
      held += portfolio.holds(churned) ? 1 : 0;
      heldByChance += chance.holds(churned) ? 1 : 0;
    }
    assertThat((double) held / TRIES).isBetween(0.91, 0.99);
    assertThat((double) heldByChance / TRIES).as("without knowing of it").isLessThan(0.75);
  }

  /** Accounts, and what is not known of their probabilities. */
  private record Portfolio(double[] p, double[] mrr, double notKnown) {
    Portfolio judgedBy(CalibrationBin bin) {
      double expected = sum(1, 0);
      return new Portfolio(p, mrr, bin.squaredError() * expected * expected);
    }

    ChurnInterval interval() {
      double variance = 0;
      double third = 0;
      for (int i = 0; i < p.length; i++) {
        double ofAccount = p[i] * (1 - p[i]) * mrr[i] * mrr[i];
        variance += ofAccount;
        third += ofAccount * (1 - 2 * p[i]) * mrr[i];
      }
      return ChurnInterval.of(sum(1, 0), variance + notKnown, third, sum(0, 1));
    }

    boolean holds(double churned) {
      ChurnInterval interval = interval();
      return interval.low() <= churned && churned <= interval.high();
    }

    double churned(Random dice, double truth) {
      double churned = 0;
      for (int i = 0; i < p.length; i++) {
        churned += dice.nextDouble() < truth * p[i] ? mrr[i] : 0;
      }
      return churned;
    }

    private double sum(double byProbability, double whole) {
      double sum = 0;
      for (int i = 0; i < p.length; i++) {
        sum += mrr[i] * (byProbability * p[i] + whole);
      }
      return sum;
    }
  }

  /** Lognormal MRR; probabilities about a mean, as far apart as a model's. */
  private static Portfolio portfolio(Random dice, int accounts, double mean, double spread) {
    double[] p = new double[accounts];
    double[] mrr = new double[accounts];
    for (int i = 0; i < accounts; i++) {
      double odds = Math.log(mean / (1 - mean)) + spread * dice.nextGaussian();
      p[i] = 1 / (1 + Math.exp(-odds));
      mrr[i] = 100 * (spread == 0 ? 1 : Math.exp(dice.nextGaussian()));
    }
    return new Portfolio(p, mrr, 0);
  }
}
