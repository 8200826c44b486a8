package io.holdfast.model;

import io.holdfast.feature.Hindsight;
import io.holdfast.label.LabelRule;
import io.holdfast.label.Target;
import io.holdfast.lake.Inputs;
import io.holdfast.outreach.ListRules;
import io.holdfast.table.AccountEventFeatures;
import io.holdfast.table.AccountFeatures;
import io.holdfast.table.AccountLabels;
import io.holdfast.table.Table;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;

/**
 * Stored features and labels of invented customers. Who leaves depends on falling use, on the plan
 * and on a bit of luck; or on luck alone.
 */
final class Customers {
  static final LabelRule RULE = new LabelRule(Target.CHURN, 0, 60, 14, null);

  static final ListRules LISTS = new ListRules(20, 20, 4, 2, 1, "USD", 60, false, Set.of());

  /** A business that has two sources. */
  static final Inputs INPUTS =
      new Inputs(
          List.of(
              new Inputs.Input("accounts", LocalDate.of(2024, 8, 31), true, "a1"),
              new Inputs.Input("accounts", LocalDate.of(2024, 9, 1), false, "a2"),
              new Inputs.Input("subscriptions", LocalDate.of(2024, 9, 1), false, "s1")));

  private final SparkSession spark;
  private final List<Row> features = new ArrayList<>();
  private final List<Row> events = new ArrayList<>();
  private final List<Row> labels = new ArrayList<>();
  private final List<LocalDate> dates;

  /**
   * Invents customers.
   *
   * @param pull 0: luck alone; 3: easily learned
   * @param rate roughly how many of a hundred leave
   */
  Customers(SparkSession spark, List<LocalDate> dates, int accounts, double pull, double rate) {
    this.spark = spark;
    this.dates = dates;
    Random dice = new Random(7);
    for (LocalDate date : dates) {
      for (int account = 0; account < accounts; account++) {
        double trend = dice.nextDouble() * 2;
        boolean isFree = dice.nextInt(4) == 0;
        double odds = Math.log(rate / (100 - rate)) + pull * ((1 - trend) + (isFree ? 0.8 : -0.2));
        boolean leaves = dice.nextDouble() < 1 / (1 + Math.exp(-odds));
        add(date, String.format("a%04d", account), trend, isFree, leaves, dice);
      }
    }
  }

  /** What a training needs to know, with time for 20 calls. */
  static Trainer.Request request(
      LocalDate asOf, LabelRule rule, int minPositives, Hindsight... hindsight) {
    return new Trainer.Request(
        asOf, rule, minPositives, 20, LISTS, List.of(hindsight), "settings", "code", INPUTS);
  }

  static List<LocalDate> months(int number) {
    LocalDate first = LocalDate.of(2024, 1, 4);
    return java.util.stream.IntStream.range(0, number)
        .mapToObj(i -> first.plusDays(28L * i))
        .toList();
  }

  private void add(
      LocalDate date, String account, double trend, boolean isFree, boolean leaves, Random dice) {
    double use = 40 * dice.nextDouble() * (trend + 0.1);
    Map<String, Object> values = new HashMap<>();
    values.put("as_of", date);
    values.put("account_id", account);
    values.put("segment", dice.nextBoolean() ? "smb" : "enterprise");
    values.put("plan", isFree ? "basic" : "pro");
    values.put("mrr", BigDecimal.valueOf(1000 + dice.nextInt(90_000), 2));
    values.put("seats", (long) (1 + dice.nextInt(50)));
    values.put("notice_given", false);
    values.put("in_grace", false);
    values.put("events_28d", use);
    values.put("active_days_28d", Math.min(28, (int) use));
    values.put("events_trend_ratio_28d", dice.nextInt(10) == 0 ? null : trend);
    values.put("seat_use_ratio_28d", dice.nextDouble());
    values.put("inputs_fingerprint", "same");
    features.add(row(AccountFeatures.TABLE, values));
    events.add(
        row(
            AccountEventFeatures.TABLE,
            Map.of(
                "as_of",
                date,
                "account_id",
                account,
                "event_type",
                "login",
                "events_28d",
                use,
                "events_84d",
                2 * use)));
    labels.add(
        row(
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

  static Row row(Table table, Map<String, Object> values) {
    return RowFactory.create(
        table.columns().stream().map(c -> values.get(c.name())).toArray(Object[]::new));
  }

  Dataset<Row> features() {
    return spark.createDataFrame(features, AccountFeatures.TABLE.schema());
  }

  Dataset<Row> events() {
    return spark.createDataFrame(events, AccountEventFeatures.TABLE.schema());
  }

  Dataset<Row> labels() {
    return spark.createDataFrame(labels, AccountLabels.TABLE.schema());
  }

  TrainingSet trainingSet() {
    return TrainingSet.of(Target.CHURN, features(), events(), labels(), dates);
  }
}
