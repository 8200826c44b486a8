package io.holdfast.outreach;

import static io.holdfast.label.Target.CHURN;
import static io.holdfast.label.Target.EXPANSION;
import static io.holdfast.outreach.ReasonRule.Direction.HIGHER;
import static io.holdfast.outreach.ReasonRule.Direction.LOWER;
import static io.holdfast.outreach.ReasonRule.Scale.LINEAR;
import static io.holdfast.outreach.ReasonRule.Scale.OF_MRR;
import static io.holdfast.outreach.ReasonRule.Scale.OF_SEATS;
import static io.holdfast.outreach.ReasonRule.Scale.RELATIVE;
import static io.holdfast.outreach.ReasonRule.Usual.HORIZON;
import static io.holdfast.outreach.ReasonRule.Usual.OWN;
import static io.holdfast.outreach.ReasonRule.Usual.OWN_ELSE_PEERS;
import static io.holdfast.outreach.ReasonRule.Usual.PEERS;
import static io.holdfast.table.AccountFeatures.*;
import static org.apache.spark.sql.functions.lit;

import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;

/**
 * All reasons that the features can honestly show, with the sentences for people. What no source
 * tells yet (a limit that was hit) is not here, and what a business has no source for is not asked.
 */
final class ReasonRules {
  /** A fall or rise by about a fifth. */
  private static final double FIFTH = 0.2;

  private ReasonRules() {}

  static List<ReasonRule> of(ListRules rules) {
    return Stream.of(
            ofRequiredSources(rules), PeopleReasonRules.of(rules), ValueReasonRules.of(rules))
        .flatMap(List::stream)
        .toList();
  }

  private static List<ReasonRule> ofRequiredSources(ListRules rules) {
    Column always = lit(true);
    Column isActive = ACTIVE_DAYS_28D.col().gt(0);
    Column isSilent = ACTIVE_DAYS_28D.col().equalTo(0);
    Column hasNoKeyEvent = KEY_EVENTS_84D.col().equalTo(0);
    String noKeyEvent = "No key event in 84 days; {usual}";
    String noActivity = "No activity for {silence}; {usual} active days in 28";
    return List.of(
        new ReasonRule(
            "value_not_realized",
            CHURN,
            KEY_EVENTS_84D,
            LOWER,
            OWN,
            RELATIVE,
            FIFTH,
            hasNoKeyEvent,
            noKeyEvent),
        new ReasonRule(
            "value_not_realized",
            CHURN,
            KEY_EVENTS_84D,
            LOWER,
            PEERS,
            RELATIVE,
            FIFTH,
            hasNoKeyEvent,
            noKeyEvent),
        new ReasonRule(
            "silent_account", CHURN, ACTIVE_DAYS_28D, LOWER, OWN, LINEAR, 1, isSilent, noActivity),
        new ReasonRule(
            "silent_account",
            CHURN,
            ACTIVE_DAYS_28D,
            LOWER,
            PEERS,
            LINEAR,
            1,
            isSilent,
            noActivity),
        new ReasonRule(
            "low_adoption",
            CHURN,
            SEAT_USE_RATIO_28D,
            LOWER,
            PEERS,
            LINEAR,
            0.15,
            isActive.and(SEAT_USE_RATIO_28D.col().lt(0.5)),
            "{value} of seats used in 28 days; {usual}"),
        new ReasonRule(
            "low_adoption",
            CHURN,
            EVENTS_PER_SEAT_28D,
            LOWER,
            PEERS,
            RELATIVE,
            0.7,
            isActive,
            "{value} events per seat in 28 days; {usual}"),
        new ReasonRule(
            "falling_usage",
            CHURN,
            EVENTS_28D,
            LOWER,
            OWN,
            RELATIVE,
            FIFTH,
            isActive,
            "Usage fell to {value} events in 28 days; {usual} ({change})"),
        new ReasonRule(
            "falling_usage",
            CHURN,
            ACTIVE_DAYS_28D,
            LOWER,
            OWN,
            LINEAR,
            3,
            isActive,
            "Active days fell to {value} of 28; {usual} ({change})"),
        new ReasonRule(
            "falling_usage",
            CHURN,
            ACTIVE_USERS_28D,
            LOWER,
            OWN,
            RELATIVE,
            FIFTH,
            isActive,
            "Active users fell to {value} in 28 days; {usual} ({change})"),
        new ReasonRule(
            "quality_issues",
            CHURN,
            BUG_TICKETS_84D,
            HIGHER,
            OWN_ELSE_PEERS,
            LINEAR,
            1,
            always,
            "Bug tickets in 84 days: {value}; {usual}"),
        new ReasonRule(
            "quality_issues",
            CHURN,
            REOPENED_TICKETS_84D,
            HIGHER,
            OWN_ELSE_PEERS,
            LINEAR,
            1,
            always,
            "Tickets reopened in 84 days: {value}; {usual}"),
        new ReasonRule(
            "quality_issues",
            CHURN,
            ESCALATED_TICKETS_84D,
            HIGHER,
            OWN_ELSE_PEERS,
            LINEAR,
            1,
            always,
            "Tickets escalated in 84 days: {value}; {usual}"),
        new ReasonRule(
            "quality_issues",
            CHURN,
            RESOLUTION_HOURS_84D,
            HIGHER,
            OWN_ELSE_PEERS,
            RELATIVE,
            0.4,
            RESOLUTION_HOURS_84D.col().geq(24),
            "Tickets took {value} hours to resolve; {usual}"),
        new ReasonRule(
            "missing_features",
            CHURN,
            FEATURE_REQUESTS_OPEN,
            HIGHER,
            OWN_ELSE_PEERS,
            LINEAR,
            1,
            always,
            "Feature requests open: {value}; {usual}"),
        new ReasonRule(
            "relationship",
            CHURN,
            CSAT_84D,
            LOWER,
            OWN_ELSE_PEERS,
            LINEAR,
            0.5,
            CSAT_84D.col().leq(3),
            "Rated support {value} of 5; {usual}"),
        new ReasonRule(
            "contraction",
            CHURN,
            MRR_CHANGE_84D,
            LOWER,
            OWN_ELSE_PEERS,
            OF_MRR,
            0.05,
            MRR_CHANGE_84D.col().lt(0),
            "MRR fell by {size} {currency} in 84 days"),
        new ReasonRule(
            "contraction",
            CHURN,
            SEATS_CHANGE_84D,
            LOWER,
            OWN_ELSE_PEERS,
            OF_SEATS,
            0.05,
            SEATS_CHANGE_84D.col().lt(0),
            "Seats given back in 84 days: {size}"),
        new ReasonRule(
            "renewal_near",
            CHURN,
            DAYS_TO_TERM_END,
            LOWER,
            OWN_ELSE_PEERS,
            LINEAR,
            28,
            isWithin(DAYS_TO_TERM_END, rules),
            "The term ends in {value} days"),
        new ReasonRule(
            "discount_ending",
            CHURN,
            DAYS_TO_DISCOUNT_END,
            LOWER,
            HORIZON,
            LINEAR,
            28,
            isWithin(DAYS_TO_DISCOUNT_END, rules),
            "The discount ends in {value} days"),
        new ReasonRule(
            "seats_nearly_full",
            EXPANSION,
            SEAT_USE_RATIO_28D,
            HIGHER,
            OWN_ELSE_PEERS,
            LINEAR,
            0.05,
            SEAT_USE_RATIO_28D.col().geq(0.8),
            "{value} of seats used in 28 days; {usual}"),
        new ReasonRule(
            "seats_nearly_full",
            EXPANSION,
            SEAT_USE_RATIO_28D,
            HIGHER,
            PEERS,
            LINEAR,
            0.05,
            SEAT_USE_RATIO_28D.col().geq(0.8),
            "{value} of seats used in 28 days; {usual}"),
        new ReasonRule(
            "growing_users",
            EXPANSION,
            ACTIVE_USERS_28D,
            HIGHER,
            OWN,
            RELATIVE,
            FIFTH,
            always,
            "Active users rose to {value} in 28 days; {usual} ({change})"),
        new ReasonRule(
            "new_event_types",
            EXPANSION,
            EVENT_TYPES_28D,
            HIGHER,
            OWN,
            LINEAR,
            1,
            always,
            "Event types used in 28 days: {value}; {usual}"),
        new ReasonRule(
            "plan_questions",
            EXPANSION,
            PLAN_QUESTIONS_84D,
            HIGHER,
            OWN_ELSE_PEERS,
            LINEAR,
            1,
            always,
            "Questions about plans in 84 days: {value}; {usual}"),
        new ReasonRule(
            "value_reached",
            EXPANSION,
            KEY_EVENTS_84D,
            HIGHER,
            OWN,
            RELATIVE,
            FIFTH,
            always,
            "Key events rose to {value} in 84 days; {usual} ({change})"));
  }

  private static Column isWithin(io.holdfast.table.Column days, ListRules rules) {
    return days.col().gt(0).and(days.col().leq(rules.horizonDays()));
  }
}
