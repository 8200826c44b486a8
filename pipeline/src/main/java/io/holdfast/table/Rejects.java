package io.holdfast.table;

import static org.apache.spark.sql.types.DataTypes.DateType;
import static org.apache.spark.sql.types.DataTypes.StringType;

/** One row per refused row. */
public final class Rejects {
  public static final Column SOURCE = Column.attribute("source", StringType, "Name of the source");
  public static final Column INGESTED_ON =
      Column.attribute("ingested_on", DateType, "Date of the batch");
  public static final Column FILE =
      Column.attribute(
          "file", StringType, "Landed file, where the batch has one or the row was broken");
  public static final Column TEXT =
      Column.attribute("text", StringType, "The line, or the selected row as JSON; truncated");
  public static final Column REASON = Column.attribute("reason", StringType, "Why it was refused");

  public static final Table TABLE =
      Table.of(
              "clean",
              "rejects",
              "One row per refused row",
              SOURCE,
              INGESTED_ON,
              FILE,
              TEXT,
              REASON)
          .partitionedBy(INGESTED_ON);

  private Rejects() {}
}
