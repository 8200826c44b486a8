package io.holdfast.tile;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.from_utc_timestamp;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.to_date;
import static org.apache.spark.sql.functions.when;

import io.holdfast.table.AccountDays;
import io.holdfast.table.Batch;
import io.holdfast.table.UsageEvents;
import io.holdfast.table.UserDays;
import java.time.ZoneId;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Events summed by business day. */
public final class Tiles {
  private Tiles() {}

  /** One row per account, day, event type and batch, conforming to AccountDays. */
  public static Dataset<Row> accountDays(Dataset<Row> events, ZoneId zone) {
    // Users first: the rows of the first step are distinct users, so nothing distinct is counted.
    Dataset<Row> users =
        dated(events, zone)
            .groupBy(
                AccountDays.ACCOUNT_ID.col(),
                AccountDays.ACTIVITY_DATE.col(),
                AccountDays.EVENT_TYPE.col(),
                AccountDays.INGESTED_ON.col(),
                UsageEvents.USER_ID.col())
            .agg(
                sum(UsageEvents.QUANTITY.col()).as("user_quantity"),
                max(AccountDays.KNOWN_ON.col()).as("user_known_on"),
                max(UsageEvents.ACTIVE_USERS.col()).as("daily_total"));
    Column distinctUsers = count(UsageEvents.USER_ID.col());
    return AccountDays.TABLE.conform(
        users
            .groupBy(
                AccountDays.ACCOUNT_ID.col(),
                AccountDays.ACTIVITY_DATE.col(),
                AccountDays.EVENT_TYPE.col(),
                AccountDays.INGESTED_ON.col())
            .agg(
                AccountDays.KNOWN_ON.from(max(col("user_known_on"))),
                AccountDays.QUANTITY.from(sum(col("user_quantity"))),
                AccountDays.ACTIVE_USERS.from(
                    coalesce(when(distinctUsers.gt(0), distinctUsers), max(col("daily_total"))))));
  }

  /** One row per account, user, day and batch, conforming to UserDays. */
  public static Dataset<Row> userDays(Dataset<Row> events, ZoneId zone) {
    return UserDays.TABLE.conform(
        dated(events.filter(UsageEvents.USER_ID.col().isNotNull()), zone)
            .groupBy(
                UserDays.ACCOUNT_ID.col(),
                UserDays.USER_ID.col(),
                UserDays.ACTIVITY_DATE.col(),
                UserDays.INGESTED_ON.col())
            .agg(
                UserDays.KNOWN_ON.from(max(AccountDays.KNOWN_ON.col())),
                UserDays.QUANTITY.from(sum(UsageEvents.QUANTITY.col()))));
  }

  private static Dataset<Row> dated(Dataset<Row> events, ZoneId zone) {
    Column activityDate = to_date(from_utc_timestamp(UsageEvents.EVENT_AT.col(), zone.getId()));
    Column knownOn =
        when(Batch.IS_HISTORY.col(), least(activityDate, Batch.INGESTED_ON.col()))
            .otherwise(greatest(activityDate, Batch.INGESTED_ON.col()));
    return events
        .withColumn(AccountDays.ACTIVITY_DATE.name(), activityDate)
        .withColumn(AccountDays.KNOWN_ON.name(), knownOn);
  }
}
