package io.holdfast.label;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.date_sub;
import static org.apache.spark.sql.functions.lit;

import io.holdfast.snapshot.Snapshot;
import io.holdfast.table.AccountLabels;
import io.holdfast.table.MrrSpans;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** What happened to accounts after as-of dates, read through the snapshot of their maturity. */
public final class Labels {
  /** To be raised whenever a label or a column of its rows is made otherwise. */
  public static final int VERSION = 2;

  private Labels() {}

  /**
   * One row per (as_of, account_id) that paid on the date in hindsight, or whose last paid term
   * ended less than the grace period before it; the columns of AccountLabels but the fingerprint.
   *
   * @param known the snapshot at the maturity of each judged date (D+L+H+G), so that a label does
   *     not depend on when it is computed
   */
  public static Dataset<Row> of(Snapshot known, LabelRule rule) {
    Dataset<Row> spans =
        known
            .mrrSpans()
            .withColumn(
                MrrSpans.AS_OF.name(), date_sub(MrrSpans.AS_OF.col(), rule.daysToMaturity()));
    Dataset<Row> states = AccountStates.of(spans, rule);
    Dataset<Row> judged = judged(spans, states, rule);
    Dataset<Row> churnDays = ChurnDays.of(spans, rule.graceDays());
    return switch (rule.target()) {
      case CHURN -> ChurnLabels.of(judged, churnDays, rule);
      case EXPANSION -> ExpansionLabels.of(judged, states, churnDays, rule);
    };
  }

  /** The accounts that were due a score, with what they held on the date. */
  private static Dataset<Row> judged(Dataset<Row> spans, Dataset<Row> states, LabelRule rule) {
    Column asOf = AccountLabels.AS_OF.col();
    Column endsBefore = MrrSpans.ENDS_BEFORE.col();
    Column isRecent = endsBefore.isNull().or(endsBefore.gt(date_sub(asOf, rule.graceDays())));
    Dataset<Row> due =
        spans
            .filter(MrrSpans.IS_PAYING.col().and(MrrSpans.STARTS_ON.col().leq(asOf)).and(isRecent))
            .select(asOf, AccountLabels.ACCOUNT_ID.col())
            .distinct();
    Dataset<Row> onTheDate = states.filter(col(AccountStates.DAY).equalTo(asOf));
    Column isPaying = coalesce(col(AccountStates.IS_PAYING), lit(false));
    return due.join(
            onTheDate,
            new String[] {AccountLabels.AS_OF.name(), AccountLabels.ACCOUNT_ID.name()},
            "left")
        .withColumn(AccountStates.IS_PAYING, isPaying)
        .withColumn(
            AccountStates.NOTICE_GIVEN, coalesce(col(AccountStates.NOTICE_GIVEN), lit(false)));
  }
}
