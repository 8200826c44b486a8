package io.holdfast.invariant;

import static java.time.temporal.ChronoUnit.DAYS;

import io.holdfast.table.AccountFeatures;
import io.holdfast.table.Accounts;
import io.holdfast.table.Batch;
import io.holdfast.table.Column;
import io.holdfast.table.CsmTouches;
import io.holdfast.table.SurveyResponses;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/** What a customer answers, who speaks with it, and whose it is. */
final class NaiveDealings {
  private final LocalDate asOf;
  private final KnownOthers known;

  private NaiveDealings(Known known) {
    this.asOf = known.asOf();
    this.known = known.others();
  }

  static Cells of(Known known, Cells row) {
    NaiveDealings dealings = new NaiveDealings(known);
    return dealings.owners(dealings.touches(dealings.surveys(row)));
  }

  private Cells surveys(Cells row) {
    List<Cells> answers =
        known.rows(SurveyResponses.TABLE).stream()
            .filter(r -> age(r, SurveyResponses.RESPONDED_AT) < 365)
            .sorted(
                Comparator.comparing((Cells r) -> r.instant(SurveyResponses.RESPONDED_AT))
                    .thenComparing(r -> r.text(SurveyResponses.RESPONSE_ID)))
            .toList();
    Cells told = row.with(AccountFeatures.SURVEY_RESPONSES_365D, answers.size());
    told =
        survey(
            told,
            ofSurvey(answers, "nps"),
            AccountFeatures.NPS_SCORE,
            AccountFeatures.DAYS_SINCE_NPS,
            AccountFeatures.NPS_SCORE_CHANGE);
    told =
        survey(
            told,
            ofSurvey(answers, "csat"),
            AccountFeatures.CSAT_SCORE,
            AccountFeatures.DAYS_SINCE_CSAT,
            AccountFeatures.CSAT_SCORE_CHANGE);
    told =
        survey(
            told,
            ofSurvey(answers, "ces"),
            AccountFeatures.CES_SCORE,
            AccountFeatures.DAYS_SINCE_CES,
            AccountFeatures.CES_SCORE_CHANGE);
    Double nps = (Double) told.value(AccountFeatures.NPS_SCORE);
    return nps == null
        ? told
        : told.with(AccountFeatures.IS_PROMOTER, nps >= 9)
            .with(AccountFeatures.IS_DETRACTOR, nps <= 6);
  }

  private static List<Cells> ofSurvey(List<Cells> answers, String survey) {
    return answers.stream()
        .filter(r -> survey.equals(r.text(SurveyResponses.SURVEY).strip().toLowerCase(Locale.ROOT)))
        .toList();
  }

  private Cells survey(
      Cells row, List<Cells> inOrder, Column score, Column daysSince, Column change) {
    if (inOrder.isEmpty()) {
      return row;
    }
    Cells last = inOrder.get(inOrder.size() - 1);
    double answer = (Double) last.value(SurveyResponses.SCORE);
    Cells told = row.with(score, answer).with(daysSince, age(last, SurveyResponses.RESPONDED_AT));
    return inOrder.size() == 1
        ? told
        : told.with(
            change, answer - (Double) inOrder.get(inOrder.size() - 2).value(SurveyResponses.SCORE));
  }

  private Cells touches(Cells row) {
    List<Cells> touches = known.rows(CsmTouches.TABLE);
    List<Cells> recent = touches.stream().filter(t -> age(t, CsmTouches.TOUCHED_AT) < 84).toList();
    Optional<String> csm = lastCsm(touches, 0);
    Optional<String> before = lastCsm(touches, 84);
    return row.with(
            AccountFeatures.TOUCHES_28D,
            (int) touches.stream().filter(t -> age(t, CsmTouches.TOUCHED_AT) < 28).count())
        .with(AccountFeatures.TOUCHES_84D, recent.size())
        .with(
            AccountFeatures.TOUCH_MINUTES_84D,
            recent.stream()
                .filter(t -> t.has(CsmTouches.MINUTES))
                .mapToInt(t -> ((Long) t.value(CsmTouches.MINUTES)).intValue())
                .sum())
        .with(
            AccountFeatures.DAYS_SINCE_TOUCH,
            recent.stream()
                .map(t -> age(t, CsmTouches.TOUCHED_AT))
                .min(Comparator.naturalOrder())
                .orElse(null))
        .with(
            AccountFeatures.HAS_NEW_TOUCHING_CSM_84D,
            csm.isPresent() && before.isPresent() ? (Boolean) !csm.equals(before) : null);
  }

  private Optional<String> lastCsm(List<Cells> touches, int leastAge) {
    return touches.stream()
        .filter(t -> t.has(CsmTouches.CSM_OWNER))
        .filter(t -> age(t, CsmTouches.TOUCHED_AT) >= leastAge)
        .max(
            Comparator.comparing((Cells t) -> t.instant(CsmTouches.TOUCHED_AT))
                .thenComparing(t -> t.text(CsmTouches.TOUCH_ID)))
        .map(t -> t.text(CsmTouches.CSM_OWNER));
  }

  /** One version after the other: who was last named, and whose the account was just before. */
  private Cells owners(Cells row) {
    String csm = null;
    boolean isNewCsm = false;
    boolean isNewParent = false;
    List<Cells> versions = known.versions();
    for (int i = 0; i < versions.size(); i++) {
      Cells version = versions.get(i);
      boolean isRecent = version.date(Batch.KNOWN_ON).isAfter(asOf.minusDays(84));
      String named = version.text(Accounts.CSM_OWNER);
      if (named != null) {
        isNewCsm |= isRecent && csm != null && !csm.equals(named);
        csm = named;
      }
      isNewParent |=
          isRecent
              && i > 0
              && !Objects.equals(
                  version.text(Accounts.PARENT_ACCOUNT_ID),
                  versions.get(i - 1).text(Accounts.PARENT_ACCOUNT_ID));
    }
    return row.with(AccountFeatures.HAS_NEW_CSM_84D, csm == null ? null : (Boolean) isNewCsm)
        .with(
            AccountFeatures.HAS_NEW_PARENT_84D, versions.isEmpty() ? null : (Boolean) isNewParent);
  }

  private int age(Cells row, Column column) {
    return (int) DAYS.between(row.day(column, RandomWorld.ZONE), asOf);
  }
}
