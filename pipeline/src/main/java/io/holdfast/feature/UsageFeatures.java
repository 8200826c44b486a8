package io.holdfast.feature;

import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.bit_count;
import static org.apache.spark.sql.functions.bit_or;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.datediff;
import static org.apache.spark.sql.functions.getbit;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.pow;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import io.holdfast.snapshot.Snapshot;
import io.holdfast.table.AccountDays;
import io.holdfast.table.AccountFeatures;
import io.holdfast.table.UserDays;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Usage in windows of whole weeks, against the account's own past, from daily tiles. */
final class UsageFeatures {
  static final int FEATURE_VERSION = 2;

  private static final Column AS_OF = AccountFeatures.AS_OF.col();
  private static final Column ACCOUNT_ID = AccountFeatures.ACCOUNT_ID.col();
  private static final String[] ACCOUNT = {"as_of", "account_id"};
  private static final List<Integer> WINDOWS = List.of(7, 28, Snapshot.LONGEST_WINDOW);
  private static final Column DAY = AccountDays.ACTIVITY_DATE.col();
  private static final Column LAST_DAY = col("last_day");

  private UsageFeatures() {}

  /** One row per (as_of, account_id) with activity in the longest window. */
  static Dataset<Row> of(Snapshot snapshot, FeatureRules rules) {
    Dataset<Row> tiles = snapshot.accountDays();
    return days(tiles, rules)
        .join(types(tiles), ACCOUNT)
        .join(users(snapshot.userDays()), ACCOUNT, "left");
  }

  /** Activity by day: quantities, active days, recency, and users where only totals are known. */
  private static Dataset<Row> days(Dataset<Row> tiles, FeatureRules rules) {
    Column isKeyEvent = AccountDays.EVENT_TYPE.col().isInCollection(rules.keyEvents());
    Column quantity = AccountDays.QUANTITY.col();
    Dataset<Row> accountDays =
        tiles
            .groupBy(AS_OF, ACCOUNT_ID, DAY)
            .agg(
                sum(quantity).as("quantity"),
                sum(when(isKeyEvent, quantity)).as("key_quantity"),
                max(AccountDays.ACTIVE_USERS.col()).as("daily_users"));
    List<Column> aggregates = new ArrayList<>();
    for (int window : WINDOWS) {
      aggregates.add(
          sum(when(DayWindow.isWithin(DAY, window), col("quantity"))).as("sum_" + window));
      aggregates.add(count_if(DayWindow.isWithin(DAY, window)).as("days_" + window));
      aggregates.add(
          avg(when(DayWindow.isWithin(DAY, window), col("daily_users")))
              .as("daily_users_" + window));
    }
    Column week = DayWindow.weeksAgo(DAY);
    aggregates.add(
        WeeklyZScore.squares(w -> when(week.equalTo(w), col("quantity"))).as("sum_squares"));
    aggregates.add(WeeklyZScore.squares(w -> when(week.equalTo(w), 1)).as("days_squares"));
    aggregates.add(min(DAY).as("first_day"));
    for (int window : List.of(28, Snapshot.LONGEST_WINDOW)) {
      aggregates.add(
          sum(when(DayWindow.isWithin(DAY, window), col("key_quantity"))).as("key_" + window));
    }
    return accountDays
        .groupBy(AS_OF, ACCOUNT_ID)
        .agg(max(DAY).as("last_day"), aggregates.toArray(Column[]::new));
  }

  /** Breadth: how many types were used, two-phase so that nothing distinct is counted. */
  private static Dataset<Row> types(Dataset<Row> tiles) {
    return tiles
        .groupBy(AS_OF, ACCOUNT_ID, AccountDays.EVENT_TYPE.col())
        .agg(max(DAY).as("last_day"))
        .groupBy(AS_OF, ACCOUNT_ID)
        .agg(
            count_if(DayWindow.isWithin(LAST_DAY, 7)).as("types_7"),
            count_if(DayWindow.isWithin(LAST_DAY, 28)).as("types_28"),
            count_if(DayWindow.isWithin(LAST_DAY, 84)).as("types_84"));
  }

  /**
   * People: a user was active in a window when the last activity lies in it. The weeks in which a
   * user was active are the bits of a number, so that each user stays one row.
   */
  private static Dataset<Row> users(Dataset<Row> tiles) {
    Column quantity = UserDays.QUANTITY.col();
    return tiles
        .groupBy(AS_OF, ACCOUNT_ID, UserDays.USER_ID.col())
        .agg(
            max(DAY).as("last_day"),
            sum(when(DayWindow.isWithin(DAY, 28), quantity)).as("user_28"),
            bit_or(pow(lit(2), DayWindow.weeksAgo(DAY)).cast("int")).as("weeks"))
        .groupBy(AS_OF, ACCOUNT_ID)
        .agg(
            count_if(DayWindow.isWithin(LAST_DAY, 7)).as("users_7"),
            count_if(DayWindow.isWithin(LAST_DAY, 28)).as("users_28"),
            count_if(DayWindow.isWithin(LAST_DAY, 84)).as("users_84"),
            max(col("user_28")).as("heaviest_28"),
            sum(col("user_28")).as("all_users_28"),
            sum(bit_count(col("weeks").bitwiseAND(0b1111))).as("user_weeks_28"),
            sum(bit_count(col("weeks"))).as("user_weeks_84"),
            WeeklyZScore.squares(w -> getbit(col("weeks"), lit(w))).as("user_weeks_squares"));
  }

  /**
   * The usage columns of AccountFeatures over the spine joined with the rows of {@link #of}: absent
   * activity counts 0, recency is null; without a usage source all is null.
   */
  static Map<String, Column> columns(Snapshot snapshot, FeatureRules rules) {
    boolean isKnown = snapshot.has(AccountDays.TABLE);
    Map<String, Column> columns = new LinkedHashMap<>();
    for (int window : WINDOWS) {
      columns.put("events_" + window + "d", count(isKnown, "sum_" + window));
      columns.put("active_days_" + window + "d", count(isKnown, "days_" + window));
      columns.put("active_users_" + window + "d", ifKnown(isKnown, activeUsers(window)));
      columns.put("event_types_" + window + "d", count(isKnown, "types_" + window));
    }
    Column seats = AccountFeatures.SEATS.col();
    Column events = coalesce(col("sum_28"), lit(0));
    boolean hasKeyEvents = isKnown && !rules.keyEvents().isEmpty();
    columns.put(AccountFeatures.EVENTS_PER_SEAT_28D.name(), ifKnown(isKnown, ratio(events, seats)));
    columns.put(
        AccountFeatures.SEAT_USE_RATIO_28D.name(), ifKnown(isKnown, ratio(activeUsers(28), seats)));
    columns.put(AccountFeatures.EVENTS_TREND_RATIO_28D.name(), trend("sum"));
    columns.put(AccountFeatures.ACTIVE_DAYS_TREND_RATIO_28D.name(), trend("days"));
    columns.put(
        AccountFeatures.ACTIVE_USERS_TREND_RATIO_28D.name(),
        ratio(activeUsers(28), activeUsers(84)));
    columns.put(AccountFeatures.EVENTS_Z_SCORE_28D.name(), zScore("sum"));
    columns.put(AccountFeatures.ACTIVE_DAYS_Z_SCORE_28D.name(), zScore("days"));
    columns.put(AccountFeatures.ACTIVE_USERS_Z_SCORE_28D.name(), zScore("user_weeks"));
    columns.put(AccountFeatures.DAYS_SINCE_ACTIVITY.name(), datediff(AS_OF, LAST_DAY));
    columns.put(
        AccountFeatures.HEAVIEST_USER_RATIO_28D.name(),
        ratio(col("heaviest_28"), col("all_users_28")));
    columns.put(AccountFeatures.KEY_EVENTS_28D.name(), count(hasKeyEvents, "key_28"));
    columns.put(AccountFeatures.KEY_EVENTS_84D.name(), count(hasKeyEvents, "key_84"));
    return columns;
  }

  /** Distinct users where they are known, else the mean of the daily totals; 0 when silent. */
  private static Column activeUsers(int window) {
    Column isSilent = coalesce(col("days_" + window), lit(0)).equalTo(0);
    return when(isSilent, lit(0.0))
        .otherwise(
            when(col("users_" + window).gt(0), col("users_" + window))
                .otherwise(col("daily_users_" + window))
                .cast("double"));
  }

  /**
   * Over the spine joined with the rows of {@link #of}: whether an account's events say who did
   * what; a silent account leaves no doubt.
   */
  static Column namesUsers() {
    return coalesce(col("days_84"), lit(0)).equalTo(0).or(coalesce(col("users_84"), lit(0)).gt(0));
  }

  private static Column trend(String what) {
    return ratio(recent(what), before(what).divide(lit(2)));
  }

  /** An account that was used on trial had started before its first term. */
  private static Column zScore(String what) {
    Column days = greatest(AccountFeatures.TENURE_DAYS.col(), datediff(AS_OF, col("first_day")));
    return WeeklyZScore.of(recent(what), before(what), col(what + "_squares"), days);
  }

  private static Column recent(String what) {
    return coalesce(col(what + "_28"), lit(0)).cast("double");
  }

  private static Column before(String what) {
    return col(what + "_84").cast("double").minus(recent(what));
  }

  private static Column count(boolean isKnown, String aggregate) {
    return ifKnown(isKnown, coalesce(col(aggregate), lit(0)));
  }

  private static Column ifKnown(boolean isKnown, Column value) {
    return isKnown ? value : lit(null);
  }

  private static Column ratio(Column part, Column whole) {
    return when(whole.gt(0), part.cast("double").divide(whole.cast("double")));
  }
}
