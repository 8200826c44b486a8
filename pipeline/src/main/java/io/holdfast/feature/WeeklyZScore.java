package io.holdfast.feature;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sqrt;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;

/**
 * How far the last four weeks lie from the eight weeks before them: the difference of the weekly
 * means in standard deviations of the weeks before (z-score). The account's own noise is what a
 * change is held against.
 */
final class WeeklyZScore {
  private static final int RECENT = 4;
  private static final int ALL = 12;
  private static final int FEWEST_BEFORE = 4;

  /** Of the mean: a past that never varied makes silence a score of −10 and not of −∞. */
  private static final double LEAST_DEVIATION = 0.1;

  private WeeklyZScore() {}

  /**
   * An aggregate over the rows of an account: the squares of the sums of each week before the last
   * four, summed.
   *
   * @param ofWeek so many weeks ago → what a row adds to that week
   */
  static Column squares(IntFunction<Column> ofWeek) {
    return IntStream.range(RECENT, ALL)
        .mapToObj(week -> coalesce(sum(ofWeek.apply(week)), lit(0)).cast("double"))
        .map(inWeek -> inWeek.multiply(inWeek))
        .reduce(Column::plus)
        .orElseThrow();
  }

  /**
   * The score; null with fewer than four weeks before, or nothing in them.
   *
   * @param recent sum of the last four weeks
   * @param before sum of the eight weeks before
   * @param squares see {@link #squares}
   * @param days since the account started: earlier weeks are none, later ones count even if empty
   */
  static Column of(Column recent, Column before, Column squares, Column days) {
    Column weeks = least(DayWindow.weeks(days).plus(1), lit(ALL)).minus(RECENT);
    Column mean = before.divide(weeks);
    Column variance = squares.minus(before.multiply(mean)).divide(weeks.minus(1));
    // Rounding may leave a little less than nothing.
    Column deviation = greatest(sqrt(greatest(variance, lit(0.0))), mean.multiply(LEAST_DEVIATION));
    return when(
        weeks.geq(FEWEST_BEFORE).and(before.gt(0)),
        recent.divide(RECENT).minus(mean).divide(deviation));
  }
}
