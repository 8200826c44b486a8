package io.holdfast.job;

import io.holdfast.kpi.CalibrationBin;
import io.holdfast.label.LabelRule;
import io.holdfast.label.Target;
import io.holdfast.model.Evaluation;
import io.holdfast.model.ModelCard;
import io.holdfast.model.ModelStore;
import io.holdfast.table.Column;
import io.holdfast.table.ModelCalibration;
import io.holdfast.table.ModelEvaluations;
import io.holdfast.table.ModelMetrics;
import io.holdfast.table.Published;
import io.holdfast.table.Table;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * How the current models of a night were judged, from their cards.
 *
 * @param cards of the models
 * @param tables rows of ModelEvaluations, ModelMetrics and ModelCalibration, but as_of and run_id
 */
record ModelFigures(List<ModelCard> cards, Map<Table, Dataset<Row>> tables) {

  static ModelFigures of(JobContext context, CurrentModels models) {
    ModelStore store = ModelStore.of(context.lake());
    List<ModelCard> cards =
        TrainJob.rules(context.settings()).stream()
            .map(LabelRule::target)
            .flatMap(t -> models.of(t).map(id -> store.card(t.word(), id)).stream())
            .toList();
    return of(context.lake().spark(), cards);
  }

  static ModelFigures of(SparkSession spark, List<ModelCard> cards) {
    Map<Table, Dataset<Row>> tables = new LinkedHashMap<>();
    tables.put(
        ModelEvaluations.TABLE,
        rows(spark, ModelEvaluations.TABLE, cards, c -> c.figures().stream().map(f -> row(c, f))));
    tables.put(
        ModelMetrics.TABLE,
        rows(
            spark,
            ModelMetrics.TABLE,
            cards,
            c ->
                c.metrics().stream()
                    .map(
                        m ->
                            RowFactory.create(
                                c.modelId(),
                                c.target(),
                                m.slice(),
                                m.metric(),
                                m.value(),
                                m.low(),
                                m.high()))));
    tables.put(
        ModelCalibration.TABLE,
        rows(
            spark,
            ModelCalibration.TABLE,
            cards,
            c ->
                c.bins().stream()
                    .map(
                        b ->
                            RowFactory.create(
                                c.modelId(),
                                c.target(),
                                b.bin(),
                                b.rows(),
                                b.meanProbability(),
                                b.observedRate(),
                                b.low(),
                                b.high()))));
    return new ModelFigures(cards, tables);
  }

  /** The calibration of the current model of a target; empty without one. */
  List<CalibrationBin> calibration(Target target) {
    return cards.stream()
        .filter(c -> c.target().equals(target.word()))
        .flatMap(c -> c.bins().stream())
        .map(b -> new CalibrationBin(b.rows(), b.meanProbability(), b.observedRate()))
        .toList();
  }

  private static Dataset<Row> rows(
      SparkSession spark,
      Table table,
      List<ModelCard> cards,
      Function<ModelCard, Stream<Row>> ofCard) {
    StructType schema = new StructType();
    for (Column column : table.columns()) {
      if (!column.equals(Published.AS_OF) && !column.equals(Published.RUN_ID)) {
        schema = schema.add(column.name(), column.type());
      }
    }
    return spark.createDataFrame(cards.stream().flatMap(ofCard).toList(), schema);
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
