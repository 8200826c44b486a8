package io.holdfast.world;

/** When a customer buys more, and what. */
final class Buying {
  private static final int PAUSE = 50;

  private final Contract contract;
  private final Dice dice;
  private int lastDay = Integer.MIN_VALUE / 2;

  Buying(Contract contract, Dice dice) {
    this.contract = contract;
    this.dice = dice;
  }

  /** The plan a customer begins with. */
  Term.Plan firstPlan(Profile profile) {
    return switch (profile.segment) {
      case "smb" -> Term.Plan.values()[dice.pick(0.6, 0.35, 0.05)];
      case "mid_market" -> Term.Plan.values()[dice.pick(0.3, 0.5, 0.2)];
      default -> Term.Plan.values()[dice.pick(0.05, 0.45, 0.5)];
    };
  }

  /**
   * Whether it buys more in a week, and then it does: seats mostly, else a higher plan or another
   * product.
   *
   * @param full people as a share of seats
   * @param ease 1 for a content customer, less for others
   */
  boolean buys(int day, double full, double ease) {
    double weekly = full >= 0.9 ? 0.085 : full >= 0.8 ? 0.012 : 0.0012;
    if (day - lastDay < PAUSE || !dice.hits(weekly * ease)) {
      return false;
    }
    lastDay = day;
    Term main = contract.main();
    int what = dice.pick(0.65, 0.2, 0.15);
    if (what == 1 && main.plan != Term.Plan.BUSINESS) {
      Term.Plan higher = Term.Plan.values()[main.plan.ordinal() + 1];
      contract.change(day, higher, main.seats).landsDay += dice.between(0, 1);
    } else if (what == 2 && contract.lines() == 1) {
      contract.addProduct(day, Math.max(1, main.seats / 2));
    } else {
      int seats = (int) StrictMath.ceil(main.seats * dice.within(1.15, 1.5));
      contract.change(day, main.plan, seats).landsDay += dice.between(0, 1);
    }
    return true;
  }
}
