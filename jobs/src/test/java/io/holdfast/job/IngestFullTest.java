package io.holdfast.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.TextTable;
import io.holdfast.error.DataException;
import io.holdfast.job.JobResult.Status;
import io.holdfast.table.Accounts;
import io.holdfast.table.Batches;
import io.holdfast.table.Subscriptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IngestFullTest {
  private static final String HEADER = "account_id,segment\n";

  @TempDir Path root;

  @Test
  void a_dump_stores_what_differs_from_the_day_before_and_what_is_gone() {
    Landing landing =
        business()
            .file("2025-04-01/accounts.csv", HEADER + "a1,smb\na2,mid\na3,smb\n")
            .file("2025-04-02/accounts.csv", HEADER + "a1,smb\na3,smb\n")
            .file("2025-04-03/accounts.csv", HEADER + "a1,smb\na2,mid\na3,big\n");

    JobResult result = landing.ingest("2025-04-03");

    assertThat(stored(landing))
        .isEqualTo(
            TextTable.text(
                """
                | ingested_on | account_id | segment | known_on   | vanished_on | is_history | ingested_month |
                | 2025-03-31  | a1         | smb     | 1900-01-01 |             | true       | history        |
                | 2025-03-31  | a2         | smb     | 1900-01-01 |             | true       | history        |
                | 2025-04-01  | a2         | mid     | 2025-04-01 |             | false      | 2025-04        |
                | 2025-04-01  | a3         | smb     | 2025-04-01 |             | false      | 2025-04        |
                | 2025-04-02  | a2         | mid     | 2025-04-02 | 2025-04-02  | false      | 2025-04        |
                | 2025-04-03  | a2         | mid     | 2025-04-03 |             | false      | 2025-04        |
                | 2025-04-03  | a3         | big     | 2025-04-03 |             | false      | 2025-04        |
                """));
    assertThat(result.rows()).containsEntry("accounts", 7L);
    assertThat(
            TextTable.text(
                landing.lake().read(Batches.TABLE).filter("source = 'accounts'"),
                "ingested_on",
                "rows",
                "unchanged",
                "vanished"))
        .isEqualTo(
            TextTable.text(
                """
                | ingested_on | rows | unchanged | vanished |
                | 2025-03-31  | 2    | 0         | 0        |
                | 2025-04-01  | 2    | 1         | 0        |
                | 2025-04-02  | 1    | 2         | 1        |
                | 2025-04-03  | 2    | 1         | 0        |
                """));
    assertThat(landing.progress)
        .contains(
            "ingest: accounts 4 batches, 7 rows, 0 rejects, 0 repeats, 4 unchanged, 1 vanished");
    assertThat(landing.ingest("2025-04-03").status()).isEqualTo(Status.NOTHING_TO_DO);
  }

  @Test
  void a_day_that_lands_late_or_again_changes_its_follower_and_nothing_later() {
    Landing landing =
        business()
            .file("2025-04-01/accounts.csv", HEADER + "a1,smb\na2,smb\n")
            .file("2025-04-03/accounts.csv", HEADER + "a1,smb\na2,smb\n")
            .file("2025-04-04/accounts.csv", HEADER + "a1,mid\na2,smb\n");
    landing.ingest("2025-04-04");
    landing.file("2025-04-02/accounts.csv", HEADER + "a1,big\na3,smb\n");
    landing.ingest("2025-04-02");
    String late =
        TextTable.text(
            """
            | ingested_on | account_id | segment | known_on   | vanished_on | is_history | ingested_month |
            | 2025-03-31  | a1         | smb     | 1900-01-01 |             | true       | history        |
            | 2025-03-31  | a2         | smb     | 1900-01-01 |             | true       | history        |
            | 2025-04-02  | a1         | big     | 2025-04-02 |             | false      | 2025-04        |
            | 2025-04-02  | a2         | smb     | 2025-04-02 | 2025-04-02  | false      | 2025-04        |
            | 2025-04-02  | a3         | smb     | 2025-04-02 |             | false      | 2025-04        |
            | 2025-04-03  | a1         | smb     | 2025-04-03 |             | false      | 2025-04        |
            | 2025-04-03  | a2         | smb     | 2025-04-03 |             | false      | 2025-04        |
            | 2025-04-03  | a3         | smb     | 2025-04-03 | 2025-04-03  | false      | 2025-04        |
            | 2025-04-04  | a1         | mid     | 2025-04-04 |             | false      | 2025-04        |
            """);
    assertThat(stored(landing)).isEqualTo(late);

    landing.file("2025-04-02/accounts.csv", HEADER + "a1,smb\na2,smb\n");
    landing.ingest("2025-04-04");
    assertThat(stored(landing))
        .isEqualTo(
            TextTable.text(
                """
                | ingested_on | account_id | segment | known_on   | vanished_on | is_history | ingested_month |
                | 2025-03-31  | a1         | smb     | 1900-01-01 |             | true       | history        |
                | 2025-03-31  | a2         | smb     | 1900-01-01 |             | true       | history        |
                | 2025-04-04  | a1         | mid     | 2025-04-04 |             | false      | 2025-04        |
                """));
    assertThat(landing.ingest("2025-04-04").status()).isEqualTo(Status.NOTHING_TO_DO);
  }

  @Test
  void the_follower_of_a_day_with_refused_rows_is_derived_anew_with_it() {
    Landing landing =
        Landing.in(root)
            .with(Landing.source(Accounts.TABLE).noHistory().full())
            .file("2025-04-02/accounts.csv", "account_id,segment,founded_on\na1,smb,\na2,smb,\n")
            .file(
                "2025-04-03/accounts.csv", "account_id,segment,founded_on\na1,smb,then\na2,smb,\n")
            .file("2025-04-04/accounts.csv", "account_id,segment,founded_on\na2,smb,\n");
    landing.ingest("2025-04-04");
    assertThat(landing.text(Accounts.TABLE, "ingested_on", "account_id", "segment", "vanished_on"))
        .isEqualTo(
            TextTable.text(
                """
                | ingested_on | account_id | segment | vanished_on |
                | 2025-04-02  | a1         | smb     |             |
                | 2025-04-02  | a2         | smb     |             |
                | 2025-04-04  | a1         | smb     | 2025-04-04  |
                """));

    landing.file("2025-04-02/accounts.csv", "account_id,segment,founded_on\na1,big,\na2,smb,\n");
    landing.ingest("2025-04-04");
    assertThat(landing.text(Accounts.TABLE, "ingested_on", "account_id", "segment", "vanished_on"))
        .as("the mark keeps what was known of a1 before the refused row")
        .isEqualTo(
            TextTable.text(
                """
                | ingested_on | account_id | segment | vanished_on |
                | 2025-04-02  | a1         | big     |             |
                | 2025-04-02  | a2         | smb     |             |
                | 2025-04-04  | a1         | big     | 2025-04-04  |
                """));
  }

  @Test
  void a_follower_whose_files_are_gone_is_told_and_nothing_is_loaded() throws IOException {
    Landing landing =
        business()
            .file("2025-04-01/accounts.csv", HEADER + "a1,smb\na2,smb\n")
            .file("2025-04-03/accounts.csv", HEADER + "a1,mid\na2,smb\n");
    landing.ingest("2025-04-03");
    String before = stored(landing);
    landing.file("2025-04-02/accounts.csv", HEADER + "a1,big\na2,smb\n");
    Files.delete(landing.path("2025-04-03/accounts.csv"));

    assertThatThrownBy(() -> landing.ingest("2025-04-02"))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("source accounts, batch 2025-04-03: its landed files are gone")
        .hasMessageContaining("the full dump of 2025-04-02")
        .hasMessageContaining("wanted " + landing.path("2025-04-03/accounts*"))
        .hasMessageContaining("land them again");
    assertThat(stored(landing)).isEqualTo(before);
  }

  @Test
  void a_dump_that_lacks_too_many_keys_is_refused_whole() {
    Landing landing =
        Landing.in(root)
            .with(
                Landing.source(Subscriptions.TABLE)
                    .noHistory()
                    .allowEmpty()
                    .full()
                    .maxVanished(0.3))
            .file("2025-04-01/subscriptions.csv", subscriptions("s1", "s2", "s3", "s4"))
            .file("2025-04-02/subscriptions.csv", subscriptions("s2", "s3", "s4"));
    landing.ingest("2025-04-02");
    landing.file("2025-04-03/subscriptions.csv", subscriptions("s3", "s4", "s5"));

    assertThatThrownBy(() -> landing.ingest("2025-04-03"))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "source subscriptions, batch 2025-04-03: 1 of the 3 keys known before are not in the"
                + " full dump, more than max_vanished 30.0%; for example s2 2025-01-01; land the"
                + " whole dump again, or raise max_vanished if they are gone; nothing was loaded");
    assertThat(landing.text(Subscriptions.TABLE, "ingested_on", "subscription_id"))
        .isEqualTo(
            TextTable.text(
                """
                | ingested_on | subscription_id |
                | 2025-04-01  | s1              |
                | 2025-04-01  | s2              |
                | 2025-04-01  | s3              |
                | 2025-04-01  | s4              |
                | 2025-04-02  | s1              |
                """));
    assertThat(landing.lake().read(Batches.TABLE).count()).isEqualTo(2);
  }

  @Test
  void an_empty_dump_is_refused_unless_it_may_be_empty() {
    Landing landing =
        business()
            .with(Landing.source(Accounts.TABLE).full())
            .file("2025-04-01/accounts.csv", HEADER);

    assertThatThrownBy(() -> landing.ingest("2025-04-01"))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("source accounts, batch 2025-04-01: the full dump has no row")
        .hasMessageContaining("2 keys were known before it")
        .hasMessageContaining("allow_empty");

    landing.with(Landing.source(Accounts.TABLE).full().allowEmpty());
    landing.ingest("2025-04-01");
    assertThat(landing.text(Accounts.TABLE, "ingested_on", "account_id", "vanished_on"))
        .isEqualTo(
            TextTable.text(
                """
                | ingested_on | account_id | vanished_on |
                | 2025-03-31  | a1         |             |
                | 2025-03-31  | a2         |             |
                | 2025-04-01  | a1         | 2025-04-01  |
                | 2025-04-01  | a2         | 2025-04-01  |
                """));
  }

  private Landing business() {
    return Landing.ofBusiness(root)
        .file("history/accounts.csv", HEADER + "a1,smb\na2,smb\n")
        .with(Landing.source(Accounts.TABLE).full().allowEmpty());
  }

  private static String subscriptions(String... ids) {
    StringBuilder text = new StringBuilder("subscription_id,starts_on,account_id,mrr\n");
    for (String id : ids) {
      text.append(id).append(",2025-01-01,a1,10\n");
    }
    return text.toString();
  }

  private static String stored(Landing landing) {
    return landing.text(
        Accounts.TABLE,
        "ingested_on",
        "account_id",
        "segment",
        "known_on",
        "vanished_on",
        "is_history",
        "ingested_month");
  }
}
