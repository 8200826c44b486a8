package io.holdfast.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SliceMetricsTest {
  private static final String MODEL = "model";
  private static final String TIER = "risk_tier_as_of";
  private static final int WORLDS = 60;
  private static final int ACCOUNTS = 400;
  private static final int DATES = 2;

  /**
   * Worlds whose hazards are known: an account leaves with a probability that the model knows only
   * roughly. What is published of a tier in a month must reach around the mean of the true ones.
   */
  @Test
  void intervals_of_tier_rates_cover_the_true_rates_about_as_often_as_they_say() {
    int intervals = 0;
    int covering = 0;
    double width = 0;
    for (int seed = 0; seed < WORLDS; seed++) {
      World world = World.of(new Random(seed));
      for (ModelCard.Metric metric : SliceMetrics.of(world.rows(), MODEL, 50)) {
        if (metric.metric().equals(SliceMetrics.RATE) && metric.slice().startsWith(TIER + "=")) {
          double truth = world.truth(metric.slice().substring(TIER.length() + 1));
          intervals++;
          covering += metric.low() <= truth && truth <= metric.high() ? 1 : 0;
          width += metric.high() - metric.low();
        }
      }
    }
    System.out.printf(
        "%d 95 %% intervals cover %.3f, mean width %.3f%n",
        intervals, (double) covering / intervals, width / intervals);
    assertThat(intervals).isEqualTo(WORLDS * DATES * 4);
    assertThat((double) covering / intervals).isBetween(0.90, 0.99);
    assertThat(width / intervals).isLessThan(0.25);
  }

  private record World(JudgedRows rows, double[] hazards) {
    static World of(Random dice) {
      int size = ACCOUNTS * DATES;
      double[] hazards = new double[size];
      double[] labels = new double[size];
      double[] said = new double[size];
      for (int i = 0; i < size; i++) {
        double logOdds = -3 + 1.2 * dice.nextGaussian();
        hazards[i] = 1 / (1 + Math.exp(-logOdds));
        labels[i] = dice.nextDouble() < hazards[i] ? 1 : 0;
        said[i] = 1 / (1 + Math.exp(-logOdds - 0.5 * dice.nextGaussian()));
      }
      int[] dates = IntStream.range(0, size).map(i -> i / ACCOUNTS).toArray();
      double base = Arrays.stream(hazards).average().orElseThrow();
      String[] tiers =
          IntStream.range(0, size)
              .mapToObj(i -> tier(said[i] / base) + " month " + dates[i])
              .toArray(String[]::new);
      Map<String, JudgedRows.Said> contenders = new HashMap<>();
      contenders.put(MODEL, new JudgedRows.Said(said, said));
      return new World(
          new JudgedRows(
              IntStream.range(0, size).map(i -> i % ACCOUNTS).toArray(),
              ACCOUNTS,
              dates,
              labels,
              new double[size],
              contenders,
              Map.of(TIER, tiers)),
          hazards);
    }

    private static String tier(double lift) {
      return lift >= 4 ? "critical" : lift >= 2 ? "high" : lift >= 1 ? "medium" : "low";
    }

    double truth(String member) {
      return Arrays.stream(rows.places(TIER, member))
          .mapToDouble(i -> hazards[i])
          .average()
          .orElseThrow();
    }
  }
}
