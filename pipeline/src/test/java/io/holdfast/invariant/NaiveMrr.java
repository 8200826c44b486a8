package io.holdfast.invariant;

import io.holdfast.table.Subscriptions;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What an account pays on a day, asked day by day of every term. */
record NaiveMrr(List<Cells> terms) {

  /** The first day on which the term no longer holds; null while none is known. */
  LocalDate endOf(Cells term) {
    LocalDate nextStart =
        terms.stream()
            .filter(t -> lineOf(t).equals(lineOf(term)))
            .map(t -> t.date(Subscriptions.STARTS_ON))
            .filter(s -> s.isAfter(term.date(Subscriptions.STARTS_ON)))
            .min(Comparator.naturalOrder())
            .orElse(null);
    return Stream.of(
            term.date(Subscriptions.ENDED_ON), term.date(Subscriptions.TERM_ENDS_ON), nextStart)
        .filter(Objects::nonNull)
        .min(Comparator.naturalOrder())
        .orElse(null);
  }

  static String lineOf(Cells term) {
    return term.text(Subscriptions.SUBSCRIPTION_ID);
  }

  /** The terms that hold on a day. */
  List<Cells> on(LocalDate day) {
    return terms.stream()
        .filter(t -> !t.date(Subscriptions.STARTS_ON).isAfter(day))
        .filter(t -> endOf(t) == null || endOf(t).isAfter(day))
        .toList();
  }

  boolean isActive(LocalDate day) {
    return !on(day).isEmpty();
  }

  /** A list price above zero: a free month of a paid plan is paying. */
  boolean isPaying(LocalDate day) {
    return on(day).stream().anyMatch(t -> listPrice(t).signum() > 0);
  }

  BigDecimal mrr(LocalDate day) {
    return sum(on(day).stream().map(NaiveMrr::price));
  }

  BigDecimal listMrr(LocalDate day) {
    return sum(on(day).stream().map(NaiveMrr::listPrice));
  }

  long seats(LocalDate day) {
    return on(day).stream()
        .filter(t -> t.has(Subscriptions.SEATS))
        .mapToLong(t -> (Long) t.value(Subscriptions.SEATS))
        .sum();
  }

  Set<String> products(LocalDate day) {
    return on(day).stream()
        .map(t -> t.text(Subscriptions.PRODUCT))
        .filter(Objects::nonNull)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  Set<String> plans(LocalDate day) {
    return on(day).stream()
        .map(t -> t.text(Subscriptions.PLAN))
        .filter(Objects::nonNull)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The term that pays most on a day, the last of equals. */
  Optional<Cells> main(LocalDate day) {
    return on(day).stream()
        .max(Comparator.comparing(NaiveMrr::price).thenComparing(NaiveMrr::lineOf));
  }

  LocalDate firstStart() {
    return terms.stream()
        .filter(t -> endOf(t) == null || endOf(t).isAfter(t.date(Subscriptions.STARTS_ON)))
        .map(t -> t.date(Subscriptions.STARTS_ON))
        .min(Comparator.naturalOrder())
        .orElse(null);
  }

  static BigDecimal price(Cells term) {
    return reporting(term, term.decimal(Subscriptions.MRR));
  }

  static BigDecimal listPrice(Cells term) {
    return reporting(
        term,
        term.has(Subscriptions.LIST_MRR)
            ? term.decimal(Subscriptions.LIST_MRR)
            : term.decimal(Subscriptions.MRR));
  }

  private static BigDecimal reporting(Cells term, BigDecimal amount) {
    BigDecimal rate =
        "EUR".equals(term.text(Subscriptions.CURRENCY)) ? new BigDecimal("1.0837") : BigDecimal.ONE;
    return amount.multiply(rate).setScale(2, RoundingMode.HALF_UP);
  }

  private static BigDecimal sum(Stream<BigDecimal> amounts) {
    return amounts.reduce(new BigDecimal("0.00"), BigDecimal::add);
  }
}
