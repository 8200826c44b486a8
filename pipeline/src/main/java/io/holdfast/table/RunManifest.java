package io.holdfast.table;

import static org.apache.spark.sql.types.DataTypes.DateType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;
import static org.apache.spark.sql.types.DataTypes.TimestampType;

/** One row per published table of a run; a night exists when it is here. */
public final class RunManifest {
  public static final Column AS_OF = Column.key("as_of", DateType, "The night");
  public static final Column RUN_ID =
      Column.key(
          "run_id", StringType, "As-of date and a hash of inputs, settings, code and models");
  public static final Column TABLE_NAME =
      Column.key("table_name", StringType, "The published table");
  public static final Column PUBLISHED_AT =
      Column.attribute("published_at", TimestampType, "When the night was switched, UTC");
  public static final Column DELTA_VERSION =
      Column.attribute("delta_version", LongType, "Version of the table that holds the rows");
  public static final Column ROWS =
      Column.measure("rows", LongType, "Rows of the run in the table");
  public static final Column CONTENT_HASH =
      Column.attribute(
          "content_hash",
          StringType,
          "Hash of the rows without run_id, doubles to nine significant digits");
  public static final Column MODELS =
      Column.attribute("models", StringType, "JSON: the current model of each target");
  public static final Column INPUTS =
      Column.attribute(
          "inputs", StringType, "JSON: source, batch and fingerprint of all that was known");
  public static final Column SETTINGS =
      Column.attribute("settings", StringType, "JSON: settings without secrets");
  public static final Column SETTINGS_HASH =
      Column.attribute("settings_hash", StringType, "Hash of the settings that move rows");
  public static final Column CODE_VERSION =
      Column.attribute("code_version", StringType, "Version and hash of the code");
  public static final Column PREVIOUS_RUN_ID =
      Column.attribute(
          "previous_run_id", StringType, "The publication of the same date that this one replaces");

  public static final Column COST =
      Column.attribute(
          "cost", StringType, "JSON: seconds of each step of the run, up to the switch");

  public static final Table TABLE =
      Table.of(
              "",
              "run_manifest",
              "One row per as-of date, run and table",
              AS_OF,
              RUN_ID,
              TABLE_NAME,
              PUBLISHED_AT,
              DELTA_VERSION,
              ROWS,
              CONTENT_HASH,
              MODELS,
              INPUTS,
              SETTINGS,
              SETTINGS_HASH,
              CODE_VERSION,
              PREVIOUS_RUN_ID,
              COST)
          .partitionedBy(AS_OF);

  private RunManifest() {}
}
