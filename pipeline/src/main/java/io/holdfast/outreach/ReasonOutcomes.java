package io.holdfast.outreach;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_append;
import static org.apache.spark.sql.functions.array_compact;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import io.holdfast.label.Target;
import io.holdfast.table.AccountLabels;
import io.holdfast.table.AtRiskAccounts;
import io.holdfast.table.Published;
import io.holdfast.table.ReasonPerformance;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/** How often what the reasons on past lists warned of then happened. */
public final class ReasonOutcomes {
  private ReasonOutcomes() {}

  /**
   * One row per reason and target: the columns of ReasonPerformance but {@code as_of} and {@code
   * run_id}. Rows whose outcome is excluded or not known yet do not count.
   *
   * @param atRiskAccounts rows of AtRiskAccounts of some nights
   * @param upsellCandidates rows of UpsellCandidates of some nights
   * @param accountLabels rows of AccountLabels of these nights
   */
  public static Dataset<Row> of(
      Dataset<Row> atRiskAccounts, Dataset<Row> upsellCandidates, Dataset<Row> accountLabels) {
    Column reason = ReasonPerformance.REASON_CODE.col();
    Column ofList = max(when(reason.isNull(), ReasonPerformance.PRECISION.col()));
    Column lift = ReasonPerformance.PRECISION.col().divide(ReasonPerformance.LIST_PRECISION.col());
    return said(atRiskAccounts, Target.CHURN)
        .union(said(upsellCandidates, Target.EXPANSION))
        .join(
            accountLabels
                .filter(AccountLabels.LABEL.col().isNotNull())
                .select(
                    AccountLabels.AS_OF.col(),
                    AccountLabels.ACCOUNT_ID.col(),
                    AccountLabels.TARGET.col(),
                    AccountLabels.LABEL.col()),
            new String[] {
              AccountLabels.AS_OF.name(),
              AccountLabels.ACCOUNT_ID.name(),
              AccountLabels.TARGET.name()
            })
        .groupBy(reason, ReasonPerformance.TARGET.col())
        .agg(
            ReasonPerformance.LISTED.from(count(lit(1))),
            ReasonPerformance.HAPPENED.from(sum(AccountLabels.LABEL.col())))
        .withColumn(
            ReasonPerformance.PRECISION.name(),
            ReasonPerformance.HAPPENED.col().cast("double").divide(ReasonPerformance.LISTED.col()))
        .withColumn(
            ReasonPerformance.LIST_PRECISION.name(),
            ofList.over(Window.partitionBy(ReasonPerformance.TARGET.col())))
        .filter(reason.isNotNull())
        .withColumn(
            ReasonPerformance.LIFT.name(),
            when(ReasonPerformance.LIST_PRECISION.col().gt(0), lift));
  }

  /** Each listed account once for each of its reasons, and once for being listed: a null reason. */
  private static Dataset<Row> said(Dataset<Row> list, Target target) {
    Column reasons =
        array_compact(
            array(
                col(AtRiskAccounts.REASON_1_CODE.name()),
                col(AtRiskAccounts.REASON_2_CODE.name()),
                col(AtRiskAccounts.REASON_3_CODE.name())));
    return list.select(
        Published.AS_OF.col(),
        AtRiskAccounts.ACCOUNT_ID.col(),
        ReasonPerformance.TARGET.from(lit(target.word())),
        explode(array_append(reasons, lit(null).cast("string")))
            .as(ReasonPerformance.REASON_CODE.name()));
  }
}
