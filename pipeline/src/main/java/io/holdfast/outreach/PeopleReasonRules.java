package io.holdfast.outreach;

import static io.holdfast.label.Target.CHURN;
import static io.holdfast.label.Target.EXPANSION;
import static io.holdfast.outreach.ReasonRule.Direction.HIGHER;
import static io.holdfast.outreach.ReasonRule.Direction.LOWER;
import static io.holdfast.outreach.ReasonRule.Scale.LINEAR;
import static io.holdfast.outreach.ReasonRule.Usual.OWN_ELSE_PEERS;
import static io.holdfast.outreach.ReasonRule.Usual.PEERS;
import static io.holdfast.table.AccountFeatures.ADMINS_REPLACED_84D;
import static io.holdfast.table.AccountFeatures.CSAT_SCORE;
import static io.holdfast.table.AccountFeatures.DAYS_SINCE_HEAVIEST_USER_ACTIVITY;
import static io.holdfast.table.AccountFeatures.DAYS_SINCE_SPONSOR_ACTIVITY;
import static io.holdfast.table.AccountFeatures.HAS_NEW_CSM_84D;
import static io.holdfast.table.AccountFeatures.HAS_NEW_PARENT_84D;
import static io.holdfast.table.AccountFeatures.HAS_NEW_TOUCHING_CSM_84D;
import static io.holdfast.table.AccountFeatures.IS_HEAVIEST_USER_DEACTIVATED;
import static io.holdfast.table.AccountFeatures.IS_SPONSOR_SILENT_28D;
import static io.holdfast.table.AccountFeatures.NPS_SCORE;
import static io.holdfast.table.AccountFeatures.SPONSORS_DEACTIVATED_84D;
import static io.holdfast.table.AccountFeatures.TOUCHES_84D;
import static org.apache.spark.sql.functions.lit;

import io.holdfast.table.Column;
import io.holdfast.table.CsmTouches;
import io.holdfast.table.SurveyResponses;
import io.holdfast.table.Users;
import java.util.ArrayList;
import java.util.List;

/** Reasons that lie with people: who left at the customer, who is new, and how we get on. */
final class PeopleReasonRules {
  /** Days of silence of one person that are worth a sentence. */
  private static final int SILENCE = 28;

  private PeopleReasonRules() {}

  static List<ReasonRule> of(ListRules rules) {
    List<ReasonRule> reasons = new ArrayList<>(ownership());
    if (rules.has(Users.TABLE)) {
      reasons.addAll(users());
    }
    if (rules.has(CsmTouches.TABLE)) {
      reasons.addAll(touches());
    }
    if (rules.has(SurveyResponses.TABLE)) {
      reasons.addAll(surveys());
    }
    return reasons;
  }

  private static List<ReasonRule> ownership() {
    return List.of(
        fact("relationship", HAS_NEW_CSM_84D, "The CSM in charge changed within 84 days"),
        fact("ownership_change", HAS_NEW_PARENT_84D, "The parent account changed within 84 days"));
  }

  private static List<ReasonRule> users() {
    return List.of(
        new ReasonRule(
            "lost_sponsor",
            CHURN,
            SPONSORS_DEACTIVATED_84D,
            HIGHER,
            PEERS,
            LINEAR,
            1,
            lit(true),
            "Sponsors who lost access in 84 days: {value}; {usual}"),
        fact("lost_sponsor", IS_SPONSOR_SILENT_28D, "No sponsor was active in 28 days"),
        new ReasonRule(
            "lost_sponsor",
            CHURN,
            DAYS_SINCE_SPONSOR_ACTIVITY,
            HIGHER,
            OWN_ELSE_PEERS,
            LINEAR,
            SILENCE,
            DAYS_SINCE_SPONSOR_ACTIVITY.col().geq(SILENCE),
            "The sponsor was last active {value} days ago; {usual}"),
        fact("lost_power_user", IS_HEAVIEST_USER_DEACTIVATED, "The heaviest user lost access"),
        new ReasonRule(
            "lost_power_user",
            CHURN,
            DAYS_SINCE_HEAVIEST_USER_ACTIVITY,
            HIGHER,
            OWN_ELSE_PEERS,
            LINEAR,
            14,
            DAYS_SINCE_HEAVIEST_USER_ACTIVITY.col().geq(SILENCE),
            "The heaviest user was last active {value} days ago; {usual}"),
        new ReasonRule(
            "new_leadership",
            CHURN,
            ADMINS_REPLACED_84D,
            HIGHER,
            PEERS,
            LINEAR,
            1,
            lit(true),
            "Owners or admins replaced in 84 days: {value}; {usual}"));
  }

  private static List<ReasonRule> touches() {
    return List.of(
        fact(
            "relationship",
            HAS_NEW_TOUCHING_CSM_84D,
            "Another CSM than 84 days ago keeps the contact"),
        new ReasonRule(
            "relationship",
            CHURN,
            TOUCHES_84D,
            LOWER,
            OWN_ELSE_PEERS,
            LINEAR,
            1,
            TOUCHES_84D.col().equalTo(0),
            "No contact by a CSM in 84 days; {usual}"));
  }

  private static List<ReasonRule> surveys() {
    return List.of(
        new ReasonRule(
            "relationship",
            CHURN,
            NPS_SCORE,
            LOWER,
            OWN_ELSE_PEERS,
            LINEAR,
            1,
            NPS_SCORE.col().leq(6),
            "Last NPS answer: {value} of 10; {usual}"),
        new ReasonRule(
            "relationship",
            CHURN,
            CSAT_SCORE,
            LOWER,
            OWN_ELSE_PEERS,
            LINEAR,
            0.5,
            CSAT_SCORE.col().leq(3),
            "Last CSAT answer: {value} of 5; {usual}"),
        new ReasonRule(
            "promoter",
            EXPANSION,
            NPS_SCORE,
            HIGHER,
            PEERS,
            LINEAR,
            1,
            NPS_SCORE.col().geq(9),
            "Last NPS answer: {value} of 10; {usual}"));
  }

  /** What is so or is not, and is no news where it is so with most. */
  private static ReasonRule fact(String code, Column flag, String sentence) {
    return new ReasonRule(code, CHURN, flag, HIGHER, PEERS, LINEAR, 1, lit(true), sentence);
  }
}
