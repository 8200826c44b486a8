package io.holdfast.invariant;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Random;

/** What a random world is thrown with: the same seed, the same world. */
final class Dice {
  private final Random random;

  Dice(long seed) {
    random = new Random(seed);
  }

  /** A whole number from 0 to below the bound. */
  int below(int bound) {
    return random.nextInt(bound);
  }

  /** A number from 0 to below 1. */
  double share() {
    return random.nextDouble();
  }

  /** An instant of the business day, often close to its midnights. */
  Instant instant(LocalDate day) {
    long start = day.atStartOfDay(RandomWorld.ZONE).toEpochSecond();
    int seconds = (int) (day.plusDays(1).atStartOfDay(RandomWorld.ZONE).toEpochSecond() - start);
    return Instant.ofEpochSecond(
        start + (chance(0.3) ? one(0, 1, seconds - 1) : random.nextInt(seconds)));
  }

  BigDecimal money(int from, int to) {
    return BigDecimal.valueOf(100L * from + random.nextInt(100 * (to - from)), 2);
  }

  boolean chance(double probability) {
    return random.nextDouble() < probability;
  }

  @SafeVarargs
  final <T> T one(T... choices) {
    return choices[random.nextInt(choices.length)];
  }
}
