package io.holdfast.outreach;

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
 * @param hasTickets a ticket source exists, so that escalations can be checked
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
    boolean hasTickets) {}
