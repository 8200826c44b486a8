package io.holdfast.deliver;

import io.holdfast.TestSession;
import io.holdfast.TextTable;
import io.holdfast.lake.Lake;
import io.holdfast.lake.Manifest;
import io.holdfast.table.AtRiskAccounts;
import io.holdfast.table.Table;
import io.holdfast.table.UpsellCandidates;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * A lake with many published nights of two tables. Publication n, from 0, is of the date n / 2 days
 * after the first, so that each date is published twice. It lists n + 1 accounts at risk and two
 * candidates; segment is n in each of its rows.
 */
record ServedNights(Lake lake, List<Manifest.Publication> publications) {
  static final List<Table> TABLES = List.of(AtRiskAccounts.TABLE, UpsellCandidates.TABLE);

  private static final LocalDate FIRST = LocalDate.parse("2025-01-01");

  static ServedNights in(Path folder, int count) {
    Lake lake = Lake.at(TestSession.spark(), folder.toString());
    List<Manifest.Publication> publications = new ArrayList<>();
    StringBuilder atRisk =
        new StringBuilder("| as_of | run_id | list_rank | account_id | segment | mrr |\n");
    StringBuilder upsell = new StringBuilder(atRisk);
    for (int n = 0; n < count; n++) {
      LocalDate asOf = FIRST.plusDays(n / 2);
      String runId = asOf + "-" + n;
      publications.add(
          publication(
              asOf,
              runId,
              Instant.parse("2025-06-01T00:00:00.123456Z").plusSeconds(n),
              List.of(
                  new Manifest.PublishedTable(AtRiskAccounts.TABLE.name(), 0, n + 1, ""),
                  new Manifest.PublishedTable(UpsellCandidates.TABLE.name(), 0, 2, ""))));
      for (int rank = 1; rank <= n + 1; rank++) {
        atRisk.append(row(asOf, runId, rank, n));
      }
      for (int rank = 1; rank <= 2; rank++) {
        upsell.append(row(asOf, runId, rank, n));
      }
    }
    lake.replaceWhere(
        AtRiskAccounts.TABLE, TextTable.rows(AtRiskAccounts.TABLE, atRisk.toString()), "true");
    lake.replaceWhere(
        UpsellCandidates.TABLE, TextTable.rows(UpsellCandidates.TABLE, upsell.toString()), "true");
    return new ServedNights(lake, publications);
  }

  static Manifest.Publication publication(
      LocalDate asOf, String runId, Instant at, List<Manifest.PublishedTable> tables) {
    return new Manifest.Publication(
        asOf, runId, at, tables, "{}", "{}", "hash", "code", null, null);
  }

  private static String row(LocalDate asOf, String runId, int rank, int n) {
    return "| %s | %s | %d | a%d | %d | %d.50 |\n".formatted(asOf, runId, rank, rank, n, rank);
  }

  Manifest manifest() {
    return Manifest.of(lake);
  }
}
