package io.holdfast.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.TextTable;
import io.holdfast.error.DataException;
import io.holdfast.job.JobResult.Status;
import io.holdfast.lake.Inputs;
import io.holdfast.table.AccountDays;
import io.holdfast.table.Accounts;
import io.holdfast.table.Batches;
import io.holdfast.table.Rejects;
import io.holdfast.table.Subscriptions;
import io.holdfast.table.UsageEvents;
import io.holdfast.table.UserDays;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IngestTest {
  private static final String EVENTS = "event_id,account_id,user_id,event_at,event_type\n";

  @TempDir Path root;

  @Test
  void aHistoryAndDatedFoldersBecomeBatchesWithTheDayTheyCouldBeKnown() {
    Landing landing =
        Landing.ofBusiness(root)
            .with(Landing.source(UsageEvents.TABLE))
            .file("history/usage_events.csv", EVENTS + "e1,a1,u1,2025-03-01T10:00:00Z,login\n")
            .file("2025-04-01/usage_events.csv", EVENTS + "e2,a1,u1,2025-03-30T10:00:00Z,login\n")
            .file("2025-04-02/usage_events.csv", EVENTS + "e3,a1,u2,2025-04-02T10:00:00Z,login\n")
            .file("2025-04-02/accounts.csv", "account_id,signed_up_on\na3,2025-04-02\n");

    JobResult result = landing.ingest("2025-04-02");

    assertThat(result.rows())
        .containsEntry("usage_events", 3L)
        .containsEntry("accounts", 3L)
        .containsEntry("account_days", 3L);
    assertThat(
            landing.text(
                UsageEvents.TABLE, "event_id", "quantity", "ingested_on", "known_on", "is_history"))
        .isEqualTo(
            TextTable.text(
                """
                | event_id | quantity | ingested_on | known_on   | is_history |
                | e1       | 1.000    | 2025-03-31  | 2025-03-01 | true       |
                | e2       | 1.000    | 2025-04-01  | 2025-04-01 | false      |
                | e3       | 1.000    | 2025-04-02  | 2025-04-02 | false      |
                """));
    assertThat(landing.text(Accounts.TABLE, "account_id", "known_on", "ingested_month"))
        .isEqualTo(
            TextTable.text(
                """
                | account_id | known_on   | ingested_month |
                | a1         | 1900-01-01 | history        |
                | a2         | 1900-01-01 | history        |
                | a3         | 2025-04-02 | 2025-04        |
                """));
    assertThat(landing.text(Subscriptions.TABLE, "subscription_id", "mrr", "known_on"))
        .isEqualTo(
            TextTable.text(
                """
                | subscription_id | mrr    | known_on   |
                | s1              | 100.00 | 2024-01-01 |
                | s2              | 50.00  | 2024-06-01 |
                """));
    assertThat(landing.text(Batches.TABLE, "source", "ingested_on", "is_history", "rows"))
        .isEqualTo(
            TextTable.text(
                """
                | source        | ingested_on | is_history | rows |
                | accounts      | 2025-03-31  | true       | 2    |
                | accounts      | 2025-04-02  | false      | 1    |
                | subscriptions | 2025-03-31  | true       | 2    |
                | usage_events  | 2025-03-31  | true       | 1    |
                | usage_events  | 2025-04-01  | false      | 1    |
                | usage_events  | 2025-04-02  | false      | 1    |
                """));
    assertThat(landing.progress)
        .anyMatch(line -> line.contains("usage_events 3 batches, 3 rows, 0 rejects"));
  }

  @Test
  void aYearOfVersionsIsOneFileOnceItIsOverAndItsDaysMayStillLandAgain() {
    Landing landing =
        Landing.ofBusiness(root)
            .file("2025-11-30/accounts.csv", "account_id,segment\na1,smb\n")
            .file("2025-12-31/accounts.csv", "account_id,segment\na1,mid\n");
    landing.ingest("2025-12-31");
    assertThat(landing.text(Accounts.TABLE, "account_id", "segment", "ingested_month"))
        .isEqualTo(
            TextTable.text(
                """
                | account_id | segment | ingested_month |
                | a1         |         | history        |
                | a1         | mid     | 2025-12        |
                | a1         | smb     | 2025-11        |
                | a2         |         | history        |
                """));

    landing.file("2026-01-01/accounts.csv", "account_id,segment\na2,smb\n").ingest("2026-01-01");
    landing.file("2025-11-30/accounts.csv", "account_id,segment\na1,big\n").ingest("2026-01-01");

    assertThat(landing.text(Accounts.TABLE, "account_id", "segment", "ingested_month"))
        .isEqualTo(
            TextTable.text(
                """
                | account_id | segment | ingested_month |
                | a1         |         | history        |
                | a1         | big     | 2025           |
                | a1         | mid     | 2025           |
                | a2         |         | history        |
                | a2         | smb     | 2026-01        |
                """));
    assertThat(landing.lake().partitions(Accounts.TABLE)).hasSize(3);
  }

  @Test
  void theHistoryIsLoadedWholeForAnAsOfDateInsideItAndLaterFoldersAreNot() {
    Landing landing =
        Landing.ofBusiness(root)
            .with(Landing.source(UsageEvents.TABLE))
            .file("history/usage_events.csv", EVENTS + "e1,a1,u1,2025-03-01T10:00:00Z,login\n")
            .file("2025-04-01/usage_events.csv", EVENTS + "e2,a1,u1,2025-04-01T10:00:00Z,login\n");

    landing.ingest("2024-12-31");

    assertThat(landing.text(UsageEvents.TABLE, "event_id"))
        .isEqualTo(TextTable.text("| event_id |\n| e1 |"));
  }

  @Test
  void theSameAgainWritesNothingAlsoWhenFilesWereTouched() throws IOException {
    Landing landing =
        Landing.ofBusiness(root)
            .with(Landing.source(UsageEvents.TABLE))
            .file("history/usage_events.csv", EVENTS + "e1,a1,u1,2025-03-01T10:00:00Z,login\n");
    landing.ingest("2025-03-31");
    long commits = landing.lake().commits();
    Files.setLastModifiedTime(
        landing.path("history/usage_events.csv"), FileTime.fromMillis(1_000_000_000_000L));

    JobResult again = landing.ingest("2025-03-31");

    assertThat(again.status()).isEqualTo(Status.NOTHING_TO_DO);
    assertThat(landing.lake().commits()).as("commits of the second run").isEqualTo(commits);
  }

  @Test
  void aDayLandedAgainReplacesItsBatchItsRejectsAndTheTilesThatFollow() {
    Landing landing =
        Landing.in(root)
            .with(Landing.source(UsageEvents.TABLE).noHistory())
            .file(
                "2025-04-01/usage_events.csv",
                EVENTS + "e1,a1,u1,2025-04-01T10:00:00Z,login\ne9,a1,u1,whenever,login\n")
            .file("2025-04-03/usage_events.csv", EVENTS + "e2,a1,u2,2025-04-03T10:00:00Z,login\n");
    landing.ingest("2025-04-03");
    assertThat(landing.text(Rejects.TABLE, "source", "ingested_on"))
        .isEqualTo(TextTable.text("| source | ingested_on |\n| usage_events | 2025-04-01 |"));

    landing.file(
        "2025-04-01/usage_events.csv",
        EVENTS
            + "e1,a1,u3,2025-04-01T10:00:00Z,export\ne2,a1,u2,2025-04-03T10:00:00Z,login\n"
                .replace("2025-04-03", "2025-04-01"));
    landing.ingest("2025-04-03");

    assertThat(landing.text(UsageEvents.TABLE, "event_id", "user_id", "ingested_on"))
        .isEqualTo(
            TextTable.text(
                """
                | event_id | user_id | ingested_on |
                | e1       | u3      | 2025-04-01  |
                | e2       | u2      | 2025-04-01  |
                | e2       | u2      | 2025-04-03  |
                """));
    assertThat(landing.text(AccountDays.TABLE, "event_type", "activity_date", "quantity"))
        .as("e2 came first on 04-01 now, so the tiles of 04-03 lose it")
        .isEqualTo(
            TextTable.text(
                """
                | event_type | activity_date | quantity |
                | export     | 2025-04-01    | 1.000    |
                | login      | 2025-04-01    | 1.000    |
                """));
    assertThat(landing.text(Rejects.TABLE, "source")).isEqualTo(TextTable.text("| source |"));
  }

  @Test
  void aSecondDayOfAMonthKeepsTheVersionsOfTheFirst() {
    Landing landing =
        Landing.ofBusiness(root)
            .file("2025-04-01/accounts.csv", "account_id,segment\na1,small\n")
            .file("2025-04-02/accounts.csv", "account_id,segment\na1,large\n");
    landing.ingest("2025-04-01");
    landing.ingest("2025-04-02");
    landing.file("2025-04-01/accounts.csv", "account_id,segment\na1,tiny\n");
    landing.ingest("2025-04-02");

    assertThat(landing.text(Accounts.TABLE, "account_id", "segment", "ingested_on"))
        .isEqualTo(
            TextTable.text(
                """
                | account_id | segment | ingested_on |
                | a1         |         | 2025-03-31  |
                | a1         | large   | 2025-04-02  |
                | a1         | tiny    | 2025-04-01  |
                | a2         |         | 2025-03-31  |
                """));
  }

  @Test
  void tooManyRejectsLeaveTheBatchAsItWas() {
    Landing landing =
        Landing.in(root)
            .with(Landing.source(UsageEvents.TABLE).noHistory().maxRejects(0.1))
            .file("2025-04-01/usage_events.csv", EVENTS + "e1,a1,u1,2025-04-01T10:00:00Z,login\n");
    landing.ingest("2025-04-01");
    landing.file(
        "2025-04-01/usage_events.csv",
        EVENTS + "e5,a1,u1,2025-04-01T10:00:00Z,login\ne6,a1,u1,never,login\ne7,a1\n");

    assertThatThrownBy(() -> landing.ingest("2025-04-01"))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("source usage_events, batch 2025-04-01: 2 of 3 rows are refused")
        .hasMessageContaining("max_rejects 10.0%")
        .hasMessageContaining("column event_at: \"never\" is not a date and time (1)")
        .hasMessageContaining("too few or too many fields (1)")
        .hasMessageContaining("nothing was loaded");
    assertThat(landing.text(UsageEvents.TABLE, "event_id"))
        .isEqualTo(TextTable.text("| event_id |\n| e1 |"));
    assertThat(landing.text(Batches.TABLE, "rejects"))
        .isEqualTo(TextTable.text("| rejects |\n| 0 |"));
  }

  @Test
  void aRunThatDiedBeforeItsBatchesExistedIsMadeAgain() {
    Landing landing =
        Landing.in(root)
            .with(Landing.source(UsageEvents.TABLE).noHistory())
            .file("2025-04-01/usage_events.csv", EVENTS + "e1,a1,u1,2025-04-01T10:00:00Z,login\n");
    landing.ingest("2025-04-01");
    String batch = landing.text(Batches.TABLE, "ingested_on", "fingerprint");
    // As a killed re-land leaves it: other rows and tiles, and no batch.
    landing
        .lake()
        .replaceWhere(UsageEvents.TABLE, landing.lake().read(UsageEvents.TABLE).limit(0), "true");
    landing
        .lake()
        .replaceWhere(UserDays.TABLE, landing.lake().read(UserDays.TABLE).limit(0), "true");
    landing.lake().replaceWhere(Batches.TABLE, landing.lake().read(Batches.TABLE).limit(0), "true");

    landing.ingest("2025-04-01");

    assertThat(landing.text(UsageEvents.TABLE, "event_id"))
        .isEqualTo(TextTable.text("| event_id |\n| e1 |"));
    assertThat(landing.text(UserDays.TABLE, "user_id"))
        .isEqualTo(TextTable.text("| user_id |\n| u1 |"));
    assertThat(landing.text(Batches.TABLE, "ingested_on", "fingerprint")).isEqualTo(batch);
  }

  @Test
  void fingerprintsOfCopiesElsewhereAreEqualAndFollowContentNotPlace() {
    Landing here = someEvents(root.resolve("here"), "login");
    Landing there = someEvents(root.resolve("there"), "login");
    Landing other = someEvents(root.resolve("other"), "export");

    assertThat(Inputs.of(here.lake())).isEqualTo(Inputs.of(there.lake()));
    assertThat(Inputs.of(here.lake())).isNotEqualTo(Inputs.of(other.lake()));
  }

  private static Landing someEvents(Path root, String type) {
    Landing landing =
        Landing.in(root)
            .with(Landing.source(UsageEvents.TABLE).noHistory())
            .file("2025-04-01/usage_events.csv", EVENTS + "e1,a1,u1,2025-04-01T10:00:00Z," + type);
    landing.ingest("2025-04-01");
    return landing;
  }

  @Test
  void aLookupThatChangesLoadsItsBatchesAgain() {
    Landing landing =
        Landing.in(root)
            .with(
                Landing.source(UsageEvents.TABLE)
                    .noHistory()
                    .lookup("types", "types.csv")
                    .select(
                        "SELECT account_id, event_at, name AS event_type FROM usage_events"
                            + " LEFT JOIN types ON types.id = usage_events.type"))
            .file("types.csv", "id,name\n1,login\n")
            .file("2025-04-01/usage_events.csv", "account_id,event_at,type\na1,2025-04-01,1\n");
    landing.ingest("2025-04-01");
    landing.file("types.csv", "id,name\n1,export\n2,invite\n");
    landing.ingest("2025-04-01");

    assertThat(landing.text(UsageEvents.TABLE, "event_type"))
        .isEqualTo(TextTable.text("| event_type |\n| export |"));
  }

  @Test
  void businessDaysAreCutByTheBusinessZoneAndInstantsByTheirOwn() {
    Landing landing =
        Landing.in(root)
            .with(
                Landing.source(UsageEvents.TABLE)
                    .noHistory()
                    .zone("Europe/Berlin")
                    .businessZone("Asia/Tokyo"))
            .file(
                "2025-04-01/usage_events.csv",
                EVENTS
                    + "e1,a1,u1,2025-03-31T14:59:59Z,late\n"
                    + "e2,a1,u1,2025-03-31T15:00:00Z,midnight\n"
                    + "e3,a1,u1,2025-03-30T01:30:00,before\n"
                    + "e4,a1,u1,2025-03-30T03:30:00,after\n");
    landing.ingest("2025-04-01");

    assertThat(landing.text(UsageEvents.TABLE, "event_id", "event_at"))
        .as("clocks in Berlin went forward at two o'clock on 30 March")
        .isEqualTo(
            TextTable.text(
                """
                | event_id | event_at            |
                | e1       | 2025-03-31 14:59:59 |
                | e2       | 2025-03-31 15:00:00 |
                | e3       | 2025-03-30 00:30:00 |
                | e4       | 2025-03-30 01:30:00 |
                """));
    assertThat(landing.text(AccountDays.TABLE, "event_type", "activity_date"))
        .isEqualTo(
            TextTable.text(
                """
                | event_type | activity_date |
                | after      | 2025-03-30    |
                | before     | 2025-03-30    |
                | late       | 2025-03-31    |
                | midnight   | 2025-04-01    |
                """));
  }
}
