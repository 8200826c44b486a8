package io.holdfast.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.TestSession;
import io.holdfast.TextTable;
import io.holdfast.table.Accounts;
import io.holdfast.table.Batches;
import io.holdfast.table.Rejects;
import io.holdfast.table.UsageEvents;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IngestFormatsTest {
  @TempDir Path root;

  @Test
  void csvFilesOfOneBatchAreUnitedByTheNamesInTheirHeaders() {
    Landing landing =
        events("SELECT account_id, user_id, event_at, event_type FROM usage_events")
            .file(
                "2025-04-01/usage_events_1.csv",
                "account_id,event_at,event_type\na1,2025-04-01,\"said \"\"yes\"\", twice\"\n")
            .file(
                "2025-04-01/usage_events_2.csv.gz",
                "\uFEFFevent_type,user_id,account_id,event_at\r\nlogin,u2,a2,2025-04-01\r\n");
    landing.ingest("2025-04-01");

    assertThat(landing.text(UsageEvents.TABLE, "account_id", "user_id", "event_type"))
        .isEqualTo(
            TextTable.text(
                """
                | account_id | user_id | event_type          |
                | a1         |         | said "yes", twice   |
                | a2         | u2      | login               |
                """));
  }

  @Test
  void aBrokenCsvRowIsARejectWithItsFileAndLineAndSwallowsNothing() {
    Landing landing =
        events("SELECT account_id, event_at, event_type FROM usage_events")
            .file(
                "2025-04-01/usage_events_1.csv",
                ",account_id,event_at,event_type\n"
                    + "1,a1,2025-04-01\n"
                    + "2,a2,2025-04-01,login,and,more\n"
                    + "3,a3,2025-04-01,\"log\n"
                    + "4,a4,2025-04-01,login\n")
            .file("2025-04-01/usage_events_2.csv", "account_id,event_at,event_type\n");
    landing.ingest("2025-04-01");

    assertThat(landing.text(UsageEvents.TABLE, "account_id")).contains("a4");
    assertThat(landing.text(Rejects.TABLE, "source", "ingested_on", "file", "text", "reason"))
        .isEqualTo(
            TextTable.text(
                """
                | source       | ingested_on | file                | text                         | reason                                   |
                | usage_events | 2025-04-01  | usage_events_1.csv  | 1,a1,2025-04-01                | the line has too few or too many fields  |
                | usage_events | 2025-04-01  | usage_events_1.csv  | 2,a2,2025-04-01,login,and,more | the line has too few or too many fields  |
                """));
    assertThat(landing.text(Batches.TABLE, "rows", "rejects"))
        .as("a stray quote costs its own line's end at most")
        .isEqualTo(TextTable.text("| rows | rejects |\n| 2 | 2 |"));
  }

  @Test
  void jsonLinesAreOneStringEachAndWhatIsNoObjectIsAReject() {
    Landing landing =
        events(
                "SELECT json:id AS event_id, json:account AS account_id, json:at AS event_at,"
                        .replace("json:", "json.")
                        .replaceAll("json\\.(\\w+)", "get_json_object(json, '\\$.$1')")
                    + " 'login' AS event_type FROM usage_events")
            .file(
                "2025-04-01/usage_events.jsonl.gz",
                """
                {"id": 1, "account": "a1", "at": "2025-04-01T08:00:00Z"}

                {"id": 2, "account": "a1", "at": "2025-0
                {"id": 3, "account": "a2", "at": "2025-04-01T09:00:00+02:00"}
                """);
    landing.ingest("2025-04-01");

    assertThat(landing.text(UsageEvents.TABLE, "event_id", "account_id", "event_at"))
        .isEqualTo(
            TextTable.text(
                """
                | event_id | account_id | event_at            |
                | 1        | a1         | 2025-04-01 08:00:00 |
                | 3        | a2         | 2025-04-01 07:00:00 |
                """));
    assertThat(landing.text(Rejects.TABLE, "text", "reason"))
        .isEqualTo(
            TextTable.text(
                """
                | text                                      | reason                        |
                | {"id": 2, "account": "a1", "at": "2025-0  | the line is not a JSON object |
                """));
  }

  @Test
  void jsonLinesWithASchemaAreRecords() {
    Landing landing =
        Landing.in(root)
            .with(
                Landing.source(UsageEvents.TABLE)
                    .noHistory()
                    .schema("id BIGINT, who STRUCT<account: STRING>, at STRING")
                    .select(
                        "SELECT id AS event_id, who.account AS account_id, at AS event_at,"
                            + " 'login' AS event_type FROM usage_events"))
            .file(
                "2025-04-01/usage_events.jsonl",
                """
                {"id": 1, "who": {"account": "a1"}, "at": "2025-04-01"}
                {"id": "x", "who": {"account": "a1"}, "at": "2025-04-01"}
                {broken
                """);
    landing.ingest("2025-04-01");

    assertThat(landing.text(UsageEvents.TABLE, "event_id", "account_id"))
        .isEqualTo(TextTable.text("| event_id | account_id |\n| 1 | a1 |"));
    assertThat(landing.text(Rejects.TABLE, "text"))
        .isEqualTo(
            TextTable.text(
                """
                | text                                                      |
                | {"id": "x", "who": {"account": "a1"}, "at": "2025-04-01"} |
                | {broken                                                   |
                """));
  }

  @Test
  void aRecordMayHaveAFieldOfAnyNameAndASecondOneOnItsLineIsNotLost() {
    Landing landing =
        Landing.in(root)
            .with(
                Landing.source(UsageEvents.TABLE)
                    .noHistory()
                    .schema("id STRING, broken STRING, value STRING, record STRING")
                    .select(
                        "SELECT id AS event_id, broken AS account_id, value AS event_at,"
                            + " record AS event_type FROM usage_events"))
            .file(
                "2025-04-01/usage_events.jsonl",
                """
                {"id": "1", "broken": "a1", "value": "2025-04-01", "record": "login"}
                {"id": "2", "broken": "a2"}{"id": "3", "broken": "a3"}
                """);
    landing.ingest("2025-04-01");

    assertThat(landing.text(UsageEvents.TABLE, "event_id", "account_id", "event_type"))
        .isEqualTo(TextTable.text("| event_id | account_id | event_type |\n| 1 | a1 | login |"));
    assertThat(landing.text(Rejects.TABLE, "text", "reason"))
        .isEqualTo(
            TextTable.text(
                """
                | text                                                   | reason                             |
                | {"id": "2", "broken": "a2"}{"id": "3", "broken": "a3"} | the line is not JSON of the schema |
                """));
  }

  @Test
  void parquetKeepsItsTypes() {
    Landing landing = events("SELECT * FROM usage_events");
    TestSession.spark()
        .sql(
            "SELECT 7L AS event_id, 'a1' AS account_id,"
                + " TIMESTAMP'2025-04-01 10:00:00' AS event_at, 'login' AS event_type,"
                + " 2.5D AS quantity")
        .coalesce(1)
        .write()
        .parquet(landing.path("2025-04-01/usage_events.parquet").toString());
    landing.with(
        Landing.source(UsageEvents.TABLE).noHistory().nightly("{date}/usage_events*/*.parquet"));
    landing.ingest("2025-04-01");

    assertThat(landing.text(UsageEvents.TABLE, "event_id", "event_at", "quantity"))
        .isEqualTo(
            TextTable.text(
                """
                | event_id | event_at            | quantity |
                | 7        | 2025-04-01 10:00:00 | 2.500    |
                """));
  }

  @Test
  void theDateMayStandInTheNameOfTheFile() {
    Landing landing =
        Landing.in(root)
            .with(Landing.source(UsageEvents.TABLE).noHistory().nightly("daily/u_{date}_*.csv"))
            .file(
                "daily/u_2025-04-01_x.csv", "account_id,event_at,event_type\na1,2025-04-01,login\n")
            .file("daily/u_latest_x.csv", "account_id,event_at,event_type\na9,2025-04-01,login\n");
    landing.ingest("2025-04-01");

    assertThat(landing.text(UsageEvents.TABLE, "account_id", "ingested_on"))
        .isEqualTo(TextTable.text("| account_id | ingested_on |\n| a1 | 2025-04-01 |"));
  }

  @Test
  void aSelectMayTotalABatchAndBatchesAreNotMixed() {
    Landing landing =
        events(
                "SELECT account_id, max(event_at) AS event_at, event_type, count(*) AS quantity"
                    + " FROM usage_events GROUP BY account_id, event_type")
            .file(
                "2025-04-01/usage_events.csv",
                "account_id,event_at,event_type\na1,2025-04-01,x\na1,2025-04-01,x\nbad\n")
            .file(
                "2025-04-02/usage_events.csv", "account_id,event_at,event_type\na1,2025-04-02,x\n");
    landing.ingest("2025-04-02");

    assertThat(landing.text(UsageEvents.TABLE, "quantity", "ingested_on"))
        .isEqualTo(
            TextTable.text(
                """
                | quantity | ingested_on |
                | 1.000    | 2025-04-02  |
                | 2.000    | 2025-04-01  |
                """));
    assertThat(landing.text(Batches.TABLE, "ingested_on", "rejects"))
        .isEqualTo(
            TextTable.text("| ingested_on | rejects |\n| 2025-04-01 | 1 |\n| 2025-04-02 | 0 |"));
  }

  @Test
  void brokenLinesAreCountedAlsoWhenTheSelectReadsNoRow() {
    Landing landing =
        Landing.in(root)
            .with(
                Landing.source(UsageEvents.TABLE)
                    .noHistory()
                    .allowEmpty()
                    .select("SELECT * FROM usage_events WHERE 1 = 0"))
            .file("2025-04-01/usage_events.csv", "account_id,event_at,event_type\nbad\n");
    landing.ingest("2025-04-01");

    assertThat(landing.text(Batches.TABLE, "rows", "rejects"))
        .isEqualTo(TextTable.text("| rows | rejects |\n| 0 | 1 |"));
  }

  @Test
  void attributesOfAccountsPassThrough() {
    Landing landing =
        Landing.ofBusiness(root)
            .file(
                "history/accounts.csv", "account_id,attr_region,attr_tier\na1,north,\na2,,gold\n");
    landing.ingest("2025-03-31");

    assertThat(
            landing
                .lake()
                .read(Accounts.TABLE)
                .orderBy("account_id")
                .selectExpr("attributes['region']", "attributes['tier']")
                .collectAsList()
                .toString())
        .isEqualTo("[[north,null], [null,gold]]");
  }

  private Landing events(String select) {
    return Landing.in(root).with(Landing.source(UsageEvents.TABLE).noHistory().select(select));
  }
}
