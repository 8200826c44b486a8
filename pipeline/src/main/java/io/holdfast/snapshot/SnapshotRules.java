package io.holdfast.snapshot;

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
 */
public record SnapshotRules(
    ZoneId zone,
    String currency,
    Map<String, BigDecimal> rates,
    int graceDays,
    Map<String, Set<String>> immutable) {}
