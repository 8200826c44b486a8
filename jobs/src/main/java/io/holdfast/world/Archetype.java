package io.holdfast.world;

/** The kinds of customers a world is made of, and their share. */
enum Archetype {
  /** Uses the product as always. */
  STEADY(0.44),
  /** More people every month. */
  GROWING(0.12),
  /** Activity fades, no word is said, and the contract is not renewed. */
  QUIET_QUITTER(0.12),
  /** Fills every seat it has and buys again. */
  SEAT_HOG(0.06),
  /** Goes from monthly to annual terms at the same price: neither churn nor expansion. */
  ANNUAL_SWITCHER(0.05),
  /** Leaves, stays away longer than any grace period, and comes back. */
  COMEBACK(0.04),
  /** Renews some days late, within grace. */
  SHORT_GAP(0.04),
  /** Has two lines and cancels one: contraction. */
  TWO_LINES(0.05),
  /** Begins with a free trial. */
  TRIAL(0.04),
  /** Begins with discounted months. */
  DISCOUNTED(0.04);

  private final double share;

  Archetype(double share) {
    this.share = share;
  }

  static Archetype of(Dice dice) {
    double rest = dice.unit();
    for (Archetype archetype : values()) {
      rest -= archetype.share;
      if (rest < 0) {
        return archetype;
      }
    }
    return STEADY;
  }
}
