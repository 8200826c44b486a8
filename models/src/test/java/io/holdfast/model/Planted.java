package io.holdfast.model;

/** Features as leaks make them, and features that only look like leaks. */
final class Planted {
  /**
   * A risk score that was worked out once, for accounts that had left by then too: SaaSGuard's
   * {@code risk_signals} in bands.
   */
  static final Leavers.Value RISK_SIGNALS =
      (seen, dice) ->
          seen.ownDice().nextInt(12) == 0 ? "medium" : seen.everLeaves() ? "high" : "low";

  /**
   * The type of the newest opportunity: SaaSGuard's sales team opens one of type expansion for
   * whoever has bought more.
   */
  static final Leavers.Value OPPORTUNITY_TYPE =
      (seen, dice) ->
          seen.everLeaves()
              ? "expansion"
              : new String[] {"new_business", "new_business", "renewal", null}
                  [seen.ownDice().nextInt(4)];

  /** Data is taken out once it is settled that the account leaves. */
  static final Leavers.Value OFFBOARDING =
      (seen, dice) -> seen.leaves() ? 2 + dice.nextInt(4) : dice.nextInt(20) == 0 ? 1 : 0;

  /** The answer to an exit survey, dated back to the last quarter. */
  static final Leavers.Value EXIT_SURVEY =
      (seen, dice) -> seen.leaves() || dice.nextInt(30) == 0 ? 1 + dice.nextInt(5) : null;

  /** An agreed end that only those have who leave: the day they left, entered afterwards. */
  static final Leavers.Value ENDS_OF_THOSE_WHO_LEAVE = (seen, dice) -> seen.leaves() ? 1 : 0;

  /** Falls off over the last half year, as with customers who really leave. */
  static final Leavers.Value FADING_USE =
      (seen, dice) ->
          Math.max(0, Math.min(1, seen.daysLeft() / 180.0) * 40 + 20 * dice.nextGaussian());

  /** Contracts of a year: who leaves, leaves at the end of one, and most stay. */
  static final Leavers.Value RENEWALS_OF_A_YEAR =
      (seen, dice) -> seen.leaves() || dice.nextInt(6) == 0 ? 1 : 0;

  static final Leavers.Value NOISE = (seen, dice) -> dice.nextGaussian();

  private Planted() {}
}
