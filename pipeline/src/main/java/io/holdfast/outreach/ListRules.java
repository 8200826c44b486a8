package io.holdfast.outreach;

import io.holdfast.table.Table;
import java.util.Set;

/**
 * Settings of the lists.
 *
 * @param atRiskRows most ranked rows of {@code at_risk_accounts}
 * @param upsellRows most rows of {@code upsell_candidates}
 * @param critical a churn probability of at least this many base rates is critical
 * @param high the same for high
 * @param medium the same for medium
 * @param currency the reporting currency
 * @param horizonDays churn horizon, named in sentences
 * @param hasKeyEvents key events are configured, so that proven value can be checked
 * @param sources names of the sources that the business has: what none of them tells is not checked
 *     and gives no reasons
 */
public record ListRules(
    int atRiskRows,
    int upsellRows,
    double critical,
    double high,
    double medium,
    String currency,
    int horizonDays,
    boolean hasKeyEvents,
    Set<String> sources) {

  boolean has(Table source) {
    return sources.contains(source.name());
  }
}
