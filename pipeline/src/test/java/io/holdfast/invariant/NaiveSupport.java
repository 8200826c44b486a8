package io.holdfast.invariant;

import io.holdfast.table.AccountFeatures;
import io.holdfast.table.Column;
import io.holdfast.table.SupportTickets;
import java.time.Duration;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/** How an account was supported, ticket by ticket. */
final class NaiveSupport {
  private static final Set<String> URGENT = Set.of("urgent", "high", "critical", "p0", "p1");
  private static final Set<String> BUG =
      Set.of("bug", "defect", "incident", "outage", "error", "performance");
  private static final Set<String> FEATURE =
      Set.of("feature_request", "feature request", "feature", "enhancement");
  private static final Set<String> PLAN =
      Set.of("plans", "pricing", "sales", "upgrade", "plan_question");

  private final LocalDate asOf;
  private final List<Cells> tickets;

  private NaiveSupport(LocalDate asOf, List<Cells> tickets) {
    this.asOf = asOf;
    this.tickets = tickets;
  }

  static Cells of(Known known, Cells row) {
    return new NaiveSupport(known.asOf(), known.tickets()).features(row);
  }

  private Cells features(Cells row) {
    Predicate<Cells> isNew = t -> isWithin(t, SupportTickets.OPENED_AT, 84);
    Predicate<Cells> asksForFeature = t -> isOneOf(t, SupportTickets.CATEGORY, FEATURE);
    Predicate<Cells> asksAboutPlans =
        t ->
            (isNew.test(t) && isOneOf(t, SupportTickets.CATEGORY, PLAN))
                || isWithin(t, SupportTickets.HANDED_TO_SALES_ON, 84);
    return row.with(
            AccountFeatures.TICKETS_OPENED_28D,
            count(t -> isWithin(t, SupportTickets.OPENED_AT, 28)))
        .with(AccountFeatures.TICKETS_OPENED_84D, count(isNew))
        .with(AccountFeatures.TICKETS_OPEN, count(NaiveSupport::isOpen))
        .with(
            AccountFeatures.URGENT_TICKETS_84D,
            count(isNew.and(t -> isOneOf(t, SupportTickets.PRIORITY, URGENT))))
        .with(
            AccountFeatures.BUG_TICKETS_84D,
            count(isNew.and(t -> isOneOf(t, SupportTickets.CATEGORY, BUG))))
        .with(AccountFeatures.FEATURE_REQUESTS_84D, count(isNew.and(asksForFeature)))
        .with(
            AccountFeatures.FEATURE_REQUESTS_OPEN, count(asksForFeature.and(NaiveSupport::isOpen)))
        .with(AccountFeatures.PLAN_QUESTIONS_84D, count(asksAboutPlans))
        .with(
            AccountFeatures.REOPENED_TICKETS_84D,
            count(t -> isWithin(t, SupportTickets.REOPENED_AT, 84)))
        .with(
            AccountFeatures.ESCALATED_TICKETS_84D,
            count(t -> isWithin(t, SupportTickets.ESCALATED_AT, 84)))
        .with(
            AccountFeatures.ESCALATIONS_OPEN,
            count(t -> t.has(SupportTickets.ESCALATED_AT) && isOpen(t)))
        .with(
            AccountFeatures.FIRST_RESPONSE_HOURS_84D,
            mean(
                isNew.and(t -> t.has(SupportTickets.FIRST_RESPONSE_AT)),
                t -> hoursTo(t, SupportTickets.FIRST_RESPONSE_AT)))
        .with(
            AccountFeatures.RESOLUTION_HOURS_84D,
            mean(
                t -> isWithin(t, SupportTickets.RESOLVED_AT, 84),
                t -> hoursTo(t, SupportTickets.RESOLVED_AT)))
        .with(
            AccountFeatures.CSAT_84D,
            mean(
                t -> isWithin(t, SupportTickets.CSAT_AT, 84) && t.has(SupportTickets.CSAT_SCORE),
                t -> (Double) t.value(SupportTickets.CSAT_SCORE)))
        .with(AccountFeatures.DAYS_SINCE_TICKET, recency(isNew));
  }

  /** Not resolved, or reopened since. */
  private static boolean isOpen(Cells ticket) {
    return !ticket.has(SupportTickets.RESOLVED_AT)
        || (ticket.has(SupportTickets.REOPENED_AT)
            && ticket
                .instant(SupportTickets.REOPENED_AT)
                .isAfter(ticket.instant(SupportTickets.RESOLVED_AT)));
  }

  private boolean isWithin(Cells ticket, Column event, int days) {
    LocalDate day = ticket.day(event, RandomWorld.ZONE);
    return day != null && !day.isAfter(asOf) && day.isAfter(asOf.minusDays(days));
  }

  private static boolean isOneOf(Cells ticket, Column column, Set<String> words) {
    return ticket.has(column) && words.contains(ticket.text(column).toLowerCase(Locale.ROOT));
  }

  private static double hoursTo(Cells ticket, Column event) {
    return Duration.between(ticket.instant(SupportTickets.OPENED_AT), ticket.instant(event))
            .toSeconds()
        / 3600.0;
  }

  private int count(Predicate<Cells> condition) {
    return (int) tickets.stream().filter(condition).count();
  }

  private Double mean(Predicate<Cells> condition, ToDoubleFunction<Cells> value) {
    OptionalDouble mean = tickets.stream().filter(condition).mapToDouble(value).average();
    return mean.isPresent() ? (Double) mean.getAsDouble() : null;
  }

  private Integer recency(Predicate<Cells> condition) {
    return tickets.stream()
        .filter(condition)
        .map(
            t ->
                (int)
                    ChronoUnit.DAYS.between(
                        t.day(SupportTickets.OPENED_AT, RandomWorld.ZONE), asOf))
        .min(Integer::compare)
        .orElse(null);
  }
}
