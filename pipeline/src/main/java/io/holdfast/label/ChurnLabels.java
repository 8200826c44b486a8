package io.holdfast.label;

import static io.holdfast.label.ChurnDays.CHURNED_ON;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.date_add;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.negate;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;

import io.holdfast.table.AccountLabels;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Churn: at D, t ≤ D+L is too soon to act on, t ≤ D+L+H is 1, else 0. */
final class ChurnLabels {
  private ChurnLabels() {}

  /**
   * One row per (as_of, account_id) of the judged accounts, in the columns of AccountLabels but the
   * fingerprint.
   *
   * @param judged accounts that were due a score, with {@code day_*} columns of the date itself
   * @param churnDays rows of {@link ChurnDays}
   */
  static Dataset<Row> of(Dataset<Row> judged, Dataset<Row> churnDays, LabelRule rule) {
    Column asOf = AccountLabels.AS_OF.col();
    Column churnedOn = col(CHURNED_ON);
    Column isTooSoon = churnedOn.leq(date_add(asOf, rule.leadDays()));
    Column isWithin = churnedOn.leq(date_add(asOf, rule.leadDays() + rule.horizonDays()));
    Column excluded =
        when(not(col(AccountStates.IS_PAYING)), lit("not_paying"))
            .when(col(AccountStates.NOTICE_GIVEN), lit("notice_given"))
            .when(isTooSoon, lit("too_soon"));
    Column happened = isWithin.and(col(AccountStates.IS_PAYING));
    return judged
        .join(
            churnDays,
            new String[] {AccountLabels.AS_OF.name(), AccountLabels.ACCOUNT_ID.name()},
            "left")
        .select(
            asOf,
            AccountLabels.ACCOUNT_ID.col(),
            AccountLabels.TARGET.from(lit(Target.CHURN.word())),
            AccountLabels.MRR.from(col(AccountStates.MRR)),
            AccountLabels.PLAN.from(col(AccountStates.PLAN)),
            AccountLabels.LABEL.from(
                when(excluded.isNull(), when(isWithin, lit(1)).otherwise(lit(0)))),
            AccountLabels.EXCLUDED_REASON.from(excluded),
            AccountLabels.HAPPENED_ON.from(when(happened, churnedOn)),
            AccountLabels.KIND.from(lit(null)),
            AccountLabels.MRR_CHANGE.from(when(happened, negate(col(AccountStates.MRR)))));
  }
}
