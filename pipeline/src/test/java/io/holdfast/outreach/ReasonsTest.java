package io.holdfast.outreach;

import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.TextTable;
import io.holdfast.table.AccountFeatures;
import io.holdfast.table.AccountScores;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class ReasonsTest {
  private static final Dataset<Row> NO_PAST = Nights.none(AccountFeatures.TABLE);

  @Test
  void usage_far_below_the_accounts_own_past_is_said_with_value_usual_and_change() {
    assertThat(
            said(
                """
                | account_id | events_28d | active_days_28d | active_users_28d |
                | a          | 40         | 12              | 5                |
                """,
                past(
                    """
                    | account_id | events_28d | active_days_28d | active_users_28d |
                    | a          | 110        | 12              | 5                |
                    | a          | 120        | 12              | 5                |
                    | a          | 150        | 12              | 5                |
                    """)))
        .isEqualTo(
            TextTable.text(
                """
                | account_id | rank | reason_code   | value | usual_value | sentence                                                    |
                | a          | 1    | falling_usage | 40.0  | 120.0       | Usage fell to 40 events in 28 days; usually 120 (-67 %) |
                """));
  }

  @Test
  void two_earlier_rows_are_no_past_of_its_own() {
    assertThat(
            said(
                """
                | account_id | events_28d | active_days_28d |
                | a          | 40         | 12              |
                """,
                past(
                    """
                    | account_id | events_28d |
                    | a          | 110        |
                    | a          | 120        |
                    """)))
        .isEqualTo(
            TextTable.text("| account_id | rank | reason_code | value | usual_value | sentence |"));
  }

  @Test
  void without_a_past_of_its_own_an_account_is_held_against_its_segment() {
    assertThat(
            said(
                """
                | account_id | segment | active_days_28d | seat_use_ratio_28d |
                | a          | smb     | 9               | 0.1                |
                | b          | smb     | 9               | 0.5                |
                | c          | smb     | 9               | 0.6                |
                | d          | big     | 9               | 0.1                |
                """,
                NO_PAST))
        .isEqualTo(
            TextTable.text(
                """
                | account_id | rank | reason_code  | value | usual_value | sentence                                              |
                | a          | 1    | low_adoption | 0.1   | 0.5         | 10 % of seats used in 28 days; similar accounts 50 % |
                """));
  }

  @Test
  void an_account_without_a_segment_is_held_against_all() {
    assertThat(
            said(
                """
                | account_id | segment | bug_tickets_84d |
                | a          |         | 3               |
                | b          | smb     | 0               |
                | c          | smb     | 0               |
                """,
                NO_PAST))
        .isEqualTo(
            TextTable.text(
                """
                | account_id | rank | reason_code    | value | usual_value | sentence                                           |
                | a          | 1    | quality_issues | 3.0   | 0.0         | Bug tickets in 84 days: 3; similar accounts 0 |
                """));
  }

  @Test
  void a_cause_is_said_once_and_the_farthest_from_usual_comes_first() {
    assertThat(
            TextTable.text(
                reasons(
                        """
                        | account_id | bug_tickets_84d | reopened_tickets_84d | feature_requests_open | csat_84d | mrr | mrr_change_84d |
                        | a          | 2               | 4                    | 3                     | 1        | 90  | -10            |
                        | b          | 0               | 0                    | 0                     | 1        | 90  | 0              |
                        | c          | 0               | 0                    | 0                     | 3        | 90  | 0              |
                        | d          | 0               | 0                    | 0                     | 5        | 90  | 0              |
                        | e          | 0               | 0                    | 0                     | 5        | 90  | 0              |
                        """,
                        NO_PAST)
                    .filter("target = 'churn' AND account_id = 'a'"),
                "rank",
                "reason_code",
                "feature"))
        .isEqualTo(
            TextTable.text(
                """
                | rank | reason_code      | feature               |
                | 1    | quality_issues   | reopened_tickets_84d  |
                | 2    | missing_features | feature_requests_open |
                | 3    | contraction      | mrr_change_84d        |
                """));
  }

  @Test
  void distances_are_in_spreads_of_the_night() {
    // Csat differs by two points among accounts, bug tickets hardly ever: one more bug says more.
    assertThat(
            TextTable.text(
                reasons(
                        """
                        | account_id | bug_tickets_84d | csat_84d |
                        | a          | 2               | 2        |
                        | b          | 0               | 1        |
                        | c          | 0               | 3        |
                        | d          | 0               | 5        |
                        | e          | 0               | 5        |
                        """,
                        NO_PAST)
                    .filter("account_id = 'a'"),
                "rank",
                "reason_code"))
        .isEqualTo(
            TextTable.text(
                """
                | rank | reason_code    |
                | 1    | quality_issues |
                | 2    | relationship   |
                """));
  }

  @Test
  void silence_is_counted_and_replaces_words_about_less_use() {
    assertThat(
            said(
                """
                | account_id | events_28d | active_days_28d | days_since_activity | key_events_84d |
                | a          | 0          | 0               | 41                  | 0              |
                | b          | 0          | 0               |                     | 7              |
                """,
                past(
                    """
                    | account_id | events_28d | active_days_28d | key_events_84d |
                    | a          | 100        | 12              | 7              |
                    | a          | 100        | 12              | 7              |
                    | a          | 100        | 12              | 7              |
                    | b          | 100        | 10              | 7              |
                    | b          | 100        | 10              | 7              |
                    | b          | 100        | 10              | 7              |
                    """)))
        .isEqualTo(
            TextTable.text(
                """
                | account_id | rank | reason_code        | value | usual_value | sentence                                                            |
                | a          | 1    | silent_account     | 0.0   | 12.0        | No activity for 41 days; usually 12 active days in 28               |
                | a          | 2    | value_not_realized | 0.0   | 7.0         | No key event in 84 days; usually 7                                  |
                | b          | 1    | silent_account     | 0.0   | 10.0        | No activity for more than 84 days; usually 10 active days in 28     |
                """));
  }

  @Test
  void what_is_scheduled_within_the_horizon_is_said_and_later_is_not() {
    assertThat(
            said(
                """
                | account_id | days_to_term_end | days_to_discount_end |
                | a          | 20               | 10                   |
                | b          | 61               | 61                   |
                | c          | 15               |                      |
                | d          | 300              |                      |
                | e          | 300              |                      |
                | f          | 300              |                      |
                """,
                past(
                    """
                    | account_id | days_to_term_end |
                    | a          | 200              |
                    | a          | 170              |
                    | a          | 140              |
                    | b          | 90               |
                    | b          | 62               |
                    | b          | 32               |
                    | c          | 16               |
                    | c          | 15               |
                    | c          | 17               |
                    | d          | 300              |
                    | d          | 300              |
                    | d          | 300              |
                    | e          | 300              |
                    | e          | 300              |
                    | e          | 300              |
                    | f          | 300              |
                    | f          | 300              |
                    | f          | 300              |
                    """)))
        .isEqualTo(
            TextTable.text(
                """
                | account_id | rank | reason_code     | value | usual_value | sentence                     |
                | a          | 1    | renewal_near    | 20.0  | 170.0       | The term ends in 20 days     |
                | a          | 2    | discount_ending | 10.0  |             | The discount ends in 10 days |
                """));
  }

  @Test
  void what_was_given_back_is_said_as_a_size() {
    assertThat(
            said(
                """
                | account_id | mrr | mrr_change_84d | seats | seats_change_84d |
                | a          | 900 | -1100          | 10    | 0                |
                | b          | 900 | 0              | 10    | -5               |
                | c          | 900 | 0              | 10    | 0                |
                | d          | 900 | 0              | 10    | 0                |
                """,
                NO_PAST))
        .isEqualTo(
            TextTable.text(
                """
                | account_id | rank | reason_code | value   | usual_value | sentence                            |
                | a          | 1    | contraction | -1100.0 | 0.0         | MRR fell by 1,100 USD in 84 days |
                | b          | 1    | contraction | -5.0    | 0.0         | Seats given back in 84 days: 5      |
                """));
  }

  @Test
  void growth_speaks_for_expansion() {
    assertThat(
            TextTable.text(
                reasons(
                        """
                        | account_id | active_days_28d | active_users_28d | event_types_28d | key_events_84d | seat_use_ratio_28d | plan_questions_84d |
                        | a          | 20              | 12               | 6               | 50             | 0.95               | 0                  |
                        | b          | 20              | 8                | 4               | 30             | 0.5                | 2                  |
                        | c          | 20              | 8                | 4               | 30             | 0.5                | 0                  |
                        | d          | 20              | 8                | 4               | 30             | 0.5                | 0                  |
                        | e          | 20              | 8                | 4               | 30             | 0.5                | 0                  |
                        """,
                        past(
                            """
                            | account_id | active_users_28d | event_types_28d | key_events_84d |
                            | a          | 8                | 4               | 30             |
                            | a          | 8                | 4               | 30             |
                            | a          | 8                | 4               | 30             |
                            """))
                    .filter("target = 'expansion'"),
                "account_id",
                "rank",
                "sentence"))
        .isEqualTo(
            TextTable.text(
                """
                | account_id | rank | sentence                                                     |
                | a          | 1    | 95 % of seats used in 28 days; similar accounts 50 %         |
                | a          | 2    | Key events rose to 50 in 84 days; usually 30 (+67 %)         |
                | a          | 3    | Event types used in 28 days: 6; usually 4                    |
                | b          | 1    | Questions about plans in 84 days: 2; similar accounts 0      |
                """));
  }

  @Test
  void what_weighs_most_in_the_model_is_said_first_and_what_speaks_against_it_not_at_all() {
    String features =
        """
        | account_id | bug_tickets_84d | escalated_tickets_84d | days_to_term_end | discount_pct | days_to_discount_end |
        | a          | 3               | 2                     | 20               | 20           | 10                   |
        | b          | 0               | 0                     | 170              | 0            |                      |
        | c          | 0               | 0                     | 170              | 0            |                      |
        | d          | 0               | 0                     | 170              | 0            |                      |
        | e          | 0               | 0                     | 170              | 0            |                      |
        """;
    assertThat(saidOf(features, "map('support', 0.9d, 'renewal', 0.4d, 'discount', -0.2d)"))
        .isEqualTo(
            TextTable.text(
                """
                | account_id | rank | reason_code    | feature         | contribution |
                | a          | 1    | quality_issues | bug_tickets_84d | 0.9          |
                | a          | 2    | renewal_near   | days_to_term_end | 0.4          |
                """));
    assertThat(saidOf(features, "map('support', -0.9d, 'renewal', -0.1d, 'discount', -0.2d)"))
        .isEqualTo(
            TextTable.text(
                """
                | account_id | rank | reason_code  | feature          | contribution |
                | a          | 1    | renewal_near | days_to_term_end | -0.1         |
                """));
  }

  private static String saidOf(String features, String contributions) {
    Dataset<Row> scores =
        TextTable.rows(AccountScores.TABLE, "| account_id | target |\n| a | churn |")
            .withColumn("as_of", lit(Nights.AS_OF))
            .withColumn("contributions", expr(contributions));
    return TextTable.text(
        Reasons.of(
                scores,
                Nights.features(features),
                UsualValues.of(NO_PAST),
                Nights.RULES,
                UsageTrust.WHOLE)
            .filter("target = 'churn'"),
        "account_id",
        "rank",
        "reason_code",
        "feature",
        "contribution");
  }

  private static Dataset<Row> reasons(String features, Dataset<Row> past) {
    return Reasons.of(
        Nights.noScores(),
        Nights.features(features),
        UsualValues.of(past),
        Nights.RULES,
        UsageTrust.WHOLE);
  }

  private static String said(String features, Dataset<Row> past) {
    return TextTable.text(
        reasons(features, past).filter("target = 'churn'"),
        "account_id",
        "rank",
        "reason_code",
        "value",
        "usual_value",
        "sentence");
  }

  private static Dataset<Row> past(String text) {
    return TextTable.rows(AccountFeatures.TABLE, text);
  }
}
