package io.holdfast.outreach;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.when;

import io.holdfast.label.Target;
import io.holdfast.table.AtRiskAccounts;
import io.holdfast.table.Published;
import java.util.function.Predicate;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/** Whom to call first. */
public final class AtRisk {
  private AtRisk() {}

  /**
   * One row per as-of date and listed account, the columns of AtRiskAccounts but {@code run_id}.
   * Ranked by probability times MRR, ties by account_id; without a probability by the rule's score,
   * then MRR. Accounts under notice follow the ranked rows, all of them, the greatest MRR first. An
   * account whose usage is missing is listed only where something else speaks against it.
   *
   * @param nightAccounts rows of {@link NightAccounts}
   * @param reasons rows of {@link Reasons}
   */
  public static Dataset<Row> of(Dataset<Row> nightAccounts, Dataset<Row> reasons, ListRules rules) {
    Column isUnderNotice = AtRiskAccounts.NOTICE_GIVEN.col();
    Column money = AtRiskAccounts.MRR_AT_RISK.col();
    Column rank =
        row_number()
            .over(
                Window.partitionBy(Published.AS_OF.col(), isUnderNotice)
                    .orderBy(
                        money.desc_nulls_last(),
                        when(money.isNull(), col(NightAccounts.CHURN_RANK_SCORE)).desc_nulls_last(),
                        when(money.isNull(), AtRiskAccounts.MRR.col()).desc_nulls_last(),
                        AtRiskAccounts.ACCOUNT_ID.col()));
    Column isWhatItSeems = AtRiskAccounts.DATA_TRUST.col().equalTo(UsageTrust.WHOLE.word());
    Column hasReason = AtRiskAccounts.REASON_1_CODE.col().isNotNull();
    Dataset<Row> listed =
        nightAccounts
            .join(ListedReasons.of(reasons, Target.CHURN), NightAccounts.ACCOUNT, "left")
            .filter(isUnderNotice.or(isWhatItSeems).or(hasReason))
            .withColumn("rank_in_part", rank)
            .filter(isUnderNotice.or(col("rank_in_part").leq(rules.atRiskRows())));
    Column listRank =
        row_number()
            .over(
                Window.partitionBy(Published.AS_OF.col())
                    .orderBy(isUnderNotice, col("rank_in_part")));
    return listed
        .withColumn(AtRiskAccounts.LIST_RANK.name(), listRank)
        .withColumn(AtRiskAccounts.CURRENCY.name(), lit(rules.currency()))
        .withColumn(
            AtRiskAccounts.MODEL_ID.name(),
            when(not(isUnderNotice), col(NightAccounts.CHURN_MODEL_ID)))
        .select(
            AtRiskAccounts.TABLE.columns().stream()
                .filter(Predicate.not(Published.RUN_ID::equals))
                .map(c -> c.from(c.col()))
                .toArray(Column[]::new));
  }
}
