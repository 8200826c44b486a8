package io.holdfast.table;

import static io.holdfast.table.AccountFeatures.*;

import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.types.DataTypes;

/**
 * One row per as-of date and account: medians of its features on a few dates up to then. They
 * change every fourth week; the night that finds them stored reads one narrow file.
 */
public final class AccountUsualValues {
  public static final Column AS_OF =
      Column.key("as_of", DataTypes.DateType, "The newest of the dates that the medians are of");
  public static final Column ACCOUNT_ID =
      Column.key("account_id", DataTypes.StringType, "The customer");
  public static final Column INPUTS_FINGERPRINT =
      Column.attribute(
          "inputs_fingerprint",
          DataTypes.StringType,
          "Hash of the stored feature rows that the row was made from");

  /** What an account is held against its own past in. */
  public static final List<Column> FEATURES =
      List.of(
          MRR_CHANGE_84D,
          SEATS_CHANGE_84D,
          DAYS_TO_TERM_END,
          EVENTS_28D,
          ACTIVE_DAYS_28D,
          ACTIVE_USERS_28D,
          SEAT_USE_RATIO_28D,
          EVENT_TYPES_28D,
          KEY_EVENTS_84D,
          BUG_TICKETS_84D,
          REOPENED_TICKETS_84D,
          ESCALATED_TICKETS_84D,
          RESOLUTION_HOURS_84D,
          FEATURE_REQUESTS_OPEN,
          PLAN_QUESTIONS_84D,
          CSAT_84D,
          OLDEST_OVERDUE_DAYS,
          LATE_PAYMENTS_84D,
          DAYS_SINCE_SPONSOR_ACTIVITY,
          DAYS_SINCE_HEAVIEST_USER_ACTIVITY,
          TOUCHES_84D,
          NPS_SCORE,
          CSAT_SCORE,
          METRICS_ON_TARGET_RATIO);

  public static final Table TABLE =
      Table.of(
              "features",
              "account_usual_values",
              "One row per as-of date and account",
              Stream.of(
                      Stream.of(AS_OF, ACCOUNT_ID),
                      FEATURES.stream().map(AccountUsualValues::of),
                      Stream.of(INPUTS_FINGERPRINT))
                  .flatMap(columns -> columns)
                  .toArray(Column[]::new))
          .partitionedBy(AS_OF, INPUTS_FINGERPRINT);

  private AccountUsualValues() {}

  /** The column that holds the usual value of a feature. */
  public static Column of(Column feature) {
    return Column.measure(
        "usual_" + feature.name(),
        DataTypes.DoubleType,
        "Median of " + feature.name() + "; null with fewer than three values");
  }
}
