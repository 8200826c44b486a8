package io.holdfast.tile;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.date_sub;
import static org.apache.spark.sql.functions.from_utc_timestamp;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.to_date;

import io.holdfast.table.Batch;
import io.holdfast.table.UsageEvents;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.TreeSet;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The events of batches without those that were delivered before: an event of D counts when its id
 * is in no batch of [D−K, D). A pure function of the batches, so the order of landing is free.
 */
public final class NewEvents {
  /** K: deliveries repeat within days. */
  public static final int DAYS_OF_REPEATS = 3;

  private NewEvents() {}

  /**
   * The new events among those of some batches. A history is the one batch too long to be compared
   * whole: of it only the events of the last K days before D count, and those of the event's own
   * business day, since an event that is delivered again keeps its instant.
   *
   * @param events clean events of the batches
   * @param earlier clean events of all batches that lie within K days before one of them; a history
   *     may be cut by {@link #mayRepeat}
   * @param zone cuts business days
   */
  public static Dataset<Row> of(Dataset<Row> events, Dataset<Row> earlier, ZoneId zone) {
    Column businessDay = to_date(from_utc_timestamp(UsageEvents.EVENT_AT.col(), zone.getId()));
    Dataset<Row> ids =
        earlier
            .filter(UsageEvents.EVENT_ID.col().isNotNull())
            .select(
                UsageEvents.EVENT_ID.col().as("earlier_id"),
                Batch.INGESTED_ON.col().as("earlier_on"),
                Batch.IS_HISTORY.col().as("earlier_is_history"),
                businessDay.as("earlier_day"));
    Column oldest = date_sub(Batch.INGESTED_ON.col(), DAYS_OF_REPEATS);
    Column isBefore =
        col("earlier_on").lt(Batch.INGESTED_ON.col()).and(col("earlier_on").geq(oldest));
    Column isComparable =
        not(col("earlier_is_history"))
            .or(col("earlier_day").geq(oldest))
            .or(col("earlier_day").equalTo(businessDay));
    return events.join(
        ids,
        UsageEvents.EVENT_ID.col().equalTo(col("earlier_id")).and(isBefore).and(isComparable),
        "left_anti");
  }

  /**
   * The events of a history that batches soon after it may repeat: those of its last K days and
   * those of the business days that the batches' own events bear. Ranges of instants, so that
   * Parquet skips all other pages.
   */
  public static Column mayRepeat(
      LocalDate firstBatch, Collection<LocalDate> businessDays, ZoneId zone) {
    Column inLastDays =
        UsageEvents.EVENT_AT.col().geq(start(firstBatch.minusDays(DAYS_OF_REPEATS), zone));
    Column anyDay = inLastDays;
    for (LocalDate day : new TreeSet<>(businessDays)) {
      anyDay =
          anyDay.or(
              UsageEvents.EVENT_AT
                  .col()
                  .geq(start(day, zone))
                  .and(UsageEvents.EVENT_AT.col().lt(start(day.plusDays(1), zone))));
    }
    return anyDay;
  }

  private static Column start(LocalDate day, ZoneId zone) {
    return lit(day.atStartOfDay(zone).withZoneSameInstant(ZoneOffset.UTC).toInstant());
  }
}
