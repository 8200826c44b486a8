package io.holdfast.model;

import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.TestSession;
import io.holdfast.label.Target;
import io.holdfast.outreach.ListRules;
import io.holdfast.outreach.ReasonFamily;
import io.holdfast.outreach.Reasons;
import io.holdfast.outreach.UsageTrust;
import io.holdfast.table.AccountEventFeatures;
import io.holdfast.table.AccountFeatures;
import io.holdfast.table.AccountLabels;
import io.holdfast.table.AccountScores;
import io.holdfast.table.AccountUsualValues;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;
import org.junit.jupiter.api.Test;

/**
 * A world whose hazards are known: what is wrong with an account adds to its log-odds of leaving,
 * several things to some. Where one thing outweighs all others, it must be the first that is said.
 */
class PlantedCausesTest {
  private static final List<LocalDate> DATES = Customers.months(4);
  private static final LocalDate NIGHT = DATES.get(3).plusDays(84);
  private static final int ACCOUNTS = 900;

  /** Outweighs: at least so much in log-odds, and so many times the next. */
  private static final double HEAVY = 1.5;

  private static final double TIMES_THE_NEXT = 1.5;

  private static final ListRules RULES =
      new ListRules(
          20, 20, 4, 2, 1, "USD", 60, false, Set.of("users", "invoices", "support_tickets"));

  @Test
  void the_cause_that_weighs_most_is_the_first_reason() {
    World past = new World(new Random(11));
    DATES.forEach(past::add);
    World night = new World(new Random(12));
    night.add(NIGHT);
    TrainingSet set =
        TrainingSet.of(Target.CHURN, past.features(), World.noEvents(), past.labels(), DATES);
    Encoding encoding = set.encoding(DATES).encoding();
    Dataset<Row> rows = set.encoded(encoding).persist(StorageLevel.MEMORY_AND_DISK());
    Model model = new Model(encoding, Learner.TREES.fit(rows, Boosting.USUAL), Calibration.NONE);
    rows.unpersist();

    Dataset<Row> scores =
        model
            .contributions(
                night.features(), World.noEvents(), feature -> ReasonFamily.of(feature).word())
            .withColumn(AccountScores.TARGET.name(), lit(Target.CHURN.word()));
    Map<String, List<ReasonFamily>> said =
        Reasons.of(scores, night.features(), night.usual(), RULES, UsageTrust.WHOLE)
            .filter(AccountScores.TARGET.col().equalTo(Target.CHURN.word()))
            .orderBy("account_id", "rank")
            .select("account_id", "feature")
            .collectAsList()
            .stream()
            .collect(
                Collectors.groupingBy(
                    row -> row.getString(0),
                    Collectors.mapping(
                        row -> ReasonFamily.of(row.getString(1)), Collectors.toList())));

    Map<String, ReasonFamily> dominant = night.dominant();
    Map<ReasonFamily, Long> first = count(dominant, said, 1);
    Map<ReasonFamily, Long> named = count(dominant, said, Reasons.MOST);
    Map<ReasonFamily, Long> all =
        dominant.values().stream().collect(Collectors.groupingBy(f -> f, Collectors.counting()));
    System.out.printf("planted %s, first %s, named %s%n", all, first, named);
    assertThat(all.keySet()).containsAll(World.CAUSES);
    assertThat(share(first, dominant)).as("first").isGreaterThanOrEqualTo(0.7);
    assertThat(share(named, dominant)).as("of the first three").isGreaterThanOrEqualTo(0.9);
  }

  private static double share(Map<ReasonFamily, Long> found, Map<String, ReasonFamily> dominant) {
    return (double) sum(found.values()) / dominant.size();
  }

  private static long sum(Collection<Long> counts) {
    return counts.stream().mapToLong(Long::longValue).sum();
  }

  /** By cause: accounts among whose first reasons it is. */
  private static Map<ReasonFamily, Long> count(
      Map<String, ReasonFamily> dominant, Map<String, List<ReasonFamily>> said, int ranks) {
    return dominant.entrySet().stream()
        .filter(
            e ->
                said.getOrDefault(e.getKey(), List.of()).stream()
                    .limit(ranks)
                    .anyMatch(family -> family == e.getValue()))
        .collect(Collectors.groupingBy(Map.Entry::getValue, Collectors.counting()));
  }

  /** Accounts of which each thing is wrong with one in eight, more or less badly. */
  private static final class World {
    static final List<ReasonFamily> CAUSES =
        List.of(
            ReasonFamily.USAGE,
            ReasonFamily.SUPPORT,
            ReasonFamily.SPONSOR,
            ReasonFamily.PAYMENT,
            ReasonFamily.SEATS_USED);

    private static final double BASE_LOG_ODDS = -4.5;
    private static final double LOG_ODDS_OF_THE_WORST = 4.5;

    private final Random dice;
    private final List<Row> features = new ArrayList<>();
    private final List<Row> labels = new ArrayList<>();
    private final List<Row> usual = new ArrayList<>();
    private final Map<String, ReasonFamily> dominant = new HashMap<>();

    World(Random dice) {
      this.dice = dice;
    }

    void add(LocalDate date) {
      for (int i = 0; i < ACCOUNTS; i++) {
        add(date, String.format("a%04d", i));
      }
    }

    private void add(LocalDate date, String account) {
      Map<ReasonFamily, Double> severities = new EnumMap<>(ReasonFamily.class);
      CAUSES.forEach(
          cause -> severities.put(cause, dice.nextInt(8) == 0 ? 0.3 + 0.7 * dice.nextDouble() : 0));
      List<Double> weights =
          severities.values().stream()
              .map(severity -> severity * LOG_ODDS_OF_THE_WORST)
              .sorted()
              .toList();
      double greatest = weights.get(weights.size() - 1);
      if (greatest >= HEAVY && greatest >= TIMES_THE_NEXT * weights.get(weights.size() - 2)) {
        severities.forEach(
            (cause, severity) -> {
              if (severity * LOG_ODDS_OF_THE_WORST == greatest) {
                dominant.put(account, cause);
              }
            });
      }
      double odds = BASE_LOG_ODDS + weights.stream().mapToDouble(w -> w).sum();
      boolean leaves = dice.nextDouble() < Rescale.sigmoid(odds);
      features.add(Customers.row(AccountFeatures.TABLE, values(date, account, severities)));
      labels.add(
          Customers.row(
              AccountLabels.TABLE,
              Map.of(
                  "as_of",
                  date,
                  "account_id",
                  account,
                  "target",
                  Target.CHURN.word(),
                  "label",
                  leaves ? 1 : 0)));
    }

    private Map<String, Object> values(
        LocalDate date, String account, Map<ReasonFamily, Double> severities) {
      double fall = 1 - 0.7 * severities.get(ReasonFamily.USAGE);
      double trouble = severities.get(ReasonFamily.SUPPORT);
      double away = severities.get(ReasonFamily.SPONSOR);
      double owes = severities.get(ReasonFamily.PAYMENT);
      double unused = severities.get(ReasonFamily.SEATS_USED);
      double events = 100 + dice.nextInt(400);
      double days = 14 + dice.nextInt(8);
      double users = 5 + dice.nextInt(20);
      long seats = Math.round(users / (0.5 + 0.4 * dice.nextDouble()));
      Map<String, Object> past = new HashMap<>();
      past.put("as_of", date);
      past.put("account_id", account);
      past.put("usual_events_28d", events);
      past.put("usual_active_days_28d", days);
      past.put("usual_active_users_28d", users);
      past.put("usual_bug_tickets_84d", 0.0);
      past.put("usual_days_since_sponsor_activity", 3.0);
      past.put("usual_oldest_overdue_days", 0.0);
      past.put("inputs_fingerprint", "same");
      usual.add(Customers.row(AccountUsualValues.TABLE, past));

      Map<String, Object> values = new HashMap<>();
      values.put("as_of", date);
      values.put("account_id", account);
      values.put("segment", dice.nextBoolean() ? "smb" : "enterprise");
      values.put("mrr", BigDecimal.valueOf(1000 + dice.nextInt(90_000), 2));
      values.put("notice_given", false);
      values.put("in_grace", false);
      values.put("tenure_days", 100 + dice.nextInt(900));
      values.put("days_to_term_end", dice.nextInt(365));
      double shrinks = fall * (0.9 + 0.2 * dice.nextDouble());
      values.put("events_28d", events * shrinks);
      values.put("active_days_28d", (int) Math.round(days * shrinks));
      values.put("active_users_28d", users * shrinks);
      values.put("events_trend_ratio_28d", shrinks);
      values.put("seats", Math.round(seats / (1 - 0.85 * unused)));
      values.put("seat_use_ratio_28d", (0.5 + 0.4 * dice.nextDouble()) * (1 - 0.85 * unused));
      values.put(
          "bug_tickets_84d",
          dice.nextInt(5) / 4 + (trouble > 0 ? 1 + (int) Math.round(4 * trouble) : 0));
      values.put("is_sponsor_silent_28d", away > 0);
      values.put(
          "days_since_sponsor_activity",
          1 + dice.nextInt(7) + (away > 0 ? 28 + (int) Math.round(60 * away) : 0));
      values.put(
          "oldest_overdue_days",
          Math.max(0, dice.nextInt(30) - 25) + (owes > 0 ? 10 + (int) Math.round(60 * owes) : 0));
      values.put("late_payments_84d", owes > 0 ? 1 + (int) Math.round(2 * owes) : 0);
      values.put("inputs_fingerprint", "same");
      return values;
    }

    Map<String, ReasonFamily> dominant() {
      return dominant;
    }

    Dataset<Row> features() {
      return TestSession.spark().createDataFrame(features, AccountFeatures.TABLE.schema());
    }

    Dataset<Row> labels() {
      return TestSession.spark().createDataFrame(labels, AccountLabels.TABLE.schema());
    }

    Dataset<Row> usual() {
      return TestSession.spark().createDataFrame(usual, AccountUsualValues.TABLE.schema());
    }

    static Dataset<Row> noEvents() {
      return TestSession.spark()
          .createDataFrame(List.<Row>of(), AccountEventFeatures.TABLE.schema());
    }
  }
}
