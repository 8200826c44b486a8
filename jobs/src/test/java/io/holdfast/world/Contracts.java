package io.holdfast.world;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the landed subscriptions of a world say, read by the rules of the domain and not by those of
 * the generator.
 */
final class Contracts {
  static final int GRACE = 14;

  private final Map<String, List<Span>> spansOfAccounts = new TreeMap<>();

  /** Days on which one term holds: from inclusive, until exclusive. */
  record Span(LocalDate from, LocalDate until, BigDecimal mrr, boolean isPaying, int months) {}

  private Contracts() {}

  static Contracts of(Path world) {
    Map<String, Map<String, String>> newest = new LinkedHashMap<>();
    WorldFiles.landed(world, "subscriptions.csv")
        .forEach(row -> newest.put(row.get("sub_id") + " " + row.get("start"), row));
    Map<String, List<Map<String, String>>> lines = new TreeMap<>();
    newest
        .values()
        .forEach(row -> lines.computeIfAbsent(row.get("sub_id"), k -> new ArrayList<>()).add(row));
    Contracts contracts = new Contracts();
    lines.values().forEach(contracts::addLine);
    return contracts;
  }

  private void addLine(List<Map<String, String>> terms) {
    terms.sort(Comparator.comparing(row -> row.get("start")));
    for (int i = 0; i < terms.size(); i++) {
      Map<String, String> term = terms.get(i);
      LocalDate until = LocalDate.parse(term.get("term_end"));
      if (!term.get("ended").isEmpty()) {
        until = earlier(until, LocalDate.parse(term.get("ended")));
      }
      if (i + 1 < terms.size()) {
        until = earlier(until, LocalDate.parse(terms.get(i + 1).get("start")));
      }
      spansOfAccounts
          .computeIfAbsent(term.get("account"), k -> new ArrayList<>())
          .add(
              new Span(
                  LocalDate.parse(term.get("start")),
                  until,
                  new BigDecimal(term.get("amount")),
                  new BigDecimal(term.get("list_amount")).signum() > 0,
                  Integer.parseInt(term.get("interval_months"))));
    }
  }

  Map<String, List<Span>> spans() {
    return spansOfAccounts;
  }

  boolean isActive(String account, LocalDate day) {
    return on(account, day).stream().findAny().isPresent();
  }

  boolean isPaying(String account, LocalDate day) {
    return on(account, day).stream().anyMatch(Span::isPaying);
  }

  BigDecimal mrr(String account, LocalDate day) {
    return on(account, day).stream().map(Span::mrr).reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  /** Inactive from a day in (after, until] on for the grace period. */
  boolean churns(String account, LocalDate after, LocalDate until) {
    int gap = 0;
    for (LocalDate day = after.plusDays(1); !day.isAfter(until.plusDays(GRACE - 1)); ) {
      gap = isActive(account, day) ? 0 : gap + 1;
      if (gap == GRACE) {
        return true;
      }
      day = day.plusDays(1);
    }
    return false;
  }

  private List<Span> on(String account, LocalDate day) {
    return spansOfAccounts.getOrDefault(account, List.of()).stream()
        .filter(s -> !s.from().isAfter(day) && s.until().isAfter(day))
        .toList();
  }

  private static LocalDate earlier(LocalDate one, LocalDate other) {
    return one.isBefore(other) ? one : other;
  }
}
