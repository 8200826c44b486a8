package io.holdfast.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.TextSnapshot;
import io.holdfast.TextTable;
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
