package io.holdfast.feature;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.date_sub;
import static org.apache.spark.sql.functions.datediff;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.max_by;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import io.holdfast.snapshot.Snapshot;
import io.holdfast.table.AccountFeatures;
import io.holdfast.table.CsmTouches;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Contact with the customer success manager: how much, how long ago, and with whom. */
final class TouchFeatures {
  static final int FEATURE_VERSION = 1;

  private static final Column AS_OF = AccountFeatures.AS_OF.col();
  private static final Column ACCOUNT_ID = AccountFeatures.ACCOUNT_ID.col();
  private static final Column TOUCHED_ON = col("touched_on");

  private TouchFeatures() {}

  /** One row per (as_of, account_id) that was ever contacted. */
  static Dataset<Row> of(Snapshot snapshot) {
    Column csm = CsmTouches.CSM_OWNER.col();
    Column at =
        when(csm.isNotNull(), struct(CsmTouches.TOUCHED_AT.col(), CsmTouches.TOUCH_ID.col()));
    Column isRecent = TOUCHED_ON.gt(date_sub(AS_OF, 84));
    return snapshot
        .csmTouches()
        .withColumn("touched_on", snapshot.businessDate(CsmTouches.TOUCHED_AT))
        .groupBy(AS_OF, ACCOUNT_ID)
        .agg(
            count_if(TOUCHED_ON.gt(date_sub(AS_OF, 28))).as(AccountFeatures.TOUCHES_28D.name()),
            count_if(isRecent).as(AccountFeatures.TOUCHES_84D.name()),
            sum(when(isRecent, CsmTouches.MINUTES.col()))
                .as(AccountFeatures.TOUCH_MINUTES_84D.name()),
            datediff(AS_OF, max(when(isRecent, TOUCHED_ON)))
                .as(AccountFeatures.DAYS_SINCE_TOUCH.name()),
            max_by(csm, at)
                .notEqual(max_by(csm, when(TOUCHED_ON.leq(date_sub(AS_OF, 84)), at)))
                .as(AccountFeatures.HAS_NEW_TOUCHING_CSM_84D.name()));
  }

  /** The contact columns over the spine. */
  static Map<String, Column> columns(Snapshot snapshot) {
    return FamilyColumns.of(
        snapshot.has(CsmTouches.TABLE),
        List.of(
            AccountFeatures.TOUCHES_28D,
            AccountFeatures.TOUCHES_84D,
            AccountFeatures.TOUCH_MINUTES_84D),
        List.of(AccountFeatures.DAYS_SINCE_TOUCH, AccountFeatures.HAS_NEW_TOUCHING_CSM_84D));
  }
}
