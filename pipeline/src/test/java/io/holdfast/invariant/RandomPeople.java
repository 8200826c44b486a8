package io.holdfast.invariant;

import io.holdfast.table.Column;
import io.holdfast.table.CsmTouches;
import io.holdfast.table.SurveyResponses;
import io.holdfast.table.Table;
import io.holdfast.table.Users;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** People who are invited, promoted and sent away, what they answer, and who calls them. */
final class RandomPeople {
  private final Dice dice;

  RandomPeople(Dice dice) {
    this.dice = dice;
  }

  Map<Table, List<Cells>> of(String account) {
    return Map.of(
        Users.TABLE, users(account),
        SurveyResponses.TABLE, responses(account),
        CsmTouches.TABLE, touches(account));
  }

  /** Some use the product under their id, some never do, and some who use it are not known. */
  private List<Cells> users(String account) {
    List<Cells> rows = new ArrayList<>();
    boolean saysWhoIsSponsor = dice.chance(0.8);
    boolean saysRoles = dice.chance(0.8);
    for (int n = dice.below(8); n > 0; n--) {
      LocalDate createdOn = aDay();
      Cells user =
          Cells.of()
              .with(Users.USER_ID, account + "-u" + n)
              .with(Users.ACCOUNT_ID, account)
              .with(Users.CREATED_ON, dice.chance(0.1) ? null : createdOn)
              .with(Users.ROLE, saysRoles ? dice.one("Owner", "admin ", "member", null) : null)
              .with(
                  Users.IS_SPONSOR,
                  saysWhoIsSponsor ? dice.<Boolean>one(true, false, false, null) : null);
      Versions versions =
          new Versions(Users.TABLE).land(createdOn.plusDays(dice.one(0, 0, 2, -1)), user);
      if (dice.chance(0.3)) {
        versions.land(
            versions.after(createdOn.plusDays(dice.below(200))),
            saysRoles
                ? versions.newest().with(Users.ROLE, dice.one("admin", "member"))
                : versions.newest());
      }
      if (dice.chance(0.4)) {
        LocalDate leftOn = createdOn.plusDays(dice.below(200));
        versions.land(
            versions.after(leftOn.plusDays(dice.one(0, 0, 3, -5))),
            versions.newest().with(Users.DEACTIVATED_ON, leftOn));
      }
      rows.addAll(versions.rows());
    }
    return rows;
  }

  private List<Cells> responses(String account) {
    List<Cells> rows = new ArrayList<>();
    for (int n = dice.below(8); n > 0; n--) {
      Cells response =
          Cells.of()
              .with(SurveyResponses.RESPONSE_ID, account + "-r" + n)
              .with(SurveyResponses.ACCOUNT_ID, account)
              .with(SurveyResponses.USER_ID, dice.one(account + "-u1", null))
              .with(SurveyResponses.SURVEY, dice.one("nps", " NPS", "nps", "csat", "ces", "other"))
              .with(SurveyResponses.SCORE, (double) dice.below(11))
              .with(SurveyResponses.RESPONDED_AT, dice.instant(aDay()));
      rows.addAll(landed(SurveyResponses.TABLE, SurveyResponses.RESPONDED_AT, response));
    }
    return rows;
  }

  /** Some at the very same instant, so that only a rule can decide who was the last. */
  private List<Cells> touches(String account) {
    List<Cells> rows = new ArrayList<>();
    Instant at = dice.instant(aDay());
    for (int n = dice.below(9); n > 0; n--) {
      at = dice.chance(0.2) ? at : dice.instant(aDay());
      Cells touch =
          Cells.of()
              .with(CsmTouches.TOUCH_ID, account + "-c" + n)
              .with(CsmTouches.ACCOUNT_ID, account)
              .with(CsmTouches.CSM_OWNER, dice.one("kim", "kim", "lee", null))
              .with(CsmTouches.TOUCHED_AT, at)
              .with(CsmTouches.KIND, dice.one("call", "mail", null))
              .with(CsmTouches.MINUTES, dice.chance(0.8) ? (Long) (long) dice.below(60) : null);
      rows.addAll(landed(CsmTouches.TABLE, CsmTouches.TOUCHED_AT, touch));
    }
    return rows;
  }

  private List<Cells> landed(Table table, Column occurred, Cells row) {
    LocalDate day = row.day(occurred, RandomWorld.ZONE);
    return new Versions(table).land(day.plusDays(dice.one(0, 0, 1, 12, -1)), row).rows();
  }

  private LocalDate aDay() {
    return RandomWorld.FIRST_EVENT.minusDays(250).plusDays(dice.below(500));
  }
}
