package io.holdfast.table;

import static org.apache.spark.sql.types.DataTypes.DateType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;

/** One row per training or choice of a person: the append-only log of promotions and refusals. */
public final class Trainings {
  public static final Column TARGET = Column.key("target", StringType, "churn or expansion");
  public static final Column AS_OF =
      Column.key(
          "as_of", DateType, "The night that trained, or the first that the choice counts for");
  public static final Column MODEL_ID =
      Column.key(
          "model_id", StringType, "The candidate; null when there was too little to learn from");
  public static final Column DECISION =
      Column.attribute(
          "decision", StringType, "promoted, refused or none by a training; chosen by a person");
  public static final Column REASON =
      Column.attribute("reason", StringType, "The decision in words");
  public static final Column TRAINED_TO =
      Column.attribute("trained_to", DateType, "Newest as-of date that had matured");
  public static final Column ROWS = Column.measure("rows", LongType, "Training rows");
  public static final Column POSITIVES = Column.measure("positives", LongType, "Of them, happened");
  public static final Column MADE_FROM =
      Column.attribute(
          "made_from", StringType, "Hash of the batches, settings and code it was made from");

  public static final Table TABLE =
      Table.of(
          "",
          "trainings",
          "One row per target and training, or choice of a person",
          TARGET,
          AS_OF,
          MODEL_ID,
          DECISION,
          REASON,
          TRAINED_TO,
          ROWS,
          POSITIVES,
          MADE_FROM);

  private Trainings() {}
}
