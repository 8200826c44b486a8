package io.holdfast.model;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.ceil;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.log;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.ntile;
import static org.apache.spark.sql.functions.pow;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;

/**
 * All measures of all contenders on the same rows, in one query. Ranking measures need only a
 * score; log loss, Brier and ECE need a probability and are null without.
 *
 * @param rows judged
 * @param positives of them
 * @param auc area under the ROC curve, ties count half (Mann and Whitney)
 * @param prAuc average precision: precision at each distinct score, weighted by its recall
 * @param logLoss mean negative log likelihood, probabilities kept 1e-15 off 0 and 1
 * @param brier mean squared error
 * @param ece expected calibration error over ten bins of equal count
 * @param liftAt10 rate among the top tenth over the rate of all
 * @param precisionAtCapacity rate among the first {@code capacity} of each date
 * @param capturedMrrAtCapacity share of the MRR of positives that stood among them
 */
public record Evaluation(
    long rows,
    long positives,
    double auc,
    double prAuc,
    Double logLoss,
    Double brier,
    Double ece,
    double liftAt10,
    double precisionAtCapacity,
    double capturedMrrAtCapacity) {

  static final String CONTENDER = "contender";
  static final String SCORE = "score";
  static final String PROBABILITY = "probability";

  private static final double NEARLY_ZERO = 1e-15;

  /**
   * One evaluation a contender.
   *
   * @param judged columns contender, as_of, account_id, score, probability (null for a contender
   *     without), label (1.0 or 0.0), mrr (double)
   * @param capacity accounts there is time to call on each date
   */
  static Map<String, Evaluation> of(Dataset<Row> judged, int capacity) {
    Column contender = col(CONTENDER);
    Column label = col("label");
    Map<String, Row> areas = new LinkedHashMap<>();
    areas(judged).collectAsList().forEach(r -> areas.put(r.getString(0), r));
    WindowSpec ranked =
        Window.partitionBy(contender).orderBy(col(SCORE).desc(), col("as_of"), col("account_id"));
    WindowSpec rankedByDate =
        Window.partitionBy(contender, col("as_of")).orderBy(col(SCORE).desc(), col("account_id"));
    WindowSpec byProbability =
        Window.partitionBy(contender).orderBy(col(PROBABILITY), col("as_of"), col("account_id"));
    WindowSpec all = Window.partitionBy(contender);
    Column p = least(greatest(col(PROBABILITY), lit(NEARLY_ZERO)), lit(1 - NEARLY_ZERO));
    Column logLoss = when(label.equalTo(1), log(p)).otherwise(log(lit(1).minus(p))).multiply(-1);
    Dataset<Row> placed =
        judged
            .withColumn("place", row_number().over(ranked))
            .withColumn("place_of_date", row_number().over(rankedByDate))
            .withColumn("bin", ntile(10).over(byProbability))
            .withColumn("n", count(lit(1)).over(all));
    Column isTop = col("place").leq(ceil(col("n").divide(10)));
    Column isCalled = col("place_of_date").leq(capacity);
    Map<String, Evaluation> evaluations = new LinkedHashMap<>();
    Map<String, Double> errors = new LinkedHashMap<>();
    placed
        .filter(col(PROBABILITY).isNotNull())
        .groupBy(contender, col("bin"), col("n"))
        .agg(
            abs(avg(col(PROBABILITY)).minus(avg(label)))
                .multiply(count(lit(1)))
                .divide(col("n"))
                .as("part"))
        .groupBy(contender)
        .agg(sum(col("part")))
        .collectAsList()
        .forEach(r -> errors.put(r.getString(0), r.getDouble(1)));
    placed
        .groupBy(contender)
        .agg(
            count(lit(1)),
            sum(label),
            avg(when(col(PROBABILITY).isNotNull(), logLoss)),
            avg(pow(col(PROBABILITY).minus(label), 2)),
            avg(when(isTop, label)),
            avg(when(isCalled, label)),
            sum(when(isCalled, label.multiply(col("mrr")))),
            sum(label.multiply(col("mrr"))))
        .orderBy(contender)
        .collectAsList()
        .forEach(
            r -> {
              Row area = areas.get(r.getString(0));
              evaluations.put(r.getString(0), evaluation(r, area, errors.get(r.getString(0))));
            });
    return evaluations;
  }

  private static Evaluation evaluation(Row r, Row area, Double ece) {
    double positives = r.getDouble(2);
    double rate = positives / r.getLong(1);
    return new Evaluation(
        r.getLong(1),
        Math.round(positives),
        area.isNullAt(1) ? Double.NaN : area.getDouble(1),
        area.isNullAt(2) ? Double.NaN : area.getDouble(2),
        r.isNullAt(3) ? null : r.getDouble(3),
        r.isNullAt(4) ? null : r.getDouble(4),
        ece,
        rate == 0 ? Double.NaN : r.getDouble(5) / rate,
        r.getDouble(6),
        r.isNullAt(8) || r.getDouble(8) == 0 ? Double.NaN : r.getDouble(7) / r.getDouble(8));
  }

  /** ROC and precision-recall areas by contender, over distinct scores so that ties are exact. */
  private static Dataset<Row> areas(Dataset<Row> judged) {
    Column contender = col(CONTENDER);
    WindowSpec downTo =
        Window.partitionBy(contender)
            .orderBy(col(SCORE).desc())
            .rowsBetween(Window.unboundedPreceding(), Window.currentRow());
    WindowSpec all = Window.partitionBy(contender);
    Dataset<Row> steps =
        judged
            .groupBy(contender, col(SCORE))
            .agg(sum(col("label")).as("pos"), count(lit(1)).as("n"))
            .withColumn("pos_to", sum(col("pos")).over(downTo))
            .withColumn("n_to", sum(col("n")).over(downTo))
            .withColumn("pos_all", sum(col("pos")).over(all))
            .withColumn("n_all", sum(col("n")).over(all));
    Column negatives = col("n").minus(col("pos"));
    Column negativesOfAll = max(col("n_all")).minus(max(col("pos_all")));
    Column pairs = max(col("pos_all")).multiply(negativesOfAll);
    Column won =
        sum(negatives.multiply(col("pos_to").minus(col("pos")).plus(col("pos").divide(2))));
    Column precision = sum(col("pos").multiply(col("pos_to").divide(col("n_to"))));
    return steps
        .groupBy(contender)
        .agg(
            when(pairs.gt(0), won.divide(pairs)),
            when(max(col("pos_all")).gt(0), precision.divide(max(col("pos_all")))));
  }
}
