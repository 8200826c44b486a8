package io.holdfast.invariant;

import io.holdfast.table.Accounts;
import io.holdfast.table.Batch;
import io.holdfast.table.Column;
import io.holdfast.table.Subscriptions;
import io.holdfast.table.SupportTickets;
import io.holdfast.table.Table;
import io.holdfast.table.UsageEvents;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What was known of one account at the end of a day, found by looking at every version: written
 * from the documents, sharing nothing with the snapshot but the names of columns.
 *
 * @param account its attributes; null where no row was known
 * @param terms the terms of its subscriptions that had begun
 * @param tickets its tickets that had been opened
 * @param events its events that had happened and were known
 * @param others what was known of it from every other source
 */
record Known(
    LocalDate asOf,
    Cells account,
    List<Cells> terms,
    List<Cells> tickets,
    List<Cells> events,
    KnownOthers others) {
  private static final List<Column> ACCOUNT_MAY_CHANGE =
      List.of(Accounts.SEGMENT, Accounts.CHANNEL, Accounts.COUNTRY, Accounts.ATTRIBUTES);
  private static final List<Column> TICKET_MAY_CHANGE =
      List.of(SupportTickets.PRIORITY, SupportTickets.CATEGORY);
  private static final List<Column> TICKET_EVENTS =
      List.of(
          SupportTickets.FIRST_RESPONSE_AT,
          SupportTickets.RESOLVED_AT,
          SupportTickets.REOPENED_AT,
          SupportTickets.ESCALATED_AT,
          SupportTickets.CSAT_AT,
          SupportTickets.HANDED_TO_SALES_ON);

  /** What was known at the end of a day, by account. */
  static Map<String, Known> of(World world, LocalDate asOf) {
    Map<String, List<Cells>> accounts = byAccount(world.rows(Accounts.TABLE));
    Map<String, List<Cells>> terms = byAccount(world.rows(Subscriptions.TABLE));
    Map<String, List<Cells>> tickets = byAccount(world.rows(SupportTickets.TABLE));
    Map<String, List<Cells>> events = byAccount(world.rows(UsageEvents.TABLE));
    Map<Table, Map<String, List<Cells>>> others = KnownOthers.byAccount(world);
    Set<String> ids = new TreeSet<>(accounts.keySet());
    ids.addAll(terms.keySet());
    return ids.stream()
        .collect(
            Collectors.toMap(
                id -> id,
                id ->
                    new Known(
                        asOf,
                        account(accounts.getOrDefault(id, List.of()), asOf),
                        terms(terms.getOrDefault(id, List.of()), asOf),
                        tickets(tickets.getOrDefault(id, List.of()), asOf),
                        events(events.getOrDefault(id, List.of()), asOf),
                        KnownOthers.of(others, id, asOf))));
  }

  static Map<String, List<Cells>> byAccount(List<Cells> rows) {
    return rows.stream().collect(Collectors.groupingBy(r -> r.text(Accounts.ACCOUNT_ID)));
  }

  private static Cells account(List<Cells> versions, LocalDate asOf) {
    return newest(versions, asOf, Accounts.ACCOUNT_ID)
        .filter(r -> hasCome(r, Accounts.SIGNED_UP_ON, asOf))
        .map(r -> withoutHindsight(r, ACCOUNT_MAY_CHANGE, asOf))
        .findFirst()
        .orElse(null);
  }

  private static List<Cells> terms(List<Cells> versions, LocalDate asOf) {
    return newest(versions, asOf, Subscriptions.SUBSCRIPTION_ID, Subscriptions.STARTS_ON)
        .filter(r -> hasCome(r, Subscriptions.STARTS_ON, asOf))
        .map(r -> withoutHindsight(r, List.of(Subscriptions.AUTO_RENEWS), asOf))
        .map(r -> withoutFuture(r, Subscriptions.CANCEL_REQUESTED_ON, asOf))
        .map(r -> withoutFuture(r, Subscriptions.ENDED_ON, asOf))
        .toList();
  }

  private static List<Cells> tickets(List<Cells> versions, LocalDate asOf) {
    return newest(versions, asOf, SupportTickets.TICKET_ID)
        .filter(r -> hasCome(r, SupportTickets.OPENED_AT, asOf))
        .map(r -> withoutHindsight(r, TICKET_MAY_CHANGE, asOf))
        .map(
            r -> {
              Cells cut = r;
              for (Column event : TICKET_EVENTS) {
                cut = withoutFuture(cut, event, asOf);
              }
              return cut.has(SupportTickets.CSAT_AT)
                  ? cut
                  : cut.with(SupportTickets.CSAT_SCORE, null);
            })
        .toList();
  }

  private static List<Cells> events(List<Cells> rows, LocalDate asOf) {
    return rows.stream()
        .filter(r -> !r.date(Batch.KNOWN_ON).isAfter(asOf))
        .filter(r -> hasCome(r, UsageEvents.EVENT_AT, asOf))
        .toList();
  }

  /** Of each key the version that was known last, and among those the one that landed last. */
  static Stream<Cells> newest(List<Cells> versions, LocalDate asOf, Column... key) {
    Map<List<Object>, Cells> newest = new HashMap<>();
    versions.stream()
        .filter(r -> !r.date(Batch.KNOWN_ON).isAfter(asOf))
        .sorted(
            Comparator.comparing((Cells r) -> r.date(Batch.KNOWN_ON))
                .thenComparing(r -> r.date(Batch.INGESTED_ON)))
        .forEach(r -> newest.put(Stream.of(key).map(r::value).toList(), r));
    return newest.values().stream();
  }

  static boolean hasCome(Cells row, Column column, LocalDate asOf) {
    return !row.has(column) || !row.day(column, RandomWorld.ZONE).isAfter(asOf);
  }

  static Cells withoutFuture(Cells row, Column event, LocalDate asOf) {
    return hasCome(row, event, asOf) ? row : row.with(event, null);
  }

  static Cells withoutHindsight(Cells row, List<Column> mayChange, LocalDate asOf) {
    boolean isHindsight = row.is(Batch.IS_HISTORY) && asOf.isBefore(row.date(Batch.INGESTED_ON));
    Cells cut = row;
    for (Column column : isHindsight ? mayChange : List.<Column>of()) {
      cut = cut.with(column, null);
    }
    return cut;
  }
}
