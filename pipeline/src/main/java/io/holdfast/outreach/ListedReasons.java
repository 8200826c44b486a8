package io.holdfast.outreach;

import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.when;

import io.holdfast.label.Target;
import io.holdfast.table.Published;
import io.holdfast.table.ScoreReasons;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The reasons of an account side by side, as lists show them. */
final class ListedReasons {
  private ListedReasons() {}

  /** One row per (as_of, account_id) with any reason: {@code reason_1_code, reason_1, …}. */
  static Dataset<Row> of(Dataset<Row> reasons, Target target) {
    Column[] columns = new Column[2 * Reasons.MOST];
    for (int rank = 1; rank <= Reasons.MOST; rank++) {
      columns[2 * rank - 2] = ofRank(ScoreReasons.REASON_CODE, rank).as("reason_" + rank + "_code");
      columns[2 * rank - 1] = ofRank(ScoreReasons.SENTENCE, rank).as("reason_" + rank);
    }
    return reasons
        .filter(ScoreReasons.TARGET.col().equalTo(target.word()))
        .groupBy(Published.AS_OF.col(), ScoreReasons.ACCOUNT_ID.col())
        .agg(lit(0).as("unused"), columns)
        .drop("unused");
  }

  private static Column ofRank(io.holdfast.table.Column column, int rank) {
    return max(when(ScoreReasons.RANK.col().equalTo(rank), column.col()));
  }
}
