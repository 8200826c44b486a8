package io.holdfast.clean;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;
import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.TextTable;
import io.holdfast.landing.Source;
import io.holdfast.landing.Source.Load;
import io.holdfast.table.Accounts;
import io.holdfast.table.Batch;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/** A segment "refused" stands for a row that was refused. */
class FullRowsTest {
  private static final String NONE = "| account_id | ingested_on |";

  @Test
  void a_first_dump_is_new_and_a_later_one_is_its_difference() {
    assertThat(
            changes(
                """
                | account_id | segment | ingested_on |
                | stays      | smb     | 2025-04-01  |
                | changes    | smb     | 2025-04-01  |
                | goes       | smb     | 2025-04-01  |
                | stays      | smb     | 2025-04-02  |
                | changes    | mid     | 2025-04-02  |
                | comes      | smb     | 2025-04-02  |
                """,
                NONE,
                "2025-04-01",
                "2025-04-02"))
        .isEqualTo(
            TextTable.text(
                """
                | ingested_on | account_id | segment | vanished_on | known_on   | _change   |
                | 2025-04-01  | stays      | smb     |             | 2025-04-01 | new       |
                | 2025-04-01  | changes    | smb     |             | 2025-04-01 | new       |
                | 2025-04-01  | goes       | smb     |             | 2025-04-01 | new       |
                | 2025-04-02  | stays      | smb     |             | 2025-04-02 | unchanged |
                | 2025-04-02  | changes    | mid     |             | 2025-04-02 | changed   |
                | 2025-04-02  | comes      | smb     |             | 2025-04-02 | new       |
                | 2025-04-02  | goes       | smb     | 2025-04-02  | 2025-04-02 | vanished  |
                """));
  }

  @Test
  void a_key_vanishes_once_and_comes_back_as_a_row() {
    assertThat(
            changes(
                """
                | account_id | segment | ingested_on |
                | back       | smb     | 2025-04-04  |
                """,
                """
                | account_id | segment | ingested_on | vanished_on |
                | back       | smb     | 2025-04-01  |             |
                | back       | smb     | 2025-04-02  | 2025-04-02  |
                | gone       | smb     | 2025-04-01  |             |
                | gone       | smb     | 2025-04-02  | 2025-04-02  |
                """,
                "2025-04-03",
                "2025-04-04",
                "2025-04-05"))
        .isEqualTo(
            TextTable.text(
                """
                | ingested_on | account_id | segment | vanished_on | known_on   | _change  |
                | 2025-04-04  | back       | smb     |             | 2025-04-04 | new      |
                | 2025-04-05  | back       | smb     | 2025-04-05  | 2025-04-05 | vanished |
                """));
  }

  @Test
  void the_state_before_is_told_by_batches_before_and_not_by_what_is_stored_last() {
    assertThat(
            changes(
                """
                | account_id | segment | ingested_on |
                | a1         | mid     | 2025-04-02  |
                | a1         | smb     | 2025-04-03  |
                """,
                """
                | account_id | segment | ingested_on |
                | a1         | smb     | 2025-04-01  |
                | a1         | big     | 2025-04-05  |
                """,
                "2025-04-02",
                "2025-04-03"))
        .isEqualTo(
            TextTable.text(
                """
                | ingested_on | account_id | segment | vanished_on | known_on   | _change |
                | 2025-04-02  | a1         | mid     |             | 2025-04-02 | changed |
                | 2025-04-03  | a1         | smb     |             | 2025-04-03 | changed |
                """));
  }

  @Test
  void a_dump_that_is_loaded_again_is_not_compared_with_what_it_said_before() {
    assertThat(
            changes(
                """
                | account_id | segment | ingested_on |
                | a1         | smb     | 2025-04-02  |
                | a1         | mid     | 2025-04-04  |
                """,
                """
                | account_id | segment | ingested_on |
                | a1         | smb     | 2025-04-01  |
                | a1         | mid     | 2025-04-02  |
                | a1         | smb     | 2025-04-03  |
                | a1         | mid     | 2025-04-04  |
                """,
                "2025-04-02",
                "2025-04-04"))
        .isEqualTo(
            TextTable.text(
                """
                | ingested_on | account_id | segment | vanished_on | known_on   | _change   |
                | 2025-04-02  | a1         | smb     |             | 2025-04-02 | unchanged |
                | 2025-04-04  | a1         | mid     |             | 2025-04-04 | changed   |
                """));
  }

  @Test
  void a_key_whose_row_was_refused_has_not_vanished() {
    assertThat(
            changes(
                """
                | account_id | segment | ingested_on |
                | a1         | refused | 2025-04-02  |
                | twice      | refused | 2025-04-02  |
                | twice      | mid     | 2025-04-02  |
                | unknown    | refused | 2025-04-02  |
                | a1         | smb     | 2025-04-03  |
                | twice      | mid     | 2025-04-03  |
                | unknown    | smb     | 2025-04-03  |
                """,
                """
                | account_id | segment | ingested_on |
                | a1         | smb     | 2025-04-01  |
                | twice      | smb     | 2025-04-01  |
                """,
                "2025-04-02",
                "2025-04-03",
                "2025-04-04"))
        .isEqualTo(
            TextTable.text(
                """
                | ingested_on | account_id | segment | vanished_on | known_on   | _change   |
                | 2025-04-02  | a1         | refused |             | 2025-04-02 | refused   |
                | 2025-04-02  | twice      | mid     |             | 2025-04-02 | changed   |
                | 2025-04-03  | a1         | smb     |             | 2025-04-03 | unchanged |
                | 2025-04-03  | twice      | mid     |             | 2025-04-03 | unchanged |
                | 2025-04-03  | unknown    | smb     |             | 2025-04-03 | new       |
                | 2025-04-04  | a1         | smb     | 2025-04-04  | 2025-04-04 | vanished  |
                | 2025-04-04  | twice      | mid     | 2025-04-04  | 2025-04-04 | vanished  |
                | 2025-04-04  | unknown    | smb     | 2025-04-04  | 2025-04-04 | vanished  |
                """));
  }

  @Test
  void a_mark_is_known_no_sooner_than_its_row_occurred() {
    assertThat(
            changes(
                NONE,
                """
                | account_id | segment | signed_up_on | ingested_on |
                | planned    | smb     | 2025-05-01   | 2025-04-01  |
                """,
                "2025-04-02"))
        .isEqualTo(
            TextTable.text(
                """
                | ingested_on | account_id | segment | vanished_on | known_on   | _change  |
                | 2025-04-02  | planned    | smb     | 2025-04-02  | 2025-05-01 | vanished |
                """));
  }

  private static String changes(String dumps, String stored, String... dates) {
    Dataset<Row> distinctRows =
        rows(dumps)
            .withColumn(
                TypedRows.REASON,
                when(Accounts.SEGMENT.col().equalTo("refused"), lit("no such segment")))
            .withColumn(DistinctRows.IS_REPEAT, lit(false));
    return TextTable.text(
        FullRows.of(
            distinctRows, rows(stored), source(), Stream.of(dates).map(LocalDate::parse).toList()),
        "ingested_on",
        "account_id",
        "segment",
        "vanished_on",
        "known_on",
        FullRows.CHANGE);
  }

  private static Dataset<Row> rows(String text) {
    return TextTable.rows(Accounts.TABLE, text)
        .withColumn(
            Batch.KNOWN_ON.name(), greatest(Batch.INGESTED_ON.col(), Accounts.SIGNED_UP_ON.col()))
        .withColumn(Batch.IS_HISTORY.name(), coalesce(Batch.IS_HISTORY.col(), lit(false)));
  }

  private static Source source() {
    return new Source(
        Accounts.TABLE,
        Load.FULL,
        "/landing",
        List.of(),
        null,
        null,
        "",
        Map.of(),
        Map.of(),
        null,
        ZoneOffset.UTC,
        ZoneOffset.UTC,
        false,
        1,
        1,
        Set.of(),
        null,
        null);
  }
}
