package io.holdfast.outreach;

import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import io.holdfast.table.AccountFeatures;
import java.util.Set;
import org.apache.spark.sql.Column;

/**
 * How far the usage of a night can be believed, account by account. While the feed is late or
 * broken, accounts that were active until then look silent; those that were silent for four weeks
 * before, and those that are active all the same, are what they seem.
 *
 * @param word what the accounts that only seem silent get in {@code data_trust}: late or broken
 * @param missingDays days up to the night of which usage is missing; 0 when none is
 */
public record UsageTrust(String word, int missingDays) {
  /** Nothing is missing. */
  public static final UsageTrust WHOLE = new UsageTrust("ok", 0);

  /** The window in which no activity at all is called silence. */
  private static final int SILENCE_DAYS = 28;

  /** What is said of accounts for want of activity. */
  private static final Set<String> REASONS_OF_SILENCE =
      Set.of(
          "silent_account",
          "low_adoption",
          "falling_usage",
          "value_not_realized",
          "stalled_onboarding",
          "lost_sponsor",
          "lost_power_user");

  /** {@code data_trust} of a row of AccountFeatures: ok, late or broken. */
  Column ofAccount() {
    Column days = AccountFeatures.DAYS_SINCE_ACTIVITY.col();
    return missingDays == 0
        ? lit(WHOLE.word)
        : when(days.between(missingDays, missingDays + SILENCE_DAYS), lit(word))
            .otherwise(lit(WHOLE.word));
  }

  /** Whether a reason may be said of a row of AccountFeatures. */
  Column allows(ReasonRule rule) {
    return REASONS_OF_SILENCE.contains(rule.code())
        ? ofAccount().equalTo(lit(WHOLE.word))
        : lit(true);
  }
}
