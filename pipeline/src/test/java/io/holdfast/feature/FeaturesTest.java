package io.holdfast.feature;

import static io.holdfast.feature.FeatureRows.assertFeatures;
import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.TextSnapshot;
import io.holdfast.TextTable;
import io.holdfast.snapshot.Snapshot;
import io.holdfast.table.AccountDays;
import io.holdfast.table.AccountEventFeatures;
import io.holdfast.table.Accounts;
import io.holdfast.table.Subscriptions;
import io.holdfast.table.SupportTickets;
import io.holdfast.table.UserDays;
import org.junit.jupiter.api.Test;

class FeaturesTest {
  private static final String ONE_CUSTOMER =
      """
      | account_id | subscription_id | starts_on  | mrr | seats |
      | a          | s               | 2024-01-01 | 100 | 10    |
      """;

  @Test
  void in_grace_the_last_mrr_is_carried_and_after_it_the_account_is_not_scored() {
    assertFeatures(
        TextSnapshot.empty()
            .with(
                Subscriptions.TABLE,
                """
                | account_id | subscription_id | starts_on  | term_ends_on | mrr | list_mrr |
                | pays       | s1              | 2025-01-01 | 2025-04-01   | 100 |          |
                | in_grace   | s2              | 2025-01-01 | 2025-03-18   | 70  |          |
                | gone       | s3              | 2025-01-01 | 2025-03-17   | 70  |          |
                | free_plan  | s4              | 2025-01-01 |              | 0   | 0        |
                | free_month | s5              | 2025-01-01 |              | 0   | 30       |
                """)
            .at("2025-03-31"),
        """
        | account_id | mrr    | in_grace | days_to_term_end | renewals_due |
        | pays       | 100.00 | false    | 1                | 1            |
        | in_grace   | 70.00  | true     |                  | 0            |
        | free_month | 0.00   | false    |                  | 0            |
        """);
  }

  @Test
  void notice_counts_when_it_is_given_on_every_line_that_is_paid() {
    assertFeatures(
        TextSnapshot.empty()
            .with(
                Subscriptions.TABLE,
                """
                | account_id | subscription_id | starts_on  | mrr | list_mrr | cancel_requested_on |
                | all        | s1              | 2025-01-01 | 100 |          | 2025-03-31          |
                | all        | s2              | 2025-01-01 | 0   | 0        |                     |
                | half       | s3              | 2025-01-01 | 100 |          | 2025-03-01          |
                | half       | s4              | 2025-01-01 | 100 |          |                     |
                | later      | s5              | 2025-01-01 | 100 |          | 2025-04-01          |
                """)
            .at("2025-03-31"),
        """
        | account_id | notice_given |
        | all        | true         |
        | half       | false        |
        | later      | false        |
        """);
  }

  @Test
  void a_gap_shorter_than_grace_is_no_change_and_a_longer_one_is_two() {
    assertFeatures(
        TextSnapshot.empty()
            .with(
                Subscriptions.TABLE,
                """
                | account_id | subscription_id | starts_on  | term_ends_on | mrr |
                | short      | s1              | 2025-01-01 | 2025-02-01   | 100 |
                | short      | s1              | 2025-02-14 |              | 100 |
                | long       | s2              | 2025-01-01 | 2025-02-01   | 100 |
                | long       | s2              | 2025-02-15 |              | 100 |
                | upgrade    | s3              | 2025-01-01 |              | 100 |
                | upgrade    | s3              | 2025-03-24 |              | 150 |
                """)
            .at("2025-03-31"),
        """
        | account_id | mrr_changes_to_date | days_since_mrr_change | last_mrr_change_ratio | mrr_change_28d | renewals_to_date |
        | short      | 0                   |                       |                       | 0.0            | 1                |
        | long       | 2                   | 44                    |                       | 0.0            | 1                |
        | upgrade    | 1                   | 7                     | 1.5                   | 50.0           | 1                |
        """);
  }

  @Test
  void events_known_late_change_the_features_of_later_dates_only() {
    assertFeatures(
        TextSnapshot.empty()
            .with(Subscriptions.TABLE, ONE_CUSTOMER)
            .with(
                AccountDays.TABLE,
                """
                | account_id | activity_date | event_type | known_on   | quantity |
                | a          | 2025-03-30    | login      | 2025-03-30 | 2        |
                | a          | 2025-03-30    | login      | 2025-04-01 | 5        |
                | a          | 2025-01-01    | export     | 2025-04-01 | 9        |
                """)
            .at("2025-03-31", "2025-04-01"),
        """
        | as_of      | account_id | events_7d | active_days_7d | events_84d | key_events_84d | days_since_activity |
        | 2025-03-31 | a          | 2.0       | 1              | 2.0        | 0.0            | 1                   |
        | 2025-04-01 | a          | 7.0       | 1              | 7.0        | 0.0            | 2                   |
        """);
  }

  @Test
  void users_are_counted_and_where_they_are_unknown_the_days_are_averaged() {
    assertFeatures(
        TextSnapshot.empty()
            .with(
                Subscriptions.TABLE,
                """
                | account_id | subscription_id | starts_on  | mrr | seats |
                | users      | s1              | 2024-01-01 | 100 | 10    |
                | totals     | s2              | 2024-01-01 | 100 | 10    |
                | silent     | s3              | 2024-01-01 | 100 | 10    |
                """)
            .with(
                AccountDays.TABLE,
                """
                | account_id | activity_date | event_type | quantity | active_users |
                | users      | 2025-03-30    | login      | 6        | 2            |
                | users      | 2025-03-31    | login      | 4        | 2            |
                | totals     | 2025-03-30    | login      | 10       | 3            |
                | totals     | 2025-03-30    | export     | 10       | 5            |
                | totals     | 2025-03-31    | login      | 10       | 2            |
                """)
            .with(
                UserDays.TABLE,
                """
                | account_id | user_id | activity_date | quantity |
                | users      | u1      | 2025-03-30    | 5        |
                | users      | u2      | 2025-03-30    | 1        |
                | users      | u1      | 2025-03-31    | 1        |
                | users      | u3      | 2025-03-31    | 3        |
                """)
            .at("2025-03-31"),
        """
        | account_id | active_users_28d | seat_use_ratio_28d | heaviest_user_ratio_28d | event_types_28d | days_since_activity |
        | users      | 3.0              | 0.3                | 0.6                     | 1               | 0                   |
        | totals     | 3.5              | 0.35               |                         | 2               | 0                   |
        | silent     | 0.0              | 0.0                |                         | 0               |                     |
        """);
  }

  @Test
  void without_a_source_its_features_are_null_and_not_zero() {
    assertFeatures(
        TextSnapshot.empty().with(Subscriptions.TABLE, ONE_CUSTOMER).at("2025-03-31"),
        """
        | account_id | events_28d | active_users_28d | key_events_84d | tickets_open | tickets_opened_84d | csat_84d | segment |
        | a          |            |                  |                |              |                    |          |         |
        """);
    assertFeatures(
        TextSnapshot.empty().with(Subscriptions.TABLE, ONE_CUSTOMER).at("2025-03-31"),
        """
        | account_id | overdue_amount | delinquent_invoices | new_users_84d | survey_responses_365d | touches_84d | milestones_due | has_reached_value | worst_metric_ratio | has_new_csm_84d |
        | a          |                |                     |               |                       |             |                |                   |                    |                 |
        """);
  }

  @Test
  void a_ticket_is_open_until_it_is_resolved_and_again_when_it_is_reopened() {
    assertFeatures(
        TextSnapshot.empty()
            .with(
                Subscriptions.TABLE,
                """
                | account_id | subscription_id | starts_on  | mrr |
                | resolved   | s1              | 2024-01-01 | 100 |
                | reopened   | s2              | 2024-01-01 | 100 |
                | tomorrow   | s3              | 2024-01-01 | 100 |
                | none       | s4              | 2024-01-01 | 100 |
                """)
            .with(
                SupportTickets.TABLE,
                """
                | ticket_id | account_id | opened_at            | resolved_at          | reopened_at          | escalated_at         | csat_at              | csat_score |
                | t1        | resolved   | 2025-03-30T00:00:00Z | 2025-03-31T12:00:00Z |                      | 2025-03-30T10:00:00Z | 2025-03-31T23:59:59Z | 4          |
                | t2        | reopened   | 2025-03-30T00:00:00Z | 2025-03-30T12:00:00Z | 2025-03-31T12:00:00Z | 2025-03-30T10:00:00Z | 2025-04-01T00:00:00Z | 1          |
                | t3        | tomorrow   | 2025-03-30T00:00:00Z | 2025-04-01T00:00:00Z |                      |                      |                      |            |
                """)
            .at("2025-03-31"),
        """
        | account_id | tickets_opened_28d | tickets_open | escalations_open | reopened_tickets_84d | resolution_hours_84d | csat_84d | days_since_ticket |
        | resolved   | 1                  | 0            | 0                | 0                    | 36.0                 | 4.0      | 1                 |
        | reopened   | 1                  | 1            | 1                | 1                    | 12.0                 |          | 1                 |
        | tomorrow   | 1                  | 1            | 0                | 0                    |                      |          | 1                 |
        | none       | 0                  | 0            | 0                | 0                    |                      |          |                   |
        """);
  }

  @Test
  void what_a_history_says_of_a_segment_is_hindsight_before_the_day_it_was_loaded() {
    assertFeatures(
        TextSnapshot.empty()
            .with(Subscriptions.TABLE, ONE_CUSTOMER)
            .with(
                Accounts.TABLE,
                """
                | account_id | segment    | signed_up_on | known_on   | ingested_on | is_history |
                | a          | enterprise | 2024-01-01   | 2024-01-01 | 2025-03-31  | true       |
                """)
            .at("2025-03-30", "2025-03-31"),
        """
        | as_of      | account_id | segment    |
        | 2025-03-30 | a          |            |
        | 2025-03-31 | a          | enterprise |
        """);
  }

  @Test
  void an_attribute_is_as_known_and_of_a_history_only_where_it_is_declared_immutable() {
    TextSnapshot business =
        TextSnapshot.empty()
            .with(Subscriptions.TABLE, ONE_CUSTOMER)
            .with(
                Accounts.TABLE,
                """
                | account_id | attributes                | signed_up_on | known_on   | ingested_on | is_history |
                | a          | tier=gold, region=north   | 2024-01-01   | 2024-01-01 | 2025-03-31  | true       |
                | a          | tier=silver, region=south | 2024-01-01   | 2025-04-02 | 2025-04-02  | false      |
                """);
    String later =
        """
        | 2025-03-31 | {tier -> gold, region -> north}   |
        | 2025-04-01 | {tier -> gold, region -> north}   |
        | 2025-04-02 | {tier -> silver, region -> south} |
        """;
    String[] dates = {"2025-03-30", "2025-03-31", "2025-04-01", "2025-04-02"};

    assertFeatures(business.at(dates), "| as_of | attributes |\n| 2025-03-30 | |\n" + later);
    assertFeatures(
        business.immutable(Accounts.TABLE, "attr_region").at(dates),
        "| as_of | attributes |\n| 2025-03-30 | {region -> north} |\n" + later);
    assertFeatures(
        business.immutable(Accounts.TABLE, "attributes").at(dates),
        "| as_of | attributes |\n| 2025-03-30 | {tier -> gold, region -> north} |\n" + later);
  }

  @Test
  void event_features_have_a_row_per_type_within_the_longest_window() {
    Snapshot snapshot =
        TextSnapshot.empty()
            .with(Subscriptions.TABLE, ONE_CUSTOMER)
            .with(
                AccountDays.TABLE,
                """
                | account_id | activity_date | event_type | quantity |
                | a          | 2025-03-31    | login      | 2        |
                | a          | 2025-03-04    | login      | 3        |
                | a          | 2025-03-03    | login      | 4        |
                | a          | 2025-01-07    | export     | 1        |
                | a          | 2025-01-06    | report     | 1        |
                """)
            .at("2025-03-31");
    assertThat(
            TextTable.text(
                EventFeatures.of(snapshot),
                AccountEventFeatures.EVENT_TYPE.name(),
                AccountEventFeatures.EVENTS_28D.name(),
                AccountEventFeatures.EVENTS_84D.name(),
                AccountEventFeatures.DAYS_SINCE_EVENT.name()))
        .isEqualTo(
            TextTable.text(
                """
                | event_type | events_28d | events_84d | days_since_event |
                | login      | 5.0        | 9.0        | 0                |
                | export     | 0.0        | 1.0        | 83               |
                """));
  }
}
