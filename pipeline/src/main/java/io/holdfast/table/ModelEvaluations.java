package io.holdfast.table;

import static org.apache.spark.sql.types.DataTypes.DateType;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;

/** One row per model, fold and contender. */
public final class ModelEvaluations {
  public static final Column MODEL_ID = Column.key("model_id", StringType, "The model");
  public static final Column TARGET = Column.key("target", StringType, "churn or expansion");
  public static final Column FOLD =
      Column.key("fold", IntegerType, "1 is the oldest; the last gives the published figures");
  public static final Column CONTENDER =
      Column.key(
          "contender",
          StringType,
          "model, champion, base_rate, one_rule, or a member of the ladder");
  public static final Column TRAIN_FROM =
      Column.attribute("train_from", DateType, "First as-of date trained on");
  public static final Column TRAIN_TO =
      Column.attribute("train_to", DateType, "Last as-of date trained on");
  public static final Column TEST_ON =
      Column.attribute("test_on", DateType, "As-of date judged; the last of several");
  public static final Column ROWS = Column.measure("rows", LongType, "Rows judged");
  public static final Column POSITIVES = Column.measure("positives", LongType, "Of them, happened");
  public static final Column AUC = Column.measure("auc", DoubleType, "Area under the ROC curve");
  public static final Column PR_AUC =
      Column.measure(
          "pr_auc", DoubleType, "Area under the precision-recall curve (average precision)");
  public static final Column LOG_LOSS =
      Column.measure("log_loss", DoubleType, "Mean negative log likelihood");
  public static final Column BRIER =
      Column.measure("brier", DoubleType, "Mean squared error of the probability");
  public static final Column ECE =
      Column.measure("ece", DoubleType, "Expected calibration error over ten equal-count bins");
  public static final Column LIFT_AT_10 =
      Column.measure("lift_at_10", DoubleType, "Rate among the top tenth over the base rate");
  public static final Column PRECISION_AT_CAPACITY =
      Column.measure(
          "precision_at_capacity", DoubleType, "Rate among the accounts there is time to call");
  public static final Column CAPTURED_MRR_AT_CAPACITY =
      Column.measure(
          "captured_mrr_at_capacity",
          DoubleType,
          "Share of the MRR that moved that was among them");

  public static final Table TABLE =
      Table.published(
          "model_evaluations",
          "One row per night, model, target, fold and contender",
          MODEL_ID,
          TARGET,
          FOLD,
          CONTENDER,
          TRAIN_FROM,
          TRAIN_TO,
          TEST_ON,
          ROWS,
          POSITIVES,
          AUC,
          PR_AUC,
          LOG_LOSS,
          BRIER,
          ECE,
          LIFT_AT_10,
          PRECISION_AT_CAPACITY,
          CAPTURED_MRR_AT_CAPACITY);

  private ModelEvaluations() {}
}
