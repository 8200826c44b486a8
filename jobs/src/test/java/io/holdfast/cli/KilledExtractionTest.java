package io.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.Postgres;
import io.holdfast.TestSession;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KilledExtractionTest {
  private static final int ROWS = 200;

  @TempDir Path folder;

  @Test
  void anExtractionKilledHalfwayLeavesNoLandedFolderAndTheNextRunLandsAllOfIt() throws Exception {
    try (Postgres postgres = Postgres.start().emptied()) {
      postgres.sql(
          "CREATE TABLE crm AS SELECT 'a' || n AS account_id FROM generate_series(1, %d) n"
              .formatted(ROWS),
          // A row takes a tenth of a second, as long as it is marked as slow.
          "CREATE TABLE pace (seconds float)",
          "INSERT INTO pace VALUES (0.1)",
          "CREATE VIEW slow AS SELECT crm.*, pg_sleep(seconds)::text AS waited FROM crm, pace");
      file("accounts.sql", "SELECT account_id FROM accounts");
      file("subscriptions.sql", "SELECT * FROM subscriptions");
      file("usage.sql", "SELECT * FROM usage_events");
      file("subscriptions.csv", "subscription_id,starts_on,account_id,mrr\ns1,2024-01-01,a1,100\n");
      file("usage.csv", "event_id,account_id,event_at,event_type\ne1,a1,2025-03-01,login\n");
      Path settings =
          file(
              "holdfast.yaml",
              """
              lake: ./lake
              landing: .
              sources:
                accounts:
                  load: full
                  select: accounts.sql
                  jdbc: {url: "%s", user: %s, password: "${env:DATABASE_PASSWORD}", table: slow, fetch_rows: 10}
                subscriptions: {history: subscriptions.csv, history_until: 2025-04-01, load: changes, select: subscriptions.sql}
                usage_events: {history: usage.csv, history_until: 2025-04-01, load: append, select: usage.sql}
                support_tickets: none
              """
                  .formatted(postgres.url(), Postgres.USER));
      Process killed = ingest(settings);
      Path landed = folder.resolve("2025-04-01/accounts.parquet");
      awaitFile(killed, landed.resolveSibling(".accounts.parquet"));
      killed.destroyForcibly().waitFor();
      assertThat(killed.exitValue()).as("128 and the number of SIGKILL").isEqualTo(137);
      assertThat(landed).doesNotExist();

      postgres.sql("UPDATE pace SET seconds = 0");
      assertThat(ingest(settings).waitFor()).isZero();
      assertThat(landed.resolveSibling(".accounts.parquet")).doesNotExist();
      assertThat(TestSession.spark().read().parquet(landed.toString()).count()).isEqualTo(ROWS);
    }
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private Process ingest(Path settings) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of("ingest", "--config", settings.toString(), "--as-of", "2025-04-01"));
    ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
    builder.environment().put("DATABASE_PASSWORD", Postgres.PASSWORD);
    return builder.start();
  }

  /** Half-written: it holds a file, but not yet the mark that all were written. */
  private static void awaitFile(Process process, Path half) throws Exception {
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
    while (process.isAlive() && System.nanoTime() < end) {
      if (Files.isDirectory(half)) {
        try (Stream<Path> files = Files.walk(half)) {
          if (files.anyMatch(f -> f.getFileName().toString().endsWith(".parquet"))) {
            return;
          }
        }
      }
      Thread.sleep(50);
    }
    throw new AssertionError("no file of " + half + " was begun");
  }
}
