package io.holdfast.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.Postgres;
import io.holdfast.TextTable;
import io.holdfast.landing.Database;
import io.holdfast.table.AccountDays;
import io.holdfast.table.Accounts;
import io.holdfast.table.Rejects;
import io.holdfast.table.UsageEvents;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IngestDatabaseTest {
  @TempDir Path root;

  @Test
  void aNightLandsWhatItsDatabasesHaveAndLoadsItAsFiles() {
    try (Postgres postgres = Postgres.start().emptied()) {
      postgres.sql(
          "CREATE TABLE crm (account_id text, account_name text)",
          "INSERT INTO crm VALUES ('a1', 'Acme'), ('a2', 'Beta')",
          "CREATE TABLE events (id int, account text, at timestamp, kind text, amount numeric,"
              + " inserted_at timestamptz)",
          "INSERT INTO events VALUES (1, 'a1', '2025-04-01 23:30', 'login', 1.5,"
              + " '2025-04-01 23:31 America/Los_Angeles')",
          "INSERT INTO events VALUES (2, 'a1', '2025-04-01 22:00', 'login', 'NaN',"
              + " '2025-04-01 23:32 America/Los_Angeles')");
      Landing landing =
          Landing.ofBusiness(root)
              .with(Landing.source(Accounts.TABLE).full().database(database(postgres, "crm", null)))
              .with(
                  Landing.source(UsageEvents.TABLE)
                      .select(
                          "SELECT id AS event_id, account AS account_id, at AS event_at,"
                              + " kind AS event_type, amount AS quantity FROM usage_events")
                      .zone("America/Los_Angeles")
                      .businessZone("America/Los_Angeles")
                      .database(database(postgres, "events", "inserted_at")));
      assertThat(Plan.of(landing.context("2025-04-01")).readings())
          .extracting(Plan.Reading::source)
          .as("a plan lands nothing")
          .containsExactly("subscriptions");
      assertThat(landing.progress)
          .first()
          .asString()
          .startsWith(
              "source accounts has not landed for 2025-04-01; the night begins by landing it from"
                  + " database 127.0.0.1:");

      landing.ingest("2025-04-01");
      postgres.sql(
          "DELETE FROM crm WHERE account_id = 'a2'",
          "INSERT INTO events VALUES (3, 'a2', '2025-04-01 09:00', 'late', 2,"
              + " '2025-04-02 08:00 America/Los_Angeles')");
      landing.ingest("2025-04-02");
      assertThat(landing.ingest("2025-04-02").status()).isEqualTo(JobResult.Status.NOTHING_TO_DO);

      assertThat(landing.text(UsageEvents.TABLE, "event_id", "event_at", "ingested_on"))
          .isEqualTo(
              TextTable.text(
                  """
                  | event_id | event_at            | ingested_on |
                  | 1        | 2025-04-02 06:30:00 | 2025-04-01  |
                  | 3        | 2025-04-01 16:00:00 | 2025-04-02  |
                  """));
      assertThat(landing.text(AccountDays.TABLE, "event_type", "activity_date", "known_on"))
          .isEqualTo(
              TextTable.text(
                  """
                  | event_type | activity_date | known_on   |
                  | late       | 2025-04-01    | 2025-04-02 |
                  | login      | 2025-04-01    | 2025-04-01 |
                  """));
      assertThat(landing.text(Rejects.TABLE, "source", "reason"))
          .isEqualTo(
              TextTable.text(
                  """
                  | source       | reason                                        |
                  | usage_events | column quantity: "NaN" is not a number        |
                  """));
      assertThat(landing.text(Accounts.TABLE, "account_id", "vanished_on"))
          .isEqualTo(
              TextTable.text(
                  """
                  | account_id | vanished_on |
                  | a1         |             |
                  | a2         |             |
                  | a2         | 2025-04-02  |
                  """));
    }
  }

  private static Database database(Postgres postgres, String table, String watermark) {
    return new Database(
        postgres.url(), Postgres.USER, Postgres.PASSWORD, table, watermark, null, 1, 1000);
  }
}
