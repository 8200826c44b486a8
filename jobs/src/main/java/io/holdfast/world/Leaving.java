package io.holdfast.world;

/**
 * The chance that a customer does not renew, as log-odds: a start by billing period, more for each
 * thing that is wrong on the day it decides.
 *
 * @param decline of use below its usual level
 * @param trouble an urgent ticket is open
 * @param price the discount ends soon
 * @param sponsor the sponsor has gone
 * @param fit the product fits badly: few of its parts are used, or few of the seats
 */
record Leaving(double decline, double trouble, double price, double sponsor, double fit) {
  private static final int DISCOUNT_SOON = 45;

  static Leaving of(int day, Usage usage, Desk desk, Term main) {
    int discountUntil = main.discountUntil;
    boolean isDiscountEnding = discountUntil != Term.NEVER && discountUntil <= day + DISCOUNT_SOON;
    return new Leaving(
        3.2 * Math.min(1.6, usage.decline()),
        desk.isTroubled(day) ? 3 : 0,
        isDiscountEnding ? 2 : 0,
        usage.isSponsorGone() ? 2.4 : 0,
        (usage.isNarrow() ? 1.4 : 0) + (usage.people() < 0.5 * main.seats ? 1 : 0));
  }

  /**
   * The probability at one renewal.
   *
   * @param billingMonths long terms are decided more rarely and less lightly
   * @param restless log-odds of this customer's own
   */
  double probability(int billingMonths, double restless) {
    double start =
        switch (billingMonths) {
          case 12 -> -3.6;
          case 3 -> -5.2;
          default -> -6.3;
        };
    double odds = start + decline + trouble + price + sponsor + fit + restless;
    return 1 / (1 + StrictMath.exp(-odds));
  }

  /** The greatest of the causes, or chance where none is great. */
  String cause() {
    double most = Math.max(Math.max(decline, trouble), Math.max(price, sponsor));
    most = Math.max(most, fit);
    if (most < 0.9) {
      return "chance";
    }
    if (most == decline) {
      return "falling_usage";
    }
    if (most == trouble) {
      return "quality";
    }
    if (most == fit) {
      return "low_adoption";
    }
    return most == price ? "discount_ended" : "sponsor_gone";
  }
}
