package io.holdfast.outreach;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max_by;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import io.holdfast.label.Target;
import io.holdfast.table.AccountLabels;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** What expansions were like so far: the size and kind that are usual on a plan. */
public final class Expansions {
  static final String INCREASE = "increase";

  private Expansions() {}

  /**
   * One row per expansion: account_id, happened_on, plan, kind and the relative increase of MRR. An
   * expansion that several as-of dates foresaw counts once, as seen from the last of them.
   *
   * @param accountLabels rows of AccountLabels that had matured by the night
   */
  public static Dataset<Row> of(Dataset<Row> accountLabels) {
    Column isExpansion =
        AccountLabels.TARGET
            .col()
            .equalTo(Target.EXPANSION.word())
            .and(AccountLabels.LABEL.col().equalTo(lit(1)));
    Column mrr = AccountLabels.MRR.col().cast("double");
    Column increase = AccountLabels.MRR_CHANGE.col().cast("double").divide(when(mrr.gt(0), mrr));
    return accountLabels
        .filter(isExpansion)
        .groupBy(AccountLabels.ACCOUNT_ID.col(), AccountLabels.HAPPENED_ON.col())
        .agg(
            max_by(
                    struct(
                        AccountLabels.PLAN.col(), AccountLabels.KIND.col(), increase.as(INCREASE)),
                    AccountLabels.AS_OF.col())
                .as("last"))
        .select(AccountLabels.ACCOUNT_ID.col(), AccountLabels.HAPPENED_ON.col(), col("last.*"));
  }
}
