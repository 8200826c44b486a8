package io.holdfast.feature;

import static io.holdfast.feature.FeatureRows.assertFeatures;
import static io.holdfast.feature.FeatureRows.customers;

import io.holdfast.table.AccountDays;
import io.holdfast.table.UserDays;
import io.holdfast.table.Users;
import org.junit.jupiter.api.Test;

class PeopleFeaturesTest {
  private static final String USAGE =
      """
      | account_id | activity_date | event_type | quantity |
      | a          | 2025-03-20    | login      | 1        |
      """;

  @Test
  void a_sponsor_is_one_with_access_and_the_silence_of_all_of_them_is_told() {
    assertFeatures(
        customers("active", "silent", "gone", "unsaid", "without", "nobody")
            .with(
                Users.TABLE,
                """
                | user_id | account_id | is_sponsor | created_on | deactivated_on |
                | u1      | active     | true       | 2024-01-01 |                |
                | u2      | active     | true       | 2024-01-01 |                |
                | u3      | silent     | true       | 2024-01-01 |                |
                | u4      | gone       | true       | 2024-01-01 | 2025-03-30     |
                | u5      | unsaid     |            | 2024-01-01 |                |
                | u6      | without    | false      | 2024-01-01 |                |
                """)
            .with(AccountDays.TABLE, USAGE)
            .with(
                UserDays.TABLE,
                """
                | account_id | user_id | activity_date | quantity |
                | active     | u1      | 2025-02-01    | 1        |
                | active     | u2      | 2025-03-04    | 1        |
                | silent     | u3      | 2025-03-03    | 1        |
                | gone       | u4      | 2025-03-29    | 1        |
                """)
            .at("2025-03-31"),
        """
        | account_id | has_sponsor | days_since_sponsor_activity | is_sponsor_silent_28d | sponsors_deactivated_84d |
        | active     | true        | 27                          | false                 | 0                        |
        | silent     | true        | 28                          | true                  | 0                        |
        | gone       | false       | 2                           | false                 | 1                        |
        | unsaid     |             |                             |                       |                          |
        | without    | false       |                             | false                 | 0                        |
        | nobody     | false       |                             | false                 | 0                        |
        """);
  }

  @Test
  void the_heaviest_user_is_the_one_of_the_eight_weeks_before_the_last_four() {
    assertFeatures(
        customers("a", "b")
            .with(
                Users.TABLE,
                """
                | user_id | account_id | created_on | deactivated_on |
                | u1      | a          | 2024-01-01 | 2025-03-15     |
                | u2      | a          | 2024-01-01 |                |
                """)
            .with(AccountDays.TABLE, USAGE)
            .with(
                UserDays.TABLE,
                """
                | account_id | user_id | activity_date | quantity |
                | a          | u1      | 2025-01-07    | 5        |
                | a          | u1      | 2025-03-03    | 5        |
                | a          | u1      | 2025-03-14    | 1        |
                | a          | u2      | 2025-01-06    | 90       |
                | a          | u2      | 2025-02-10    | 9        |
                | a          | u2      | 2025-03-31    | 90       |
                | b          | u9      | 2025-03-01    | 2        |
                """)
            .at("2025-03-31"),
        """
        | account_id | days_since_heaviest_user_activity | is_heaviest_user_deactivated |
        | a          | 17                                | true                         |
        | b          | 30                                |                              |
        """);
  }

  @Test
  void an_admin_is_replaced_when_one_left_and_another_was_created() {
    assertFeatures(
        customers("replaced", "left", "old_news", "roleless")
            .with(
                Users.TABLE,
                """
                | user_id | account_id | role   | created_on | deactivated_on |
                | u1      | replaced   | Owner  | 2024-01-01 | 2025-03-01     |
                | u2      | replaced   | admin  | 2024-01-01 | 2025-02-01     |
                | u3      | replaced   | owner  | 2025-03-02 |                |
                | u4      | left       | admin  | 2024-01-01 | 2025-03-01     |
                | u5      | left       | member | 2025-03-02 |                |
                | u6      | old_news   | admin  | 2024-01-01 | 2025-01-06     |
                | u7      | old_news   | admin  | 2025-01-07 |                |
                | u8      | roleless   |        | 2025-03-01 | 2025-03-31     |
                """)
            .at("2025-03-31"),
        """
        | account_id | admins_replaced_84d | users_deactivated_28d | users_deactivated_84d | new_users_84d |
        | replaced   | 1                   | 0                     | 2                     | 1             |
        | left       | 0                   | 0                     | 1                     | 1             |
        | old_news   | 0                   | 0                     | 0                     | 1             |
        | roleless   |                     | 1                     | 1                     | 1             |
        """);
  }

  @Test
  void nobody_is_called_inactive_where_events_name_no_users() {
    assertFeatures(
        customers("named", "totals", "idle", "none")
            .with(
                Users.TABLE,
                """
                | user_id | account_id | created_on | deactivated_on |
                | u1      | named      | 2025-03-01 |                |
                | u2      | named      | 2025-03-01 |                |
                | u3      | named      | 2024-03-01 |                |
                | u4      | named      | 2025-03-01 | 2025-03-02     |
                | u5      | totals     | 2025-03-01 |                |
                | u6      | idle       | 2025-03-01 |                |
                """)
            .with(
                AccountDays.TABLE,
                """
                | account_id | activity_date | event_type | quantity |
                | named      | 2025-03-20    | login      | 1        |
                | totals     | 2025-03-20    | login      | 1        |
                """)
            .with(
                UserDays.TABLE,
                """
                | account_id | user_id | activity_date | quantity |
                | named      | u1      | 2025-03-20    | 1        |
                | named      | u3      | 2025-02-20    | 1        |
                """)
            .at("2025-03-31"),
        """
        | account_id | new_users_84d | new_users_inactive_84d | known_users_active_ratio_28d |
        | named      | 3             | 1                      | 0.3333333333333333           |
        | totals     | 1             |                        |                              |
        | idle       | 1             | 1                      | 0.0                          |
        | none       | 0             | 0                      |                              |
        """);
  }

  @Test
  void without_usage_nobody_is_called_inactive_and_without_users_nothing_is_said() {
    assertFeatures(
        customers("a")
            .with(
                Users.TABLE,
                """
                | user_id | account_id | is_sponsor | created_on |
                | u1      | a          | true       | 2025-03-01 |
                """)
            .at("2025-03-31"),
        """
        | account_id | has_sponsor | is_sponsor_silent_28d | new_users_84d | new_users_inactive_84d |
        | a          | true        |                       | 1             |                        |
        """);
    assertFeatures(
        customers("a")
            .with(AccountDays.TABLE, USAGE)
            .with(
                UserDays.TABLE,
                """
                | account_id | user_id | activity_date | quantity |
                | a          | u1      | 2025-02-01    | 1        |
                """)
            .at("2025-03-31"),
        """
        | account_id | has_sponsor | days_since_heaviest_user_activity | users_deactivated_84d | new_users_84d |
        | a          |             |                                   |                       |               |
        """);
  }

  @Test
  void what_a_history_says_of_a_sponsor_is_hindsight_before_its_end() {
    assertFeatures(
        customers("a")
            .with(
                Users.TABLE,
                """
                | user_id | account_id | role  | is_sponsor | created_on | known_on   | ingested_on | is_history |
                | u1      | a          | admin | true       | 2024-01-01 | 2024-01-01 | 2025-03-31  | true       |
                """)
            .at("2025-03-30", "2025-03-31"),
        """
        | as_of      | account_id | has_sponsor | admins_replaced_84d | users_deactivated_84d |
        | 2025-03-30 | a          |             |                     | 0                     |
        | 2025-03-31 | a          | true        | 0                   | 0                     |
        """);
  }
}
