package io.holdfast.job;

import io.holdfast.lake.Lake;
import io.holdfast.model.Evaluation;
import io.holdfast.model.ModelCard;
import io.holdfast.model.ModelLog;
import io.holdfast.model.ModelStore;
import io.holdfast.table.Column;
import io.holdfast.table.ModelEvaluations;
import io.holdfast.table.Published;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;

/** How the current models of a night were judged, from their cards. */
final class ModelFigures {
  private ModelFigures() {}

  /** One row per current model, fold and contender: ModelEvaluations but as_of and run_id. */
  static Dataset<Row> of(JobContext context) {
    Lake lake = context.lake();
    ModelLog log = ModelLog.of(lake);
    ModelStore store = ModelStore.of(lake);
    List<Row> rows = new ArrayList<>();
    TrainJob.rules(context.settings())
        .forEach(
            rule ->
                log.current(rule.target(), context.asOf())
                    .map(id -> store.card(rule.target().word(), id))
                    .ifPresent(card -> card.figures().forEach(f -> rows.add(row(card, f)))));
    StructType schema = new StructType();
    for (Column column : ModelEvaluations.TABLE.columns()) {
      if (!column.equals(Published.AS_OF) && !column.equals(Published.RUN_ID)) {
        schema = schema.add(column.name(), column.type());
      }
    }
    return lake.spark().createDataFrame(rows, schema);
  }

  private static Row row(ModelCard card, ModelCard.Figures figures) {
    Evaluation e = figures.evaluation();
    return RowFactory.create(
        card.modelId(),
        card.target(),
        figures.fold(),
        figures.contender(),
        LocalDate.parse(figures.trainFrom()),
        LocalDate.parse(figures.trainTo()),
        LocalDate.parse(figures.testOn()),
        e.rows(),
        e.positives(),
        number(e.auc()),
        number(e.prAuc()),
        e.logLoss(),
        e.brier(),
        e.ece(),
        number(e.liftAt10()),
        number(e.precisionAtCapacity()),
        number(e.capturedMrrAtCapacity()));
  }

  /** A measure that could not be taken, such as an AUC of one class, is null. */
  private static Double number(double value) {
    return Double.isNaN(value) ? null : value;
  }
}
