package io.holdfast.table;

import static org.apache.spark.sql.types.DataTypes.DateType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;

/** One row per source of a night: whether it kept to its own rhythm. */
public final class SourceTrust {
  public static final Column SOURCE = Column.key("source", StringType, "Name of the source");
  public static final Column LAST_EVENT_ON =
      Column.attribute("last_event_on", DateType, "Newest batch that brought something");
  public static final Column EXPECTED_BY =
      Column.attribute(
          "expected_by",
          DateType,
          "Day by which the next one is due by its own rhythm; null inside its history");
  public static final Column ROWS =
      Column.measure("rows", LongType, "Rows stored from the newest batch");
  public static final Column REJECTS =
      Column.measure("rejects", LongType, "Rows refused of the newest batch");
  public static final Column STATE =
      Column.attribute(
          "state",
          StringType,
          "fresh; late: overdue; silent: overdue by two more intervals, or landed empty; broken:"
              + " landed with far less than on other such days");
  public static final Column WHOLE_UNTIL =
      Column.attribute("whole_until", DateType, "Last day up to which nothing seems to be missing");

  public static final Table TABLE =
      Table.published(
          "source_trust",
          "One row per night and source",
          SOURCE,
          LAST_EVENT_ON,
          EXPECTED_BY,
          ROWS,
          REJECTS,
          STATE,
          WHOLE_UNTIL);

  private SourceTrust() {}
}
