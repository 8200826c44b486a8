package io.holdfast.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.TextSnapshot;
import io.holdfast.TextTable;
import io.holdfast.table.Accounts;
import io.holdfast.table.Subscriptions;
import org.junit.jupiter.api.Test;

class MrrSpansTest {
  @Test
  void a_term_pays_until_the_earliest_of_its_end_its_agreed_end_and_the_next_start() {
    assertSpans(
        """
        | subscription_id | starts_on  | term_ends_on | ended_on   | mrr |
        | agreed          | 2025-01-01 | 2025-02-01   |            | 10  |
        | early           | 2025-01-01 | 2025-02-01   | 2025-01-20 | 10  |
        | next            | 2025-01-01 | 2025-02-01   |            | 10  |
        | next            | 2025-01-10 | 2025-02-10   |            | 20  |
        | gap             | 2025-01-01 | 2025-01-11   |            | 10  |
        | gap             | 2025-01-21 |              |            | 10  |
        | never           | 2025-01-05 | 2025-02-01   | 2025-01-05 | 10  |
        | future          | 2025-03-01 | 2025-04-01   |            | 10  |
        """,
        """
        | subscription_id | starts_on  | ends_before | mrr   | is_renewal | previous_reporting_mrr |
        | agreed          | 2025-01-01 | 2025-02-01  | 10.00 | false      |                        |
        | early           | 2025-01-01 | 2025-01-20  | 10.00 | false      |                        |
        | next            | 2025-01-01 | 2025-01-10  | 10.00 | false      |                        |
        | next            | 2025-01-10 | 2025-02-10  | 20.00 | true       | 10.00                  |
        | gap             | 2025-01-01 | 2025-01-11  | 10.00 | false      |                        |
        | gap             | 2025-01-21 |             | 10.00 | true       | 10.00                  |
        """);
  }

  @Test
  void an_end_that_lies_ahead_is_not_known_and_a_line_changes_its_plan_by_a_further_term() {
    assertSpans(
        """
        | subscription_id | starts_on  | ended_on   | plan  | mrr |
        | announced       | 2025-01-01 | 2025-02-16 | basic | 10  |
        | upgraded        | 2025-01-01 |            | basic | 10  |
        | upgraded        | 2025-02-01 |            | pro   | 30  |
        """,
        """
        | subscription_id | starts_on  | ends_before | plan  | previous_plan |
        | announced       | 2025-01-01 |             | basic |               |
        | upgraded        | 2025-01-01 | 2025-02-01  | basic |               |
        | upgraded        | 2025-02-01 |             | pro   | basic         |
        """);
  }

  @Test
  void a_free_month_of_a_paid_plan_is_paying_and_a_free_plan_is_not() {
    assertSpans(
        """
        | subscription_id | starts_on  | mrr | list_mrr | currency |
        | usual           | 2025-01-01 | 10  |          |          |
        | free_month      | 2025-01-01 | 0   | 10       | USD      |
        | free_plan       | 2025-01-01 | 0   | 0        |          |
        | euro            | 2025-01-01 | 10  | 20       | EUR      |
        """,
        """
        | subscription_id | reporting_mrr | reporting_list_mrr | is_paying |
        | usual           | 10.00         | 10.00              | true      |
        | free_month      | 0.00          | 10.00              | true      |
        | free_plan       | 0.00          | 0.00               | false     |
        | euro            | 11.00         | 22.00              | true      |
        """);
  }

  @Test
  void a_currency_without_a_rate_is_an_error_that_names_it() {
    assertThatThrownBy(
            () ->
                TextSnapshot.empty()
                    .with(
                        Subscriptions.TABLE,
                        """
                        | subscription_id | starts_on  | mrr | currency |
                        | pounds          | 2025-01-01 | 10  | GBP      |
                        """)
                    .at("2025-02-15")
                    .mrrSpans()
                    .collectAsList())
        .hasMessageContaining("GBP");
  }

  @Test
  void a_term_that_vanished_from_a_full_dump_has_ended_and_one_that_came_back_has_not() {
    assertSpans(
        """
        | subscription_id | starts_on  | term_ends_on | mrr | vanished_on | ingested_on |
        | gone            | 2025-01-01 | 2025-03-01   | 10  |             | 2025-01-01  |
        | gone            | 2025-01-01 | 2025-03-01   | 10  | 2025-01-20  | 2025-01-20  |
        | over_before     | 2025-01-01 | 2025-01-11   | 10  | 2025-01-20  | 2025-01-20  |
        | back            | 2025-01-01 |              | 10  | 2025-01-20  | 2025-01-20  |
        | back            | 2025-01-01 |              | 10  |             | 2025-01-25  |
        | gone_later      | 2025-01-01 |              | 10  |             | 2025-01-01  |
        | gone_later      | 2025-01-01 |              | 10  | 2025-02-16  | 2025-02-16  |
        """,
        """
        | subscription_id | starts_on  | ends_before |
        | gone            | 2025-01-01 | 2025-01-20  |
        | over_before     | 2025-01-01 | 2025-01-11  |
        | back            | 2025-01-01 |             |
        | gone_later      | 2025-01-01 |             |
        """);
  }

  @Test
  void a_term_holds_again_once_a_later_one_of_its_line_has_vanished() {
    assertSpans(
        """
        | subscription_id | starts_on  | term_ends_on | plan  | mrr | vanished_on |
        | taken_back      | 2025-01-01 |              | basic | 10  |             |
        | taken_back      | 2025-01-10 |              | pro   | 30  | 2025-01-20  |
        | start_corrected | 2025-01-01 |              | basic | 10  |             |
        | start_corrected | 2025-01-03 |              | basic | 10  | 2025-01-06  |
        | old_kept        | 2025-01-01 | 2025-02-01   | basic | 10  |             |
        | old_kept        | 2025-02-01 | 2025-03-01   | basic | 10  | 2025-02-10  |
        | old_purged      | 2025-01-01 |              | basic | 10  | 2025-02-03  |
        | old_purged      | 2025-02-01 |              | pro   | 20  |             |
        | all_gone        | 2025-01-01 |              | basic | 10  | 2025-02-03  |
        | all_gone        | 2025-02-01 |              | pro   | 20  | 2025-02-03  |
        | never_began     | 2025-01-01 |              | basic | 10  |             |
        | never_began     | 2025-02-01 |              | pro   | 20  | 2025-01-20  |
        | both_gone       | 2025-01-01 |              | basic | 10  |             |
        | both_gone       | 2025-01-10 |              | pro   | 20  | 2025-01-20  |
        | both_gone       | 2025-01-15 |              | max   | 30  | 2025-01-18  |
        """,
        """
        | subscription_id | starts_on  | ends_before | term_starts_on | plan  | is_renewal | previous_plan |
        | taken_back      | 2025-01-01 | 2025-01-10  | 2025-01-01     | basic | false      |               |
        | taken_back      | 2025-01-10 | 2025-01-20  | 2025-01-10     | pro   | true       | basic         |
        | taken_back      | 2025-01-20 |             | 2025-01-01     | basic | false      | pro           |
        | start_corrected | 2025-01-01 | 2025-01-03  | 2025-01-01     | basic | false      |               |
        | start_corrected | 2025-01-03 | 2025-01-06  | 2025-01-03     | basic | true       | basic         |
        | start_corrected | 2025-01-06 |             | 2025-01-01     | basic | false      | basic         |
        | old_kept        | 2025-01-01 | 2025-02-01  | 2025-01-01     | basic | false      |               |
        | old_kept        | 2025-02-01 | 2025-02-10  | 2025-02-01     | basic | true       | basic         |
        | old_purged      | 2025-01-01 | 2025-02-01  | 2025-01-01     | basic | false      |               |
        | old_purged      | 2025-02-01 |             | 2025-02-01     | pro   | true       | basic         |
        | all_gone        | 2025-01-01 | 2025-02-01  | 2025-01-01     | basic | false      |               |
        | all_gone        | 2025-02-01 | 2025-02-03  | 2025-02-01     | pro   | true       | basic         |
        | never_began     | 2025-01-01 |             | 2025-01-01     | basic | false      |               |
        | both_gone       | 2025-01-01 | 2025-01-10  | 2025-01-01     | basic | false      |               |
        | both_gone       | 2025-01-10 | 2025-01-15  | 2025-01-10     | pro   | true       | basic         |
        | both_gone       | 2025-01-15 | 2025-01-18  | 2025-01-15     | max   | true       | pro           |
        | both_gone       | 2025-01-18 | 2025-01-20  | 2025-01-10     | pro   | false      | max           |
        | both_gone       | 2025-01-20 |             | 2025-01-01     | basic | false      | pro           |
        """);
  }

  @Test
  void what_an_account_paid_for_ends_when_the_account_vanishes() {
    Snapshot snapshot =
        TextSnapshot.empty()
            .with(
                Accounts.TABLE,
                """
                | account_id | signed_up_on | vanished_on | ingested_on | known_on   |
                | gone       | 2025-01-01   |             | 2025-01-01  | 2025-01-01 |
                | gone       | 2025-01-01   | 2025-02-01  | 2025-02-01  | 2025-02-01 |
                | there      | 2025-01-01   |             | 2025-01-01  | 2025-01-01 |
                """)
            .with(
                Subscriptions.TABLE,
                """
                | subscription_id | account_id | starts_on  | mrr |
                | s1              | gone       | 2025-01-01 | 10  |
                | s2              | gone       | 2025-02-01 | 10  |
                | s3              | there      | 2025-01-01 | 10  |
                """)
            .at("2025-01-31", "2025-02-15");
    assertThat(
            TextTable.text(
                snapshot.mrrSpans(), "as_of", "subscription_id", "starts_on", "ends_before"))
        .isEqualTo(
            TextTable.text(
                """
                | as_of      | subscription_id | starts_on  | ends_before |
                | 2025-01-31 | s1              | 2025-01-01 |             |
                | 2025-01-31 | s3              | 2025-01-01 |             |
                | 2025-02-15 | s1              | 2025-01-01 | 2025-02-01  |
                | 2025-02-15 | s3              | 2025-01-01 |             |
                """));
  }

  @Test
  void what_landed_last_counts_also_where_its_forerunner_was_to_occur_later() {
    Snapshot snapshot =
        TextSnapshot.empty()
            .with(
                Accounts.TABLE,
                """
                | account_id | signed_up_on | segment | ingested_on | known_on   |
                | a1         | 2025-02-10   | mid     | 2025-02-01  | 2025-02-10 |
                | a1         | 2025-01-10   | smb     | 2025-02-02  | 2025-02-02 |
                """)
            .at("2025-02-01", "2025-02-02", "2025-02-15");
    assertThat(TextTable.text(snapshot.accounts(), "as_of", "segment"))
        .isEqualTo(
            TextTable.text(
                """
                | as_of      | segment |
                | 2025-02-02 | smb     |
                | 2025-02-15 | smb     |
                """));
  }

  private static void assertSpans(String terms, String wanted) {
    String[] columns =
        wanted.lines().findFirst().orElseThrow().replace("|", " ").strip().split("\\s+");
    assertThat(
            TextTable.text(
                TextSnapshot.empty().with(Subscriptions.TABLE, terms).at("2025-02-15").mrrSpans(),
                columns))
        .isEqualTo(TextTable.text(wanted));
  }
}
