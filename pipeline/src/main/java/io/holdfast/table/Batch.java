package io.holdfast.table;

import static org.apache.spark.sql.types.DataTypes.BooleanType;
import static org.apache.spark.sql.types.DataTypes.DateType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import java.time.LocalDate;
import java.util.List;

/** The columns that ingest adds to each canonical row: which batch brought it, and since when. */
public final class Batch {
  public static final Column INGESTED_ON =
      Column.attribute(
          "ingested_on", DateType, "Date of the batch: the dated folder, or history_until");
  public static final Column KNOWN_ON =
      Column.attribute("known_on", DateType, "First day on which the row could be known");
  public static final Column IS_HISTORY =
      Column.attribute("is_history", BooleanType, "Came with the history load");

  public static final Column INGESTED_MONTH =
      Column.attribute(
          "ingested_month",
          StringType,
          "Month of ingested_on, such as 2025-04; 2024 once that year is over; or history: lays out"
              + " files");

  /** Only on tables of entities: an event does not end by not being delivered again. */
  public static final Column VANISHED_ON =
      Column.happens(
          "vanished_on",
          DateType,
          "Date of the full dump that no longer had the key; empty where it stands");

  /** The value of {@link #INGESTED_MONTH} for a history. */
  public static final String HISTORY_MONTH = "history";

  static final List<Column> OF_EVENTS = List.of(INGESTED_ON, KNOWN_ON, IS_HISTORY, INGESTED_MONTH);

  static final List<Column> OF_ENTITIES =
      List.of(VANISHED_ON, INGESTED_ON, KNOWN_ON, IS_HISTORY, INGESTED_MONTH);

  /**
   * The value of {@link #INGESTED_MONTH} for a dated folder. A month is written again with each of
   * its days, so a history, which may be large, stands apart; a year that is over is one file, for
   * every night reads them all.
   *
   * @param year that of the newest batch
   */
  public static String monthOf(LocalDate ingestedOn, int year) {
    return ingestedOn.toString().substring(0, ingestedOn.getYear() < year ? 4 : 7);
  }

  /** Whether files are laid out by months of a year that is over by now. */
  public static boolean isOver(String month, int year) {
    return month.matches("\\d{4}-\\d{2}") && Integer.parseInt(month.substring(0, 4)) < year;
  }

  private Batch() {}
}
