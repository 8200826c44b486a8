package io.holdfast.world;

import java.util.List;

/**
 * Chance that is the same on every machine: SplitMix64 (Steele, Lea and Flood, 2014) and strict
 * arithmetic.
 */
final class Dice {
  private long state;

  private Dice(long state) {
    this.state = state;
  }

  /** Chance of its own for one thing of a world. */
  static Dice of(long seed, long thing) {
    Dice dice = new Dice(seed * 0x9E3779B97F4A7C15L + thing);
    return new Dice(dice.bits() ^ Long.rotateLeft(thing, 32));
  }

  /** Evenly in [0, 1). */
  double unit() {
    return (bits() >>> 11) * 0x1.0p-53;
  }

  /** True in this share of cases. */
  boolean hits(double probability) {
    return unit() < probability;
  }

  /** A whole number, both ends included. */
  int between(int least, int most) {
    return least + (int) (unit() * (most - least + 1));
  }

  /** Evenly between both. */
  double within(double least, double most) {
    return least + unit() * (most - least);
  }

  /** About normal with mean 0 and deviation 1: the sum of four even numbers. */
  double normal() {
    return (unit() + unit() + unit() + unit() - 2) * StrictMath.sqrt(3);
  }

  <T> T pick(List<T> choices) {
    return choices.get((int) (unit() * choices.size()));
  }

  /** Index into weights that add to 1. */
  int pick(double... weights) {
    double rest = unit();
    for (int i = 0; i < weights.length - 1; i++) {
      rest -= weights[i];
      if (rest < 0) {
        return i;
      }
    }
    return weights.length - 1;
  }

  /** How often something happens that happens this often on average. */
  int poisson(double mean) {
    if (mean > 50) {
      return (int) Math.max(0, Math.round(mean + normal() * StrictMath.sqrt(mean)));
    }
    double limit = StrictMath.exp(-mean);
    double product = unit();
    int count = 0;
    while (product > limit) {
      product *= unit();
      count++;
    }
    return count;
  }

  private long bits() {
    state += 0x9E3779B97F4A7C15L;
    long z = state;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
