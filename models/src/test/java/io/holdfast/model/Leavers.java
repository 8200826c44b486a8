package io.holdfast.model;

import io.holdfast.label.Target;
import io.holdfast.table.AccountEventFeatures;
import io.holdfast.table.AccountFeatures;
import io.holdfast.table.AccountLabels;
import io.holdfast.table.Table;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;

/**
 * Invented accounts, each with a day on which it leaves or with none, seen on training dates until
 * then; and features of any kind, told by how many days are left.
 */
final class Leavers {
  static final int HORIZON_DAYS = 60;
  static final List<LocalDate> DATES = Customers.months(14);
  static final Folds.Fold FOLD = new Folds.Fold(1, DATES.subList(0, 10), DATES.subList(12, 14));

  /** A value of an account on a date; null is a value too. */
  interface Value {
    Object of(Seen seen, Random dice);
  }

  /**
   * An account on a date.
   *
   * @param daysLeft until it leaves
   * @param leavesAfter days from the first date to that day
   */
  record Seen(String account, LocalDate date, int daysLeft, int leavesAfter) {
    boolean leaves() {
      return daysLeft <= HORIZON_DAYS;
    }

    /** Whether it leaves before the history was loaded: what somebody knew who looked back. */
    boolean everLeaves() {
      return leavesAfter <= 28 * DATES.size() + HORIZON_DAYS;
    }

    /** The same on each date of the account. */
    Random ownDice() {
      // Random's first numbers hardly differ for seeds that lie near each other.
      return new Random(account.hashCode() * 0x9E3779B97F4A7C15L);
    }
  }

  private final List<Seen> seen = new ArrayList<>();
  private final Map<String, List<Object>> columns = new LinkedHashMap<>();
  private final List<FeatureRows.Feature> features = new ArrayList<>();
  private final List<float[]> places = new ArrayList<>();
  private final Random dice = new Random(11);

  /**
   * Invents accounts.
   *
   * @param rate roughly how many of a hundred leave within a horizon
   */
  Leavers(int number, int rate) {
    for (int account = 0; account < number; account++) {
      double horizons = -Math.log(1 - dice.nextDouble()) * 100 / rate;
      long leaves = (long) Math.min(100_000, horizons * HORIZON_DAYS);
      for (LocalDate date : DATES) {
        long left = leaves - ChronoUnit.DAYS.between(DATES.get(0), date);
        if (left > 0) {
          seen.add(new Seen(String.format("a%04d", account), date, (int) left, (int) leaves));
        }
      }
    }
  }

  /** The same accounts with another feature: a number, or words; nulls are marked. */
  Leavers with(String name, Value value) {
    List<Object> values = new ArrayList<>();
    seen.forEach(s -> values.add(value.of(s, dice)));
    columns.put(name, values);
    List<Object> words =
        values.stream().filter(String.class::isInstance).distinct().sorted().toList();
    if (words.isEmpty()) {
      int number = place(values, v -> v == null ? -1 : ((java.lang.Number) v).floatValue());
      int missing = values.contains(null) ? place(values, v -> v == null ? 1 : 0) : -1;
      features.add(new FeatureRows.Feature(name, number, missing, List.of()));
    } else {
      features.add(
          new FeatureRows.Feature(
              name,
              -1,
              -1,
              words.stream().map(w -> place(values, v -> w.equals(v) ? 1 : 0)).toList()));
    }
    return this;
  }

  private int place(List<Object> values, java.util.function.ToDoubleFunction<Object> number) {
    float[] numbers = new float[values.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (float) number.applyAsDouble(values.get(i));
    }
    places.add(numbers);
    return places.size() - 1;
  }

  FeatureRows rows() {
    return FeatureRows.of(
        features,
        seen.stream().map(Seen::date).toArray(LocalDate[]::new),
        seen.stream().mapToInt(s -> Integer.parseInt(s.account().substring(1))).toArray(),
        seen.stream().mapToDouble(s -> s.leaves() ? 1 : 0).toArray(),
        places.toArray(float[][]::new));
  }

  /** The same as stored features and labels; a feature named events_28d:type becomes events. */
  TrainingSet trainingSet(SparkSession spark, Target target) {
    List<Row> rows = new ArrayList<>();
    List<Row> events = new ArrayList<>();
    List<Row> labels = new ArrayList<>();
    for (int i = 0; i < seen.size(); i++) {
      Map<String, Object> key = key(seen.get(i));
      Map<String, Object> values = new HashMap<>(key);
      values.put("mrr", 100);
      values.put("notice_given", false);
      for (Map.Entry<String, List<Object>> column : columns.entrySet()) {
        Object value = column.getValue().get(i);
        String[] name = column.getKey().split(":");
        if (name.length == 1) {
          values.put(name[0], value);
        } else {
          Map<String, Object> event = new HashMap<>(key);
          event.putAll(Map.of("event_type", name[1], "events_28d", value, "events_84d", value));
          events.add(row(AccountEventFeatures.TABLE, event));
        }
      }
      rows.add(row(AccountFeatures.TABLE, values));
      Map<String, Object> label = new HashMap<>(key);
      label.putAll(Map.of("target", target.word(), "label", seen.get(i).leaves() ? 1 : 0));
      labels.add(row(AccountLabels.TABLE, label));
    }
    return TrainingSet.of(
        target,
        spark.createDataFrame(rows, AccountFeatures.TABLE.schema()),
        spark.createDataFrame(events, AccountEventFeatures.TABLE.schema()),
        spark.createDataFrame(labels, AccountLabels.TABLE.schema()),
        DATES);
  }

  private static Map<String, Object> key(Seen seen) {
    return Map.of("as_of", seen.date(), "account_id", seen.account());
  }

  private static Row row(Table table, Map<String, Object> values) {
    return RowFactory.create(
        table.columns().stream().map(c -> typed(c.type(), values.get(c.name()))).toArray());
  }

  private static Object typed(DataType type, Object value) {
    if (!(value instanceof java.lang.Number number)) {
      return value;
    }
    return switch (type.typeName()) {
      case "integer" -> number.intValue();
      case "long" -> number.longValue();
      case "double" -> number.doubleValue();
      default -> BigDecimal.valueOf(number.doubleValue());
    };
  }
}
