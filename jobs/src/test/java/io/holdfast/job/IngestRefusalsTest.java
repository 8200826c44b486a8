package io.holdfast.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.TextTable;
import io.holdfast.error.DataException;
import io.holdfast.error.SettingsException;
import io.holdfast.table.Accounts;
import io.holdfast.table.Batches;
import io.holdfast.table.Invoices;
import io.holdfast.table.Subscriptions;
import io.holdfast.table.UsageEvents;
import io.holdfast.table.Users;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IngestRefusalsTest {
  private static final String EVENTS = "event_id,account_id,user_id,event_at,event_type\n";

  @TempDir Path root;

  @Test
  void aDatedFolderInsideTheHistoryIsASettingsMistake() {
    Landing landing = Landing.ofBusiness(root).file("2025-03-31/accounts.csv", "account_id\na1\n");

    assertThatThrownBy(() -> landing.ingest("2025-03-31"))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("source accounts has the dated folder 2025-03-31")
        .hasMessageContaining("history, which ends on 2025-03-31")
        .hasMessageContaining("move history_until before it");
  }

  @Test
  void aRequiredSourceWithoutFilesTonightIsRefusedWithThePlaceWanted() {
    Landing landing =
        Landing.ofBusiness(root)
            .with(Landing.source(UsageEvents.TABLE))
            .file("history/usage_events.csv", EVENTS + "e1,a1,u1,2025-03-01T10:00:00Z,login\n")
            .file("2025-04-01/usage_events.csv", EVENTS + "e2,a1,u1,2025-04-01T10:00:00Z,login\n");

    assertThatThrownBy(() -> landing.ingest("2025-04-02"))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("source usage_events has no files for 2025-04-02")
        .hasMessageContaining("landing/2025-04-02/usage_events*")
        .hasMessageContaining("allow_empty");
  }

  @Test
  void aSourceThatOnlyMakesFeaturesWithoutFilesTonightIsAWarning() {
    Landing landing =
        Landing.ofBusiness(root)
            .with(Landing.source(Users.TABLE))
            .file("history/users.csv", "user_id,account_id\nu1,a1\n");
    landing.ingest("2025-04-02");

    assertThat(landing.progress)
        .anyMatch(l -> l.startsWith("WARN source users has no files for 2025-04-02"));
    assertThat(landing.text(Users.TABLE, "user_id"))
        .isEqualTo(TextTable.text("| user_id |\n| u1 |"));
  }

  @Test
  void anInvoiceInACurrencyWithoutARateIsNamed() {
    Landing landing =
        Landing.ofBusiness(root)
            .with(Landing.source(Invoices.TABLE))
            .file(
                "history/invoices.csv",
                "invoice_id,account_id,issued_on,amount,currency\ni1,a1,2025-03-01,100,JPY\n");

    assertThatThrownBy(() -> landing.ingest("2025-03-31"))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("source invoices is in currencies without a rate: found [JPY]")
        .hasMessageContaining("add them to rates:");
  }

  @Test
  void aMissingEarlierDayIsAWarning() {
    Landing landing =
        Landing.in(root)
            .with(Landing.source(UsageEvents.TABLE).noHistory())
            .file("2025-04-01/usage_events.csv", EVENTS + "e1,a1,u1,2025-04-01T10:00:00Z,login\n")
            .file("2025-04-04/usage_events.csv", EVENTS + "e2,a1,u1,2025-04-04T10:00:00Z,login\n");
    landing.ingest("2025-04-04");

    assertThat(landing.progress)
        .anyMatch(l -> l.startsWith("WARN source usage_events lacks 2 of the days before"));
  }

  @Test
  void aHistoryThatDidNotLandIsRefused() {
    Landing landing = Landing.ofBusiness(root).with(Landing.source(UsageEvents.TABLE));

    assertThatThrownBy(() -> landing.ingest("2025-03-31"))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("source usage_events: its history did not land")
        .hasMessageContaining("history/usage_events*");
  }

  @Test
  void noAccountsAtAllAreRefused() {
    Landing landing = Landing.ofBusiness(root).file("history/accounts.csv", "account_id\n");

    assertThatThrownBy(() -> landing.ingest("2025-03-31"))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("source accounts has no rows at all");
    assertThatThrownBy(() -> landing.ingest("2025-03-31"))
        .as("the second time, when nothing is left to load")
        .isInstanceOf(DataException.class)
        .hasMessageContaining("source accounts has no rows at all");
  }

  @Test
  void anAsOfDateBeforeTheFirstSubscriptionIsRefused() {
    Landing landing = Landing.ofBusiness(root);

    assertThatThrownBy(() -> landing.ingest("2023-12-31"))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("as-of date 2023-12-31 lies before the first subscription")
        .hasMessageContaining("2024-01-01");
  }

  @Test
  void aCurrencyWithoutARateIsNamedBeforeAnythingIsLoaded() {
    Landing landing =
        Landing.ofBusiness(root)
            .file(
                "history/subscriptions.csv",
                "subscription_id,starts_on,account_id,mrr,currency\n"
                    + "s1,2024-01-01,a1,100,EUR\ns2,2024-01-01,a1,100,JPY\ns3,2024-01-01,a2,1,\n");

    assertThatThrownBy(() -> landing.ingest("2025-03-31"))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("found [JPY]")
        .hasMessageContaining("reporting currency USD")
        .hasMessageContaining("add them to rates:");
    assertThat(landing.lake().has(Subscriptions.TABLE)).isFalse();
    assertThat(landing.lake().has(Batches.TABLE)).isFalse();
  }

  @Test
  void anotherHistoryThanTheLoadedOneIsRefused() {
    Landing landing = Landing.ofBusiness(root);
    landing.ingest("2025-03-31");
    landing.with(Landing.source(Accounts.TABLE).allowEmpty().historyUntil("2025-02-28"));

    assertThatThrownBy(() -> landing.ingest("2025-03-31"))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("source accounts has history_until 2025-02-28")
        .hasMessageContaining("the lake holds its history until 2025-03-31");
  }

  @Test
  void aFileCutOffWhileItLandedIsTheDataOwnersToMend() throws IOException {
    Landing landing =
        Landing.in(root)
            .with(Landing.source(UsageEvents.TABLE).noHistory())
            .file(
                "2025-04-01/usage_events.csv.gz",
                EVENTS + "e1,a1,u1,2025-04-01T10:00:00Z,login\n".repeat(50));
    Path file = landing.path("2025-04-01/usage_events.csv.gz");
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length - 20));

    assertThatThrownBy(() -> landing.ingest("2025-04-01"))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("source usage_events: a landed file")
        .hasMessageContaining("is damaged")
        .hasMessageContaining("land it again");
  }

  @Test
  void aFileWithoutAHeaderOrOfAnUnknownKindIsRefused() {
    Landing empty =
        Landing.in(root.resolve("empty"))
            .with(Landing.source(UsageEvents.TABLE).noHistory())
            .file("2025-04-01/usage_events.csv", "");
    Landing unknown =
        Landing.in(root.resolve("unknown"))
            .with(Landing.source(UsageEvents.TABLE).noHistory())
            .file("2025-04-01/usage_events.xlsx", "PK");

    assertThatThrownBy(() -> empty.ingest("2025-04-01"))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("is empty; wanted a header line");
    assertThatThrownBy(() -> unknown.ingest("2025-04-01"))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("is of no known kind; wanted .csv, .tsv, .jsonl, .json or .parquet");
  }
}
