package io.holdfast.feature;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.date_sub;
import static org.apache.spark.sql.functions.lag;
import static org.apache.spark.sql.functions.last;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;

import io.holdfast.snapshot.Snapshot;
import io.holdfast.table.AccountFeatures;
import io.holdfast.table.Accounts;
import io.holdfast.table.Batch;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;

/**
 * Whose the account is, on either side: changes of the CSM in charge and of the parent account,
 * from the versions of the account in the order in which they became known.
 */
final class OwnershipFeatures {
  static final int FEATURE_VERSION = 1;

  private static final Column AS_OF = AccountFeatures.AS_OF.col();
  private static final Column ACCOUNT_ID = AccountFeatures.ACCOUNT_ID.col();

  private OwnershipFeatures() {}

  /** One row per (as_of, account_id) of which any version was known that is no hindsight. */
  static Dataset<Row> of(Snapshot snapshot) {
    WindowSpec inOrder =
        Window.partitionBy(AS_OF, ACCOUNT_ID)
            .orderBy(Batch.KNOWN_ON.col(), Batch.INGESTED_ON.col());
    Column csm = Accounts.CSM_OWNER.col();
    Column parent = Accounts.PARENT_ACCOUNT_ID.col();
    // An owner who is not named was not replaced; a parent may well be none.
    Column csmBefore = last(csm, true).over(inOrder.rowsBetween(Window.unboundedPreceding(), -1));
    Column hasVersionBefore = lag(lit(true), 1).over(inOrder).isNotNull();
    Column isRecent = Batch.KNOWN_ON.col().gt(date_sub(AS_OF, 84));
    return snapshot
        .accountVersions()
        .select(
            AS_OF,
            ACCOUNT_ID,
            when(csm.isNotNull(), coalesce(csm.notEqual(csmBefore), lit(false)).and(isRecent))
                .as("is_new_csm"),
            not(parent.eqNullSafe(lag(parent, 1).over(inOrder)))
                .and(hasVersionBefore)
                .and(isRecent)
                .as("is_new_parent"))
        .groupBy(AS_OF, ACCOUNT_ID)
        .agg(
            max(col("is_new_csm")).as(AccountFeatures.HAS_NEW_CSM_84D.name()),
            max(col("is_new_parent")).as(AccountFeatures.HAS_NEW_PARENT_84D.name()));
  }
}
