package io.holdfast.world;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the sources that a business may lack land: bills, people, answers, contacts, milestones and
 * results of each customer. They are drawn from its truth and a chance of their own, so that all
 * other files are the same with and without them: who is going to leave pays later, answers worse,
 * loses its sponsor and misses its goals, often enough and not always.
 */
final class FurtherSources {
  static final Map<String, String> HEADERS = new LinkedHashMap<>();

  static {
    HEADERS.put("invoices", "invoice_id,account_id,issued_on,due_on,paid_on,amount,currency");
    HEADERS.put("users", "user_id,account_id,role,is_sponsor,created_on,deactivated_on");
    HEADERS.put("survey_responses", "response_id,account_id,user_id,survey,score,responded_at");
    HEADERS.put("csm_touches", "touch_id,account_id,csm_owner,touched_at,kind,minutes");
    HEADERS.put(
        "onboarding_milestones", "account_id,milestone,is_value_milestone,due_on,reached_on");
    HEADERS.put("success_metrics", "account_id,metric,measured_on,value,target");
  }

  /** The folder of the history. */
  private static final int HISTORY = 0;

  private static final int NEVER = Integer.MAX_VALUE;

  private final int historyUntil;
  private final int until;

  /** Folder → source → key → the line as it stood last. */
  private final Map<Integer, Map<String, Map<String, String>>> landed = new TreeMap<>();

  private FurtherSources(WorldPlan plan) {
    historyUntil = (int) plan.historyUntil().toEpochDay();
    until = (int) plan.until().toEpochDay();
  }

  /** Writes the files of all these sources beside those of the world. */
  static void write(WorldPlan plan, Path landing, List<Truth> truths) {
    FurtherSources sources = new FurtherSources(plan);
    for (int i = 0; i < truths.size(); i++) {
      sources.customer(truths.get(i), Dice.of(plan.seed(), -1000 - i));
    }
    for (int day = sources.historyUntil; day <= sources.until; day++) {
      boolean isHistory = day == sources.historyUntil;
      Path folder = landing.resolve(isHistory ? "history" : date(day));
      Map<String, Map<String, String>> rows =
          sources.landed.getOrDefault(isHistory ? HISTORY : day, Map.of());
      HEADERS.forEach(
          (source, header) -> {
            try (LandedFile file = LandedFile.csv(folder.resolve(source + ".csv"), header)) {
              rows.getOrDefault(source, Map.of()).values().forEach(file::line);
            }
          });
    }
  }

  private void customer(Truth truth, Dice dice) {
    Profile account = truth.account();
    int leaves = truth.leftDay().orElse(NEVER);
    int last = Math.min(until, leaves == NEVER ? until : leaves);
    invoices(account, leaves, last, dice);
    users(account, leaves, dice);
    answers(account, leaves, last, dice);
    touches(account, leaves, last, dice);
    milestones(account, leaves, dice);
    metrics(account, leaves, last, dice);
  }

  private void invoices(Profile account, int leaves, int last, Dice dice) {
    String amount = dice.between(50, 900) + ".00";
    int number = 1;
    for (int day = account.createdDay; day < last; day += 30) {
      String id = account.id + "-i" + number++;
      String bill = String.join(",", id, account.id, date(day), date(day + 30));
      String price = amount + "," + account.currency();
      land(day, "invoices", id, bill + ",," + price);
      boolean isReluctant = day + 90 > leaves && dice.hits(0.5);
      int paidOn = day + (isReluctant ? dice.between(40, 90) : dice.between(5, 31));
      if (paidOn < leaves || dice.hits(0.8)) {
        land(paidOn, "invoices", id, bill + "," + date(paidOn) + "," + price);
      }
    }
  }

  /** The first of them is the sponsor; their ids are those of the usage events. */
  private void users(Profile account, int leaves, Dice dice) {
    int people = dice.between(2, 8);
    for (int n = 0; n < people; n++) {
      String id = account.id + "-u" + n;
      int created = account.createdDay + dice.between(0, n == 0 ? 0 : 200);
      String role = n == 0 ? "owner" : n == 1 ? "admin" : "member";
      String user = String.join(",", id, account.id, role, n == 0 ? "true" : "false");
      land(created, "users", id, user + "," + date(created) + ",");
      boolean goes = leaves != NEVER && n == 0 && dice.hits(0.4);
      int gone = goes ? leaves - dice.between(10, 60) : created + dice.between(100, 3000);
      if (gone > created) {
        land(gone, "users", id, user + "," + date(created) + "," + date(gone));
      }
    }
  }

  private void answers(Profile account, int leaves, int last, Dice dice) {
    int number = 1;
    for (int day = account.createdDay + dice.between(30, 90);
        day < last;
        day += dice.between(60, 120)) {
      boolean isUnhappy = day + 120 > leaves && dice.hits(0.7);
      String survey = dice.hits(0.7) ? "nps" : "csat";
      int best = survey.equals("nps") ? 10 : 5;
      int score = isUnhappy ? dice.between(1, best / 2 + 1) : dice.between(best / 2 + 1, best);
      String id = account.id + "-r" + number++;
      String user = account.id + "-u" + dice.between(0, 1);
      land(
          day,
          "survey_responses",
          id,
          String.join(",", id, account.id, user, survey, score + ".0", date(day) + "T12:00:00Z"));
    }
  }

  private void touches(Profile account, int leaves, int last, Dice dice) {
    int number = 1;
    for (int day = account.createdDay + 3; day < last; day += dice.between(20, 45)) {
      if (day + 100 > leaves && dice.hits(0.5)) {
        continue;
      }
      String id = account.id + "-c" + number++;
      String kind = dice.hits(0.5) ? "call" : "mail";
      String minutes = String.valueOf(5 * dice.between(1, 12));
      land(
          day,
          "csm_touches",
          id,
          String.join(",", id, account.id, account.owner, date(day) + "T09:00:00Z", kind, minutes));
    }
  }

  private void milestones(Profile account, int leaves, Dice dice) {
    int created = account.createdDay;
    Map<String, Integer> plan = new LinkedHashMap<>();
    plan.put("import", 14);
    plan.put("training", 30);
    plan.put("first_value", 60);
    plan.forEach(
        (milestone, days) -> {
          String key = account.id + "," + milestone;
          String planned = key + "," + milestone.equals("first_value") + "," + date(created + days);
          land(created, "onboarding_milestones", key, planned + ",");
          int reached = created + Math.max(1, days + dice.between(-10, 20));
          if (dice.hits(leaves == NEVER ? 0.9 : 0.6)) {
            land(reached, "onboarding_milestones", key, planned + "," + date(reached));
          }
        });
  }

  private void metrics(Profile account, int leaves, int last, Dice dice) {
    double usual = dice.within(70, 140);
    for (int day = account.createdDay + 45; day < last; day += 30) {
      double decline = day + 120 > leaves ? dice.within(10, 50) : 0;
      long value = Math.round(usual + 10 * dice.normal() - decline);
      String key = String.join(",", account.id, "hours_saved", date(day));
      land(day, "success_metrics", key, key + "," + value + ",100");
    }
  }

  private void land(int day, String source, String key, String line) {
    if (day <= until) {
      landed
          .computeIfAbsent(day <= historyUntil ? HISTORY : day, d -> new LinkedHashMap<>())
          .computeIfAbsent(source, s -> new LinkedHashMap<>())
          .put(key, line);
    }
  }

  private static String date(int day) {
    return LocalDate.ofEpochDay(day).toString();
  }
}
