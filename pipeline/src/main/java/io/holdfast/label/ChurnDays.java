package io.holdfast.label;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.date_add;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.lead;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.when;

import io.holdfast.table.AccountLabels;
import io.holdfast.table.MrrSpans;
import java.time.LocalDate;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;

/**
 * {@code churned_on}: the first day t &gt; D on which the account is inactive (no term covers it)
 * and stays so through t+G−1.
 */
final class ChurnDays {
  static final String CHURNED_ON = "churned_on";

  private static final LocalDate FOR_EVER = LocalDate.of(9999, 12, 31);

  private ChurnDays() {}

  /**
   * One row per (as_of, account_id) that has churned after the date.
   *
   * @param spans terms as known at maturity, {@code as_of} being the judged date D
   */
  static Dataset<Row> of(Dataset<Row> spans, int graceDays) {
    Column account = MrrSpans.ACCOUNT_ID.col();
    WindowSpec byStart =
        Window.partitionBy(MrrSpans.AS_OF.col(), account)
            .orderBy(MrrSpans.STARTS_ON.col(), MrrSpans.SUBSCRIPTION_ID.col());
    Column coveredUntil =
        max(coalesce(MrrSpans.ENDS_BEFORE.col(), lit(FOR_EVER)))
            .over(byStart.rowsBetween(Window.unboundedPreceding(), Window.currentRow()));
    Dataset<Row> gaps =
        spans
            .select(
                MrrSpans.AS_OF.col(),
                account,
                coveredUntil.as("gap_from"),
                lead(MrrSpans.STARTS_ON.col(), 1).over(byStart).as("gap_until"))
            .filter(col("gap_until").isNull().or(col("gap_until").gt(col("gap_from"))));
    Column firstDay = greatest(col("gap_from"), date_add(MrrSpans.AS_OF.col(), 1));
    Column staysInactive =
        col("gap_until").isNull().or(date_add(firstDay, graceDays).leq(col("gap_until")));
    return gaps.filter(col("gap_from").lt(lit(FOR_EVER)))
        .groupBy(MrrSpans.AS_OF.col(), AccountLabels.ACCOUNT_ID.col())
        .agg(min(when(staysInactive, firstDay)).as(CHURNED_ON))
        .filter(col(CHURNED_ON).isNotNull());
  }
}
