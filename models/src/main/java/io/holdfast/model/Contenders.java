package io.holdfast.model;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.holdfast.label.Target;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;

/** Everything a model is shown beside, side by side on the same rows. */
final class Contenders {
  static final String MODEL = "model";
  static final String CHAMPION = "champion";
  static final String BASE_RATE = "base_rate";
  static final String ONE_RULE = "one_rule";

  /** Ranks rows of which the rule knows nothing behind all others. */
  private static final double UNKNOWN = -1e9;

  private Contenders() {}

  /**
   * One contender.
   *
   * @param score what it ranks by, greater is likelier
   * @param probability null in all rows for one that gives none
   */
  record Named(String name, Column score, Column probability) {}

  /**
   * Models, by the names of their columns of probabilities, and what anyone could do without one.
   *
   * @param baseRate of the rows that were trained on
   */
  static List<Named> of(List<String> models, double baseRate, Target target) {
    return Stream.concat(
            models.stream().map(m -> new Named(m, col(m), col(m))),
            Stream.of(
                new Named(BASE_RATE, lit(baseRate), lit(baseRate)),
                new Named(ONE_RULE, coalesce(Baseline.rankScore(target), lit(UNKNOWN)), lit(null))))
        .toList();
  }
}
