package io.holdfast.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.TextSnapshot;
import io.holdfast.TextTable;
import io.holdfast.table.InPlace;
import io.holdfast.table.Subscriptions;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class OverwrittenTermsTest {
  private static final String OVERWRITTEN =
      """
      | subscription_id | starts_on  | term_ends_on | plan  | seats | mrr | auto_renews | ended_on   | ingested_on | known_on   | is_history |
      | raised          | 2025-01-01 |              | basic | 5     | 10  | true        |            | 2025-01-01  | 2025-01-01 | false      |
      | raised          | 2025-01-01 |              | pro   | 5     | 30  | true        |            | 2025-01-20  | 2025-01-20 | false      |
      | raised          | 2025-01-01 |              | pro   | 9     | 30  | true        |            | 2025-02-10  | 2025-02-10 | false      |
      | not_price       | 2025-01-01 |              | basic | 5     | 10  | true        |            | 2025-01-01  | 2025-01-01 | false      |
      | not_price       | 2025-01-01 |              | basic | 5     | 10  | false       |            | 2025-01-20  | 2025-01-20 | false      |
      | before_start    | 2025-01-15 |              | basic | 5     | 10  | true        |            | 2025-01-01  | 2025-01-15 | false      |
      | before_start    | 2025-01-15 |              | basic | 5     | 20  | true        |            | 2025-01-05  | 2025-01-15 | false      |
      | after_end       | 2025-01-01 | 2025-02-01   | basic | 5     | 10  | true        |            | 2025-01-01  | 2025-01-01 | false      |
      | after_end       | 2025-01-01 | 2025-02-01   | basic | 5     | 20  | true        |            | 2025-02-05  | 2025-02-05 | false      |
      | after_end       | 2025-02-01 | 2025-03-01   | basic | 5     | 40  | true        |            | 2025-02-01  | 2025-02-01 | false      |
      | known_later     | 2025-01-01 |              | basic | 5     | 10  | true        |            | 2025-01-01  | 2025-01-01 | false      |
      | known_later     | 2025-01-01 |              | basic | 5     | 20  | true        |            | 2025-02-16  | 2025-02-16 | false      |
      | ended           | 2025-01-01 |              | basic | 5     | 10  | true        |            | 2025-01-01  | 2025-01-01 | false      |
      | ended           | 2025-01-01 |              | basic | 5     | 20  | true        | 2025-01-25 | 2025-02-01  | 2025-02-01 | false      |
      """;

  @Test
  void a_change_counts_from_the_day_it_was_known() {
    assertThat(spans(InPlace.CHANGE, OVERWRITTEN, "2025-02-15"))
        .isEqualTo(
            TextTable.text(
                """
                | as_of      | subscription_id | starts_on  | ends_before | plan  | seats | mrr   | is_renewal | previous_plan | previous_reporting_mrr |
                | 2025-02-15 | raised          | 2025-01-01 | 2025-01-20  | basic | 5     | 10.00 | false      |               |                        |
                | 2025-02-15 | raised          | 2025-01-20 | 2025-02-10  | pro   | 5     | 30.00 | false      | basic         | 10.00                  |
                | 2025-02-15 | raised          | 2025-02-10 |             | pro   | 9     | 30.00 | false      | pro           | 30.00                  |
                | 2025-02-15 | not_price       | 2025-01-01 |             | basic | 5     | 10.00 | false      |               |                        |
                | 2025-02-15 | before_start    | 2025-01-15 |             | basic | 5     | 20.00 | false      |               |                        |
                | 2025-02-15 | after_end       | 2025-01-01 | 2025-02-01  | basic | 5     | 10.00 | false      |               |                        |
                | 2025-02-15 | after_end       | 2025-02-01 | 2025-03-01  | basic | 5     | 40.00 | true       | basic         | 10.00                  |
                | 2025-02-15 | known_later     | 2025-01-01 |             | basic | 5     | 10.00 | false      |               |                        |
                | 2025-02-15 | ended           | 2025-01-01 | 2025-01-25  | basic | 5     | 10.00 | false      |               |                        |
                """));
  }

  @Test
  void a_correction_counts_from_the_start() {
    assertThat(spans(InPlace.CORRECTION, OVERWRITTEN, "2025-02-15"))
        .isEqualTo(
            TextTable.text(
                """
                | as_of      | subscription_id | starts_on  | ends_before | plan  | seats | mrr   | is_renewal | previous_plan | previous_reporting_mrr |
                | 2025-02-15 | raised          | 2025-01-01 |             | pro   | 9     | 30.00 | false      |               |                        |
                | 2025-02-15 | not_price       | 2025-01-01 |             | basic | 5     | 10.00 | false      |               |                        |
                | 2025-02-15 | before_start    | 2025-01-15 |             | basic | 5     | 20.00 | false      |               |                        |
                | 2025-02-15 | after_end       | 2025-01-01 | 2025-02-01  | basic | 5     | 20.00 | false      |               |                        |
                | 2025-02-15 | after_end       | 2025-02-01 | 2025-03-01  | basic | 5     | 40.00 | true       | basic         | 20.00                  |
                | 2025-02-15 | known_later     | 2025-01-01 |             | basic | 5     | 10.00 | false      |               |                        |
                | 2025-02-15 | ended           | 2025-01-01 | 2025-01-25  | basic | 5     | 20.00 | false      |               |                        |
                """));
  }

  @Test
  void each_date_sees_the_prices_known_by_then() {
    String raised =
        """
        | subscription_id | starts_on  | mrr | ingested_on | known_on   | is_history |
        | s1              | 2025-01-01 | 10  | 2025-01-31  | 2025-01-01 | true       |
        | s1              | 2025-01-01 | 20  | 2025-02-10  | 2025-02-10 | false      |
        | s1              | 2025-01-01 | 30  | 2025-02-20  | 2025-02-20 | false      |
        """;
    String[] dates = {"2025-01-30", "2025-01-31", "2025-02-10", "2025-02-20"};
    String all = spans(InPlace.CHANGE, raised, dates);

    assertThat(all)
        .as("within the history nobody knew its price: it was overwritten since")
        .isEqualTo(
            TextTable.text(
                """
                | as_of      | subscription_id | starts_on  | ends_before | plan | seats | mrr   | is_renewal | previous_plan | previous_reporting_mrr |
                | 2025-01-30 | s1              | 2025-01-01 |             |      |       | 0.00  | false      |               |                        |
                | 2025-01-31 | s1              | 2025-01-01 |             |      |       | 10.00 | false      |               |                        |
                | 2025-02-10 | s1              | 2025-01-01 | 2025-02-10  |      |       | 10.00 | false      |               |                        |
                | 2025-02-10 | s1              | 2025-02-10 |             |      |       | 20.00 | false      |               | 10.00                  |
                | 2025-02-20 | s1              | 2025-01-01 | 2025-02-10  |      |       | 10.00 | false      |               |                        |
                | 2025-02-20 | s1              | 2025-02-10 | 2025-02-20  |      |       | 20.00 | false      |               | 10.00                  |
                | 2025-02-20 | s1              | 2025-02-20 |             |      |       | 30.00 | false      |               | 20.00                  |
                """));
    for (String date : dates) {
      String ofDate =
          all.lines()
              .filter(l -> l.startsWith("| as_of") || l.startsWith("| " + date))
              .collect(Collectors.joining("\n"));
      assertThat(spans(InPlace.CHANGE, raised, date))
          .as("alone on %s", date)
          .isEqualTo(TextTable.text(ofDate));
    }
  }

  private static String spans(InPlace inPlace, String terms, String... dates) {
    return TextTable.text(
        TextSnapshot.empty()
            .with(Subscriptions.TABLE, terms)
            .overwritten(inPlace)
            .at(dates)
            .mrrSpans(),
        "as_of",
        "subscription_id",
        "starts_on",
        "ends_before",
        "plan",
        "seats",
        "mrr",
        "is_renewal",
        "previous_plan",
        "previous_reporting_mrr");
  }
}
