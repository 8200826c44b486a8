package io.holdfast.feature;

import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.date_sub;
import static org.apache.spark.sql.functions.datediff;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import io.holdfast.snapshot.Snapshot;
import io.holdfast.table.AccountDays;
import io.holdfast.table.AccountEventFeatures;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Usage by what was done, long: the model learns which types there are, the schema does not. */
public final class EventFeatures {
  static final int FEATURE_VERSION = 1;

  private EventFeatures() {}

  /** One row per (as_of, account_id, event_type) used in the longest window. */
  public static Dataset<Row> of(Snapshot snapshot) {
    Column asOf = AccountEventFeatures.AS_OF.col();
    Column day = AccountDays.ACTIVITY_DATE.col();
    Column isRecent = day.gt(date_sub(asOf, 28));
    Column account = AccountEventFeatures.ACCOUNT_ID.col();
    Column type = AccountEventFeatures.EVENT_TYPE.col();
    // A late batch brings a second tile of the same day: days first, so that its users are not
    // averaged as two days.
    Dataset<Row> typeDays =
        snapshot
            .accountDays()
            .groupBy(asOf, account, type, day)
            .agg(
                sum(AccountDays.QUANTITY.col()).as("quantity"),
                max(AccountDays.ACTIVE_USERS.col()).as("users"));
    return typeDays
        .groupBy(asOf, account, type)
        .agg(
            coalesce(sum(when(isRecent, col("quantity"))), lit(0)).as("sum_28"),
            sum(col("quantity")).as("sum_84"),
            avg(when(isRecent, col("users"))).as("users_28"),
            max(day).as("last_day"))
        .select(
            asOf,
            account,
            type,
            AccountEventFeatures.EVENTS_28D.from(col("sum_28")),
            AccountEventFeatures.EVENTS_84D.from(col("sum_84")),
            AccountEventFeatures.ACTIVE_USERS_28D.from(col("users_28")),
            AccountEventFeatures.DAYS_SINCE_EVENT.from(datediff(asOf, col("last_day"))));
  }
}
