package io.holdfast.invariant;

import io.holdfast.table.Accounts;
import io.holdfast.table.Batch;
import io.holdfast.table.Column;
import io.holdfast.table.CsmTouches;
import io.holdfast.table.Invoices;
import io.holdfast.table.OnboardingMilestones;
import io.holdfast.table.SuccessMetrics;
import io.holdfast.table.SurveyResponses;
import io.holdfast.table.Table;
import io.holdfast.table.Users;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What was known of one account from the sources that a business may lack, and the versions of the
 * account itself.
 */
final class KnownOthers {
  private static final List<Source> SOURCES =
      List.of(
          new Source(
              Invoices.TABLE,
              List.of(Invoices.INVOICE_ID),
              Invoices.ISSUED_ON,
              List.of(Invoices.PAID_ON),
              List.of()),
          new Source(
              Users.TABLE,
              List.of(Users.USER_ID),
              Users.CREATED_ON,
              List.of(Users.DEACTIVATED_ON),
              List.of(Users.ROLE, Users.IS_SPONSOR)),
          new Source(
              SurveyResponses.TABLE,
              List.of(SurveyResponses.RESPONSE_ID),
              SurveyResponses.RESPONDED_AT,
              List.of(),
              List.of()),
          new Source(
              CsmTouches.TABLE,
              List.of(CsmTouches.TOUCH_ID),
              CsmTouches.TOUCHED_AT,
              List.of(),
              List.of()),
          new Source(
              OnboardingMilestones.TABLE,
              List.of(OnboardingMilestones.ACCOUNT_ID, OnboardingMilestones.MILESTONE),
              null,
              List.of(OnboardingMilestones.REACHED_ON),
              List.of()),
          new Source(
              SuccessMetrics.TABLE,
              List.of(SuccessMetrics.ACCOUNT_ID, SuccessMetrics.METRIC, SuccessMetrics.MEASURED_ON),
              SuccessMetrics.MEASURED_ON,
              List.of(),
              List.of()));

  /** What the documents say of a source's columns; no column may say when a row came to be. */
  private record Source(
      Table table,
      List<Column> key,
      Column occurred,
      List<Column> happens,
      List<Column> mayChange) {
    private List<Cells> known(List<Cells> versions, LocalDate asOf) {
      return Known.newest(versions, asOf, key.toArray(Column[]::new))
          .filter(r -> occurred == null || Known.hasCome(r, occurred, asOf))
          .map(r -> Known.withoutHindsight(r, mayChange, asOf))
          .map(
              r -> {
                Cells cut = r;
                for (Column event : happens) {
                  cut = Known.withoutFuture(cut, event, asOf);
                }
                return cut;
              })
          .toList();
    }
  }

  private final Map<Table, List<Cells>> rows = new HashMap<>();

  /** Versions of the account in the order in which they became known, without hindsight. */
  private final List<Cells> versions;

  private KnownOthers(List<Cells> versions) {
    this.versions = versions;
  }

  /** The rows of all these sources and of accounts, by table and account. */
  static Map<Table, Map<String, List<Cells>>> byAccount(World world) {
    Map<Table, Map<String, List<Cells>>> byAccount = new HashMap<>();
    SOURCES.forEach(s -> byAccount.put(s.table(), Known.byAccount(world.rows(s.table()))));
    byAccount.put(Accounts.TABLE, Known.byAccount(world.rows(Accounts.TABLE)));
    return byAccount;
  }

  static KnownOthers of(
      Map<Table, Map<String, List<Cells>>> byAccount, String account, LocalDate asOf) {
    List<Cells> versions =
        byAccount.get(Accounts.TABLE).getOrDefault(account, List.of()).stream()
            .filter(r -> !r.date(Batch.KNOWN_ON).isAfter(asOf))
            .filter(r -> Known.hasCome(r, Accounts.SIGNED_UP_ON, asOf))
            .filter(r -> !r.is(Batch.IS_HISTORY) || !asOf.isBefore(r.date(Batch.INGESTED_ON)))
            .sorted(
                Comparator.comparing((Cells r) -> r.date(Batch.KNOWN_ON))
                    .thenComparing(r -> r.date(Batch.INGESTED_ON)))
            .toList();
    KnownOthers known = new KnownOthers(versions);
    SOURCES.forEach(
        s ->
            known.rows.put(
                s.table(),
                s.known(byAccount.get(s.table()).getOrDefault(account, List.of()), asOf)));
    return known;
  }

  List<Cells> rows(Table table) {
    return rows.get(table);
  }

  List<Cells> versions() {
    return versions;
  }
}
