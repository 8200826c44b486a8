package io.holdfast.model;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import io.holdfast.label.Target;
import io.holdfast.table.AccountFeatures;
import org.apache.spark.sql.Column;

/** The simplest thing a person would do: the one-line rule that every model is shown beside. */
public final class Baseline {
  /** Usage at half of what it was, or less. */
  private static final double HALVED = 0.5;

  /** Nine seats of ten in use. */
  private static final double NEARLY_FULL = 0.9;

  private Baseline() {}

  /**
   * What the rule ranks by, greater is likelier; null where the features for it are. Churn: how far
   * usage fell against the account's own past, silence of 28 days highest. Expansion: active users
   * over seats.
   */
  public static Column rankScore(Target target) {
    return switch (target) {
      case CHURN ->
          when(isSilent(), lit(2.0))
              .when(
                  AccountFeatures.EVENTS_28D.col().isNotNull(),
                  lit(1.0).minus(coalesce(trend(), lit(1.0))));
      case EXPANSION -> AccountFeatures.SEAT_USE_RATIO_28D.col();
    };
  }

  /** Whether the rule holds; null where it cannot be computed. */
  public static Column meetsRule(Target target) {
    return switch (target) {
      case CHURN ->
          when(
              AccountFeatures.EVENTS_28D.col().isNotNull(),
              isSilent().or(coalesce(trend().leq(HALVED), lit(false))));
      case EXPANSION -> AccountFeatures.SEAT_USE_RATIO_28D.col().geq(NEARLY_FULL);
    };
  }

  /** What the rule ranks by, for people. */
  static String inWords(Target target) {
    return switch (target) {
      case CHURN -> "how far usage fell against the account's own past, silent accounts first";
      case EXPANSION -> "how many of the seats are in use";
    };
  }

  private static Column isSilent() {
    return coalesce(AccountFeatures.ACTIVE_DAYS_28D.col().equalTo(0), lit(false));
  }

  private static Column trend() {
    return AccountFeatures.EVENTS_TREND_RATIO_28D.col();
  }
}
