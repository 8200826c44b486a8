package io.holdfast.feature;

import java.util.Set;

/**
 * Settings that shape features.
 *
 * @param horizonDays churn horizon, for renewals due within it
 * @param graceDays an account is still scored this long after its last paid term
 * @param keyEvents event types that prove value; empty when none are configured
 * @param ticketWords which priorities and categories mean what
 */
public record FeatureRules(
    int horizonDays, int graceDays, Set<String> keyEvents, TicketWords ticketWords) {

  /**
   * The source's own words, compared in lower case.
   *
   * @param urgent priorities that count as urgent
   * @param bug categories that report a defect
   * @param featureRequest categories that ask for a feature
   * @param planQuestion categories that ask about plans or prices
   */
  public record TicketWords(
      Set<String> urgent, Set<String> bug, Set<String> featureRequest, Set<String> planQuestion) {

    /** The words most help desks use. */
    public static final TicketWords DEFAULT =
        new TicketWords(
            Set.of("urgent", "high", "critical", "p0", "p1"),
            Set.of("bug", "defect", "incident", "outage", "error", "performance"),
            Set.of("feature_request", "feature request", "feature", "enhancement"),
            Set.of("plans", "pricing", "sales", "upgrade", "plan_question"));
  }
}
