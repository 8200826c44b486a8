package io.holdfast.feature;

import static io.holdfast.feature.FeatureRows.assertFeatures;

import io.holdfast.TextSnapshot;
import io.holdfast.table.AccountDays;
import io.holdfast.table.Subscriptions;
import io.holdfast.table.UserDays;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class WeeklyZScoreTest {
  private static final LocalDate NIGHT = LocalDate.parse("2025-03-31");

  private final StringBuilder terms =
      new StringBuilder("| account_id | subscription_id | starts_on | mrr |\n");
  private final StringBuilder days =
      new StringBuilder("| account_id | activity_date | event_type | quantity | active_users |\n");
  private final StringBuilder users =
      new StringBuilder("| account_id | user_id | activity_date | quantity |\n");

  @Test
  void the_weekly_mean_of_28_days_is_held_against_the_spread_of_the_weeks_before() {
    // Before the last four weeks: mean 10, standard deviation 2, and one active day a week.
    account("falls", "2024-01-01", 12, 0, 12, 0, 7, 13, 8, 12, 9, 11, 10, 10);
    // In three of four weeks before: mean 3, standard deviation 2.
    account("rises", "2025-02-10", 7, 7, 7, 7, 4, 4, 4, 0);

    assertScores(
        """
        | account_id | events_z_score_28d | active_days_z_score_28d |
        | falls      | -2.0               | -5.0                    |
        | rises      | 2.0                | 0.5                     |
        """);
  }

  @Test
  void a_past_without_any_spread_gives_no_infinity() {
    account("stopped", "2024-01-01", 0, 0, 0, 0, 5, 5, 5, 5, 5, 5, 5, 5);
    account("steady", "2024-01-01", 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5);

    assertScores(
        """
        | account_id | events_z_score_28d | active_days_z_score_28d |
        | stopped    | -10.0              | -10.0                   |
        | steady     | 0.0                | 0.0                     |
        """);
  }

  @Test
  void without_four_weeks_before_or_anything_in_them_there_is_no_score() {
    account("young", "2025-02-11", 5, 5, 5, 5, 5, 5, 5);
    account("fresh", "2024-01-01", 5, 5, 5, 5);
    account("silent", "2024-01-01");
    // Used on trial before the first term: it had started then.
    account("tried", "2025-03-01", 5, 5, 5, 5, 5, 5, 5, 5);

    assertScores(
        """
        | account_id | events_z_score_28d | active_days_z_score_28d | active_users_z_score_28d |
        | young      |                    |                         |                          |
        | fresh      |                    |                         |                          |
        | silent     |                    |                         |                          |
        | tried      | 0.0                | 0.0                     |                          |
        """);
  }

  @Test
  void a_user_counts_once_a_week_and_totals_of_users_say_nothing() {
    account("named", "2025-02-10", 4, 4, 4, 4, 4, 4, 4, 0);
    for (int week = 0; week < 7; week++) {
      // Four a week until four weeks ago, then one.
      for (int user = 0; user < (week < 4 ? 1 : 4); user++) {
        String row = "| named | u%d | %s | 1 |\n";
        users.append(row.formatted(user, NIGHT.minusWeeks(week)));
        users.append(row.formatted(user, NIGHT.minusWeeks(week).minusDays(6)));
      }
    }
    account("totals", "2024-01-01", 0, 0, 0, 0, 7, 13, 8, 12, 9, 11, 10, 10);

    assertScores(
        """
        | account_id | active_users_z_score_28d |
        | named      | -1.0                     |
        | totals     |                          |
        """);
  }

  /** An account with one event a week, the last week first; none in a week of 0. */
  private void account(String id, String startsOn, int... quantities) {
    terms.append("| %s | %s | %s | 100 |\n".formatted(id, id, startsOn));
    for (int week = 0; week < quantities.length; week++) {
      if (quantities[week] > 0) {
        days.append(
            "| %s | %s | login | %d | 3 |\n"
                .formatted(id, NIGHT.minusWeeks(week), quantities[week]));
      }
    }
  }

  private void assertScores(String wanted) {
    assertFeatures(
        TextSnapshot.empty()
            .with(Subscriptions.TABLE, terms.toString())
            .with(AccountDays.TABLE, days.toString())
            .with(UserDays.TABLE, users.toString())
            .at(NIGHT.toString()),
        wanted);
  }
}
