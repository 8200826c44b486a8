package io.holdfast.connect;

import io.holdfast.table.Table;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is proposed.
 *
 * @param sources in the order of the canonical tables
 * @param currency the reporting currency
 * @param isCurrencyFound a file names it
 * @param otherCurrencies that need a rate
 * @param keyEvents guesses at event types that prove value
 */
record Proposal(
    List<ProposedSource> sources,
    String currency,
    boolean isCurrencyFound,
    List<String> otherCurrencies,
    List<String> keyEvents) {

  /** A first proposal, before any row was mapped. */
  static Proposal of(List<ProposedSource> sources) {
    return new Proposal(sources, "USD", false, List.of(), List.of());
  }

  Optional<ProposedSource> source(Table table) {
    return sources.stream().filter(s -> s.table() == table).findFirst();
  }

  /** The same, histories ending on a day. */
  Proposal until(LocalDate day) {
    return new Proposal(
        sources.stream().map(s -> s.until(day)).toList(),
        currency,
        isCurrencyFound,
        otherCurrencies,
        keyEvents);
  }

  /** The same, once it is known what newest files deliver again. */
  Proposal with(Map<Table, Redelivery> found) {
    return new Proposal(
        sources.stream().map(s -> s.with(found.get(s.table()))).toList(),
        currency,
        isCurrencyFound,
        otherCurrencies,
        keyEvents);
  }

  /**
   * The same, with currencies as found, the most frequent first; what is no code is no currency.
   */
  Proposal in(List<String> found) {
    List<String> currencies = found.stream().filter(c -> c.matches("[A-Z]{3}")).toList();
    return currencies.isEmpty()
        ? this
        : new Proposal(
            sources, currencies.get(0), true, currencies.subList(1, currencies.size()), keyEvents);
  }

  Proposal provenBy(List<String> events) {
    return new Proposal(sources, currency, isCurrencyFound, otherCurrencies, events);
  }
}
