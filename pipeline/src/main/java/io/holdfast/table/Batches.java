package io.holdfast.table;

import static org.apache.spark.sql.types.DataTypes.BooleanType;
import static org.apache.spark.sql.types.DataTypes.DateType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;

/** One row per loaded batch of a source; a batch exists when it is here. */
public final class Batches {
  public static final Column SOURCE = Column.key("source", StringType, "Name of the source");
  public static final Column INGESTED_ON = Column.key("ingested_on", DateType, "Date of the batch");
  public static final Column IS_HISTORY =
      Column.attribute("is_history", BooleanType, "The history load");
  public static final Column FINGERPRINT =
      Column.attribute(
          "fingerprint",
          StringType,
          "Hash of the files' contents, the select and the source's settings");
  public static final Column FILES =
      Column.attribute(
          "files", StringType, "JSON: path, length, modification time and hash of each file");
  public static final Column ROWS = Column.measure("rows", LongType, "Rows stored");
  public static final Column UNCHANGED =
      Column.measure(
          "unchanged", LongType, "Rows of a full dump that were known already, so not stored");
  public static final Column VANISHED =
      Column.measure("vanished", LongType, "Rows stored that say that a key has vanished");
  public static final Column REJECTS = Column.measure("rejects", LongType, "Rows refused");
  public static final Column DUPLICATES =
      Column.measure(
          "duplicates", LongType, "Rows dropped because the same row stood in the batch already");

  public static final Table TABLE =
      Table.of(
          "clean",
          "batches",
          "One row per source and batch",
          SOURCE,
          INGESTED_ON,
          IS_HISTORY,
          FINGERPRINT,
          FILES,
          ROWS,
          REJECTS,
          DUPLICATES,
          UNCHANGED,
          VANISHED);

  private Batches() {}
}
