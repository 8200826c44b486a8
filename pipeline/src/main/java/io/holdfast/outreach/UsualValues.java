package io.holdfast.outreach;

import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.percentile;
import static org.apache.spark.sql.functions.when;

import io.holdfast.table.AccountFeatures;
import io.holdfast.table.AccountUsualValues;
import io.holdfast.table.Column;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** What is usual for an account: medians of its own past. */
public final class UsualValues {
  /** A number to be raised whenever the same feature rows give other medians. */
  public static final int VERSION = 1;

  /** Earlier feature rows that make a usual value of the account's own. */
  public static final int FEWEST_EARLIER = 3;

  private UsualValues() {}

  /**
   * One row per account, the columns of AccountUsualValues but {@code as_of} and {@code
   * inputs_fingerprint}: the median of each feature over the account's rows, null where fewer than
   * {@link #FEWEST_EARLIER} of them have it.
   *
   * @param earlierFeatures rows of AccountFeatures
   */
  public static Dataset<Row> of(Dataset<Row> earlierFeatures) {
    org.apache.spark.sql.Column[] medians =
        AccountUsualValues.FEATURES.stream()
            .map(f -> AccountUsualValues.of(f).from(median(f, FEWEST_EARLIER)))
            .toArray(org.apache.spark.sql.Column[]::new);
    return earlierFeatures
        .groupBy(AccountFeatures.ACCOUNT_ID.col())
        .agg(medians[0], Stream.of(medians).skip(1).toArray(org.apache.spark.sql.Column[]::new));
  }

  /** The exact median of a feature over a group; null with fewer values than asked for. */
  static org.apache.spark.sql.Column median(Column feature, int fewest) {
    return when(
        count(feature.col()).geq(fewest), percentile(feature.col().cast("double"), lit(0.5)));
  }
}
