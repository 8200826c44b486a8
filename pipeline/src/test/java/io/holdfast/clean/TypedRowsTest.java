package io.holdfast.clean;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.TestSession;
import io.holdfast.TextTable;
import io.holdfast.landing.Source;
import io.holdfast.landing.Source.Load;
import io.holdfast.table.Accounts;
import io.holdfast.table.Subscriptions;
import io.holdfast.table.SupportTickets;
import io.holdfast.table.Table;
import io.holdfast.table.UsageEvents;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class TypedRowsTest {
  private static final LocalDate DAY = LocalDate.parse("2025-04-01");

  @Test
  void eachReasonToRefuseARowNamesItsColumnValueAndWhatWasWanted() {
    Dataset<Row> typed =
        nightly(
            subscriptions(),
            """
            | subscription_id | starts_on  | account_id | mrr    | seats | is_trial | discount_pct |
            | ok              | 2025-01-31 | a1         | 10.005 | 3.0   | Yes      | 12.5         |
            |                 | 2025-01-31 | a1         | 10     |       |          |              |
            | no-account      | 2025-01-31 |            | 10     |       |          |              |
            | no-mrr          | 2025-01-31 | a1         |        |       |          |              |
            | money           | 2025-01-31 | a1         | ten    |       |          |              |
            | day             | 31/01/2025 | a1         | 10     |       |          |              |
            | month           | 2025-13-01 | a1         | 10     |       |          |              |
            | serial          | 45123      | a1         | 10     |       |          |              |
            | year            | 2025       | a1         | 10     |       |          |              |
            | half            | 2025-01-31 | a1         | 10     | 3.5   |          |              |
            | maybe           | 2025-01-31 | a1         | 10     |       | maybe    |              |
            | not-a-number    | 2025-01-31 | a1         | 10     |       |          | NaN          |
            """);

    assertThat(TextTable.text(typed, "subscription_id", "_reason"))
        .isEqualTo(
            TextTable.text(
                """
                | subscription_id | _reason                                           |
                | ok              |                                                   |
                |                 | column subscription_id is missing                 |
                | no-account      | column account_id is missing                      |
                | no-mrr          | column mrr is missing                             |
                | money           | column mrr: "ten" is not a number                 |
                | day             | column starts_on: "31/01/2025" is not a date      |
                | month           | column starts_on: "2025-13-01" is not a date      |
                | serial          | column starts_on: "45123" is not a date           |
                | year            | column starts_on: "2025" is not a date            |
                | half            | column seats: "3.5" is not a whole number         |
                | maybe           | column is_trial: "maybe" is not a yes or no       |
                | not-a-number    | column discount_pct: "NaN" is not a number        |
                """));
    assertThat(TextTable.text(typed.filter("_reason IS NULL"), "mrr", "seats", "is_trial"))
        .isEqualTo(TextTable.text("| mrr | seats | is_trial |\n| 10.01 | 3 | true |"));
    assertThat(typed.filter("_reason LIKE '%ten%'").select("_text").head().getString(0))
        .isEqualTo(
            "{\"subscription_id\":\"money\",\"starts_on\":\"2025-01-31\",\"account_id\":\"a1\","
                + "\"mrr\":\"ten\"}");
  }

  @Test
  void blankTextIsNoValueAndColumnsLeftOutAreNull() {
    Dataset<Row> typed =
        nightly(
            source(UsageEvents.TABLE, "UTC", "UTC", Map.of()),
            TextTable.strings("| account_id | event_at | event_type |\n| a1 | 2025-04-01 | login |")
                .selectExpr("account_id", "event_at", "event_type", "'  ' AS user_id"));

    assertThat(
            TextTable.text(typed, "account_id", "user_id", "quantity", "active_users", "event_id"))
        .isEqualTo(
            TextTable.text(
                """
                | account_id | user_id | quantity | active_users | event_id |
                | a1         |         | 1.000    |              |          |
                """));
  }

  @Test
  void instantsWithoutAZoneAreInTheSourcesAndOthersInTheirOwn() {
    Dataset<Row> typed =
        nightly(
            source(UsageEvents.TABLE, "Asia/Tokyo", "UTC", Map.of()),
            """
            | account_id | event_type | event_at                      |
            | a1         | day        | 2025-04-01                    |
            | a1         | local      | 2025-04-01 09:30:00           |
            | a1         | fraction   | 2025-04-01T09:30:00.25        |
            | a1         | utc        | 2025-04-01T09:30:00Z          |
            | a1         | offset     | 2025-04-01T09:30:00+02:00     |
            | a1         | region     | 2025-04-01 09:30:00 Europe/Berlin |
            | a1         | time       | 09:30:00                      |
            | a1         | epoch      | 1743499800                    |
            """);

    assertThat(TextTable.text(typed, "event_type", "event_at"))
        .isEqualTo(
            TextTable.text(
                """
                | event_type | event_at               |
                | day        | 2025-03-31 15:00:00    |
                | local      | 2025-04-01 00:30:00    |
                | fraction   | 2025-04-01 00:30:00.25 |
                | utc        | 2025-04-01 09:30:00    |
                | offset     | 2025-04-01 07:30:00    |
                | region     | 2025-04-01 07:30:00    |
                | time       |                        |
                | epoch      |                        |
                """));
    assertThat(typed.filter("_reason IS NULL").count()).isEqualTo(6);
  }

  @Test
  void datesFromInstantsThatNameAZoneAreCutByTheBusinessZone() {
    Dataset<Row> typed =
        nightly(
            source(Subscriptions.TABLE, "UTC", "Asia/Tokyo", Map.of()),
            """
            | subscription_id | starts_on            | account_id | mrr |
            | plain           | 2025-03-31           | a1         | 1   |
            | local           | 2025-03-31T20:00:00  | a1         | 1   |
            | utc             | 2025-03-31T20:00:00Z | a1         | 1   |
            | garbage         | 2025-03-31Tx         | a1         | 1   |
            """);

    assertThat(TextTable.text(typed, "subscription_id", "starts_on"))
        .isEqualTo(
            TextTable.text(
                """
                | subscription_id | starts_on  |
                | plain           | 2025-03-31 |
                | local           | 2025-03-31 |
                | utc             | 2025-04-01 |
                | garbage         |            |
                """));
  }

  @Test
  void formatsReadWhatIsNotIso() {
    Dataset<Row> typed =
        nightly(
            source(
                SupportTickets.TABLE,
                "America/New_York",
                "UTC",
                Map.of("opened_at", "dd-MM-yyyy hh:mm a", "handed_to_sales_on", "d/M/yyyy")),
            """
            | ticket_id | account_id | opened_at           | handed_to_sales_on |
            | t1        | a1         | 31-03-2025 08:00 PM | 1/4/2025           |
            | t2        | a1         | 2025-03-31          |                    |
            """);

    assertThat(TextTable.text(typed, "ticket_id", "opened_at", "handed_to_sales_on", "_reason"))
        .isEqualTo(
            TextTable.text(
                """
                | ticket_id | opened_at           | handed_to_sales_on | _reason                                                  |
                | t1        | 2025-04-01 00:00:00 | 2025-04-01         |                                                          |
                | t2        |                     |                    | column opened_at: "2025-03-31" is not a date and time    |
                """));
  }

  @Test
  void eventsAndTicketsMoreThanADayAfterTheirBatchAreRefusedAndSubscriptionsAreNot() {
    Dataset<Row> events =
        nightly(
            source(UsageEvents.TABLE, "UTC", "Asia/Tokyo", Map.of()),
            """
            | account_id | event_type | event_at             |
            | a1         | last       | 2025-04-02T14:59:59Z |
            | a1         | too late   | 2025-04-02T15:00:00Z |
            """);
    Dataset<Row> terms =
        nightly(
            subscriptions(),
            """
            | subscription_id | starts_on  | account_id | mrr |
            | ahead           | 2026-01-01 | a1         | 1   |
            """);

    assertThat(TextTable.text(events, "event_type", "_reason"))
        .isEqualTo(
            TextTable.text(
                """
                | event_type | _reason                                                                    |
                | last       |                                                                            |
                | too late   | it happened on 2025-04-03, more than a day after its batch 2025-04-01      |
                """));
    assertThat(TextTable.text(terms, "subscription_id", "known_on", "_reason"))
        .isEqualTo(
            TextTable.text("| subscription_id | known_on | _reason |\n| ahead | 2026-01-01 |  |"));
  }

  @Test
  void theHistoryIsKnownFromWhenItHappenedAndWithoutThatFromTheBeginning() {
    Dataset<Row> typed =
        TypedRows.of(
            TypedRows.ofBatch(
                TextTable.strings(
                    """
                    | account_id | signed_up_on |
                    | early      | 2024-02-29   |
                    | later      | 2025-05-01   |
                    | unsaid     |              |
                    """),
                DAY,
                true,
                null),
            source(Accounts.TABLE, "UTC", "UTC", Map.of()));

    assertThat(TextTable.text(typed, "account_id", "known_on", "ingested_on"))
        .isEqualTo(
            TextTable.text(
                """
                | account_id | known_on   | ingested_on |
                | early      | 2024-02-29 | 2025-04-01  |
                | later      | 2025-04-01 | 2025-04-01  |
                | unsaid     | 1900-01-01 | 2025-04-01  |
                """));
  }

  @Test
  void typedColumnsOfParquetAreTakenAsTheyAreAndOthersThroughText() {
    Dataset<Row> selected =
        TestSession.spark()
            .sql(
                "SELECT 1L AS subscription_id, TIMESTAMP'2025-03-31 20:00:00' AS starts_on,"
                    + " 'a1' AS account_id, 12.345D AS mrr, 1 AS is_trial, DATE'2025-06-30' AS"
                    + " term_ends_on, TIMESTAMP'2025-03-31 20:00:00' AS auto_renews");
    Dataset<Row> typed =
        nightly(source(Subscriptions.TABLE, "UTC", "Asia/Tokyo", Map.of()), selected);

    assertThat(
            TextTable.text(
                typed, "subscription_id", "starts_on", "mrr", "is_trial", "term_ends_on"))
        .isEqualTo(
            TextTable.text(
                """
                | subscription_id | starts_on  | mrr   | is_trial | term_ends_on |
                | 1               | 2025-04-01 | 12.35 | true     | 2025-06-30   |
                """));
    assertThat(typed.select("_reason").head().getString(0))
        .isEqualTo("column auto_renews: \"2025-03-31 20:00:00\" is not a yes or no");
  }

  private static Source subscriptions() {
    return source(Subscriptions.TABLE, "UTC", "UTC", Map.of());
  }

  private static Dataset<Row> nightly(Source source, String text) {
    return nightly(source, TextTable.strings(text));
  }

  private static Dataset<Row> nightly(Source source, Dataset<Row> selected) {
    return TypedRows.of(TypedRows.ofBatch(selected, DAY, false, null), source);
  }

  private static Source source(
      Table table, String zone, String businessZone, Map<String, String> formats) {
    return new Source(
        table,
        Load.CHANGES,
        "/landing",
        List.of(),
        null,
        null,
        "",
        Map.of(),
        formats,
        null,
        ZoneId.of(zone),
        ZoneId.of(businessZone),
        false,
        1,
        1,
        Set.of(),
        null,
        null);
  }
}
