package io.holdfast.snapshot;

import io.holdfast.table.InPlace;
import java.math.BigDecimal;
import java.time.ZoneId;
import java.util.Map;
import java.util.Set;

/**
 * What a snapshot needs to know besides its rows.
 *
 * @param zone cuts instants into business days
 * @param currency the reporting currency
 * @param rates currency → one unit of it in the reporting currency
 * @param graceDays an interruption of payment shorter than this is bridged
 * @param immutable table name → columns that its source declares never to change
 * @param inPlace what it means that a term was overwritten; null where a change is a further row
 */
public record SnapshotRules(
    ZoneId zone,
    String currency,
    Map<String, BigDecimal> rates,
    int graceDays,
    Map<String, Set<String>> immutable,
    InPlace inPlace) {

  /** Rules for subscriptions whose changes are further rows. */
  public SnapshotRules(
      ZoneId zone,
      String currency,
      Map<String, BigDecimal> rates,
      int graceDays,
      Map<String, Set<String>> immutable) {
    this(zone, currency, rates, graceDays, immutable, null);
  }

  /** The same rules for subscriptions that are overwritten in place. */
  public SnapshotRules with(InPlace meaning) {
    return new SnapshotRules(zone, currency, rates, graceDays, immutable, meaning);
  }
}
