package io.holdfast.model;

/** The score interval of a rate (Wilson 1927): it holds for few rows and for rates near 0 and 1. */
final class Wilson {
  /** The normal deviate of 95 %. */
  private static final double DEVIATE = 1.959963984540054;

  private Wilson() {}

  /**
   * The 95 % interval.
   *
   * @param rate of what happened
   * @param independent how many independent rows it was counted over
   */
  static Bootstrap.Interval of(double rate, long independent) {
    double z2 = DEVIATE * DEVIATE / independent;
    double middle = (rate + z2 / 2) / (1 + z2);
    double half = DEVIATE / (1 + z2) * Math.sqrt((rate * (1 - rate) + z2 / 4) / independent);
    return new Bootstrap.Interval(Math.max(0, middle - half), Math.min(1, middle + half));
  }
}
