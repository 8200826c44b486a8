package io.holdfast.model;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;

import io.holdfast.label.Target;
import io.holdfast.table.AccountFeatures;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Everything a model is shown beside, side by side on the same rows. */
final class Contenders {
  static final String MODEL = "model";
  static final String CHAMPION = "champion";
  static final String BASE_RATE = "base_rate";
  static final String ONE_RULE = "one_rule";

  /** Ranks rows of which the rule knows nothing behind all others. */
  private static final double UNKNOWN = -1e9;

  private Contenders() {}

  /** The name under which a probability column is judged. */
  record Named(String contender, String column) {}

  /**
   * One row per contender and judged row, as {@link Evaluation#of} takes them.
   *
   * @param scored rows of account_features with label and the named probability columns
   */
  static Dataset<Row> of(Dataset<Row> scored, List<Named> named, double baseRate, Target target) {
    List<Column> contenders = new ArrayList<>();
    named.forEach(n -> contenders.add(contender(n.contender(), col(n.column()), col(n.column()))));
    contenders.add(contender(BASE_RATE, lit(baseRate), lit(baseRate)));
    contenders.add(
        contender(ONE_RULE, coalesce(Baseline.rankScore(target), lit(UNKNOWN)), lit(null)));
    return scored
        .select(
            AccountFeatures.AS_OF.col(),
            AccountFeatures.ACCOUNT_ID.col(),
            col(Learner.LABEL),
            AccountFeatures.MRR.col().cast("double").as("mrr"),
            explode(array(contenders.toArray(Column[]::new))).as("c"))
        .select(
            col("c.contender").as(Evaluation.CONTENDER),
            AccountFeatures.AS_OF.col(),
            AccountFeatures.ACCOUNT_ID.col(),
            col("c.score").as(Evaluation.SCORE),
            col("c.probability").as(Evaluation.PROBABILITY),
            col(Learner.LABEL),
            col("mrr"));
  }

  private static Column contender(String name, Column score, Column probability) {
    return struct(
        lit(name).as("contender"),
        score.cast("double").as("score"),
        probability.cast("double").as("probability"));
  }
}
