package io.holdfast.tile;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.TextTable;
import io.holdfast.table.UsageEvents;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class TilesTest {
  private static final ZoneId TOKYO = ZoneId.of("Asia/Tokyo");
  private static final ZoneId UTC = ZoneId.of("UTC");

  @Test
  void eventsAreSummedByBusinessDayTypeAndBatchAndUsersAreCountedOnce() {
    Dataset<Row> events =
        events(
            """
            | account_id | user_id | event_at            | event_type | quantity | ingested_on | is_history |
            | a1         | u1      | 2025-03-31 14:59:59 | login      | 1        | 2025-04-01  | false      |
            | a1         | u1      | 2025-03-31 15:00:00 | login      | 1        | 2025-04-01  | false      |
            | a1         | u1      | 2025-04-01 02:00:00 | login      | 2.5      | 2025-04-01  | false      |
            | a1         | u2      | 2025-04-01 02:00:00 | login      | 1        | 2025-04-01  | false      |
            | a1         |         | 2025-04-01 02:00:00 | login      | 1        | 2025-04-01  | false      |
            | a1         | u2      | 2025-04-01 02:00:00 | export     | 1        | 2025-04-02  | false      |
            """);

    assertThat(
            TextTable.text(
                Tiles.accountDays(events, TOKYO),
                "activity_date",
                "event_type",
                "ingested_on",
                "known_on",
                "quantity",
                "active_users"))
        .isEqualTo(
            TextTable.text(
                """
                | activity_date | event_type | ingested_on | known_on   | quantity | active_users |
                | 2025-03-31    | login      | 2025-04-01  | 2025-04-01 | 1.000    | 1            |
                | 2025-04-01    | login      | 2025-04-01  | 2025-04-01 | 5.500    | 2            |
                | 2025-04-01    | export     | 2025-04-02  | 2025-04-02 | 1.000    | 1            |
                """));
    assertThat(
            TextTable.text(
                Tiles.userDays(events, TOKYO),
                "user_id",
                "activity_date",
                "ingested_on",
                "quantity"))
        .isEqualTo(
            TextTable.text(
                """
                | user_id | activity_date | ingested_on | quantity |
                | u1      | 2025-03-31    | 2025-04-01  | 1.000    |
                | u1      | 2025-04-01    | 2025-04-01  | 3.500    |
                | u2      | 2025-04-01    | 2025-04-01  | 1.000    |
                | u2      | 2025-04-01    | 2025-04-02  | 1.000    |
                """));
  }

  @Test
  void withoutUsersTheGreatestDailyTotalCountsAndTheHistoryIsKnownAsItHappened() {
    Dataset<Row> events =
        events(
            """
            | account_id | event_at            | event_type | quantity | active_users | ingested_on | is_history |
            | a1         | 2025-03-01 00:00:00 | login      | 40       | 4            | 2025-03-31  | true       |
            | a1         | 2025-03-01 00:00:00 | login      | 2        | 7            | 2025-03-31  | true       |
            | a2         | 2025-04-01 00:00:00 | login      | 1        |              | 2025-03-31  | true       |
            """);

    assertThat(
            TextTable.text(
                Tiles.accountDays(events, UTC),
                "account_id",
                "known_on",
                "quantity",
                "active_users"))
        .isEqualTo(
            TextTable.text(
                """
                | account_id | known_on   | quantity | active_users |
                | a1         | 2025-03-01 | 42.000   | 7            |
                | a2         | 2025-03-31 | 1.000    |              |
                """));
  }

  @Test
  void anEventThatABatchOfTheThreeDaysBeforeHasIsNotNew() {
    Dataset<Row> events =
        events(
            """
            | event_id | event_at            | ingested_on | is_history |
            | first    | 2025-04-01 00:00:00 | 2025-04-01  | false      |
            | first    | 2025-04-01 00:00:00 | 2025-04-04  | false      |
            | second   | 2025-04-01 00:00:00 | 2025-04-01  | false      |
            | second   | 2025-04-01 00:00:00 | 2025-04-05  | false      |
            |          | 2025-04-01 00:00:00 | 2025-04-01  | false      |
            |          | 2025-04-01 00:00:00 | 2025-04-02  | false      |
            """);

    assertThat(TextTable.text(NewEvents.of(events, events, UTC), "event_id", "ingested_on"))
        .isEqualTo(
            TextTable.text(
                """
                | event_id | ingested_on |
                |          | 2025-04-01  |
                |          | 2025-04-02  |
                | first    | 2025-04-01  |
                | second   | 2025-04-01  |
                | second   | 2025-04-05  |
                """));
  }

  @Test
  void ofAHistoryOnlyItsLastDaysAndTheEventsOwnDayAreCompared() {
    String history =
        """
        | event_id | event_at            | ingested_on | is_history |
        | again    | 2024-01-05 10:00:00 | 2025-03-31  | true       |
        | moved    | 2024-01-05 10:00:00 | 2025-03-31  | true       |
        | last     | 2025-03-30 10:00:00 | 2025-03-31  | true       |
        """;
    Dataset<Row> earlier = events(history);
    Dataset<Row> events =
        events(
            """
            | event_id | event_at            | ingested_on | is_history |
            | again    | 2024-01-05 10:00:00 | 2025-04-01  | false      |
            | moved    | 2024-01-06 10:00:00 | 2025-04-01  | false      |
            | last     | 2025-04-01 10:00:00 | 2025-04-01  | false      |
            | again    | 2024-01-05 10:00:00 | 2025-04-04  | false      |
            """);
    List<LocalDate> days =
        List.of(
            LocalDate.parse("2024-01-05"),
            LocalDate.parse("2024-01-06"),
            LocalDate.parse("2025-04-01"));
    String expected =
        TextTable.text(
            """
            | event_id | ingested_on |
            | moved    | 2025-04-01  |
            | again    | 2025-04-04  |
            """);
    Dataset<Row> near =
        earlier.filter(NewEvents.mayRepeat(LocalDate.parse("2025-04-01"), days, UTC));

    assertThat(TextTable.text(NewEvents.of(events, earlier, UTC), "event_id", "ingested_on"))
        .as("the fourth day after the history is compared with it no more")
        .isEqualTo(expected);
    assertThat(TextTable.text(NewEvents.of(events, near, UTC), "event_id", "ingested_on"))
        .as("cutting the history by days changes nothing")
        .isEqualTo(expected);
  }

  private static Dataset<Row> events(String text) {
    return TextTable.rows(UsageEvents.TABLE, text);
  }
}
