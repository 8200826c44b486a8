package io.holdfast.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.TestSession;
import io.holdfast.TextTable;
import io.holdfast.error.DataException;
import io.holdfast.table.Batches;
import io.holdfast.table.Rejects;
import io.holdfast.table.UsageEvents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IngestFoldersTest {
  private static final String PARQUET = "2025-04-01/usage_events.parquet";
  private static final String DELTA = "2025-04-01/usage_events";

  @TempDir Path root;

  @Test
  void aParquetFolderIsItsPartFilesAndKeepsItsTypes() {
    Landing landing = landing();
    events("('e1', 1.25D)", "('e2', 2D)").repartition(2).write().parquet(landed(landing, PARQUET));
    landing.ingest("2025-04-01");

    assertThat(landing.text(UsageEvents.TABLE, "event_id", "event_at", "quantity"))
        .isEqualTo(
            TextTable.text(
                """
                | event_id | event_at            | quantity |
                | e1       | 2025-04-01 10:00:00 | 1.250    |
                | e2       | 2025-04-01 10:00:00 | 2.000    |
                """));
    assertThat(landing.ingest("2025-04-01").status()).isEqualTo(JobResult.Status.NOTHING_TO_DO);
  }

  @Test
  void foldersAndFilesOfOneBatchAreUnited() {
    Landing landing = landing();
    events("('e1', 1D)").write().parquet(landed(landing, PARQUET));
    events("('e2', 1D)").write().format("delta").save(landed(landing, DELTA));
    landing.file(
        "2025-04-01/usage_events.csv",
        "event_id,account_id,event_at,event_type\ne3,a1,2025-04-01,login\n");
    landing.ingest("2025-04-01");

    assertThat(landing.text(UsageEvents.TABLE, "event_id"))
        .isEqualTo(TextTable.text("| event_id |\n| e1 |\n| e2 |\n| e3 |"));
  }

  @Test
  void aParquetFolderThatIsStillWrittenIsRefused() throws IOException {
    Landing landing = landing();
    events("('e1', 1D)").write().parquet(landed(landing, PARQUET));
    Files.createDirectory(landing.path(PARQUET).resolve("_temporary"));

    assertThatThrownBy(() -> landing.ingest("2025-04-01"))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith("source usage_events: landed folder ")
        .hasMessageEndingWith(
            "usage_events.parquet is still being written (_temporary is in it); let it end, or land"
                + " it again");
  }

  @Test
  void aParquetFolderPartitionedByValueIsRefusedSinceItsColumnWouldBeLost() {
    Landing landing = landing();
    events("('e1', 1D)").write().partitionBy("event_type").parquet(landed(landing, PARQUET));

    assertThatThrownBy(() -> landing.ingest("2025-04-01"))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(
            "is partitioned (event_type=login); wanted part files in the folder itself, or a Delta"
                + " table");
  }

  @Test
  void aDeltaTableIsReadAtItsNewestVersionAndOnlyAChangedOneIsLoadedAgain() {
    Landing landing = landing();
    events("('e1', 1D)", "('gone', 1D)")
        .write()
        .partitionBy("event_type")
        .format("delta")
        .save(landed(landing, DELTA));
    landing.ingest("2025-04-01");
    assertThat(landing.ingest("2025-04-01").status()).isEqualTo(JobResult.Status.NOTHING_TO_DO);

    events("('e1', 2D)", "('', 3D)", "('e2', double('NaN'))")
        .write()
        .mode(SaveMode.Overwrite)
        .format("delta")
        .save(landed(landing, DELTA));
    assertThat(landing.ingest("2025-04-01").status()).isEqualTo(JobResult.Status.DONE);

    assertThat(landing.text(UsageEvents.TABLE, "event_id", "event_type", "quantity"))
        .as("the first version's files still lie beside the second's")
        .isEqualTo(
            TextTable.text(
                """
                | event_id | event_type | quantity |
                |          | login      | 3.000    |
                | e1       | login      | 2.000    |
                """));
    assertThat(landing.text(Rejects.TABLE, "file"))
        .as("people know a table by its folder, not by its newest commit")
        .isEqualTo(TextTable.text("| file |\n| usage_events |"));
  }

  @Test
  void aDeltaTableMayBeTheHistoryAndATableWithoutAVersionHasNotLanded() throws IOException {
    Landing landing = Landing.in(root).with(Landing.source(UsageEvents.TABLE).allowEmpty());
    events("('e1', 1D)").write().format("delta").save(landed(landing, "history/usage_events"));
    Files.createDirectories(landing.path(DELTA).resolve("_delta_log"));
    landing.ingest("2025-04-01");

    assertThat(landing.text(Batches.TABLE, "ingested_on", "is_history", "rows"))
        .isEqualTo(
            TextTable.text(
                """
                | ingested_on | is_history | rows |
                | 2025-03-31  | true       | 1    |
                """));
  }

  @Test
  void aDeltaTableWhoseLogNamesFilesElsewhereIsRefused() throws IOException {
    Landing landing = landing();
    String elsewhere = root.resolve("elsewhere").toString();
    events("('secret', 1D)").write().format("delta").save(elsewhere);
    events("('e1', 1D)").write().format("delta").save(landed(landing, DELTA));
    Path log = landing.path(DELTA).resolve("_delta_log");
    String commit = "00000000000000000000.json";
    String named =
        Files.readString(Path.of(elsewhere, "_delta_log", commit))
            .replace("\"path\":\"part-", "\"path\":\"file:" + elsewhere + "/part-");
    Files.writeString(log.resolve(commit), named);
    Files.deleteIfExists(log.resolve("." + commit + ".crc"));
    Files.deleteIfExists(log.resolve("00000000000000000000.crc"));

    assertThatThrownBy(() -> landing.ingest("2025-04-01"))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("which lies outside the table; land a table with all its files");
  }

  private Landing landing() {
    return Landing.in(root).with(Landing.source(UsageEvents.TABLE).noHistory());
  }

  private static String landed(Landing landing, String path) {
    return landing.path(path).toString();
  }

  /** Events of one account and instant; each given as (event_id, quantity). */
  private static Dataset<Row> events(String... rows) {
    return TestSession.spark()
        .sql(
            "SELECT nullif(event_id, '') AS event_id, 'a1' AS account_id,"
                + " TIMESTAMP'2025-04-01 10:00:00' AS event_at, 'login' AS event_type,"
                + " CAST(quantity AS DOUBLE) AS quantity FROM VALUES "
                + String.join(", ", rows)
                + " AS t(event_id, quantity)");
  }
}
