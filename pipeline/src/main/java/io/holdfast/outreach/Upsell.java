package io.holdfast.outreach;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.median;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.when;

import io.holdfast.label.Target;
import io.holdfast.table.AccountFeatures;
import io.holdfast.table.AccountLabels;
import io.holdfast.table.Published;
import io.holdfast.table.UpsellCandidates;
import io.holdfast.table.UpsellWithheld;
import java.math.BigDecimal;
import java.util.function.Predicate;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/** Who is ready for more. */
public final class Upsell {
  /** Expansions of a plan before its own median is believed. */
  static final int FEWEST = 20;

  private static final String CROSS_SELL = "cross_sell";
  private static final String UPSELL = "upsell";

  private Upsell() {}

  /**
   * One row per as-of date and listed account, the columns of UpsellCandidates but {@code run_id}:
   * scored, not withheld, ranked by probability × MRR × the median relative increase of expansions
   * on that plan (fewer than 20: of all; none: the least that counts), ties by account_id; without
   * a probability by the rule's score, then MRR.
   *
   * @param nightAccounts rows of {@link NightAccounts}
   * @param withheld rows of {@link UpsellGate}
   * @param reasons rows of {@link Reasons}
   * @param expansions rows of {@link Expansions}
   * @param minIncrease the least relative increase that counts as expansion
   */
  public static Dataset<Row> of(
      Dataset<Row> nightAccounts,
      Dataset<Row> withheld,
      Dataset<Row> reasons,
      Dataset<Row> expansions,
      BigDecimal minIncrease,
      ListRules rules) {
    Column increase =
        coalesce(
            when(col("on_plan").geq(FEWEST), col("plan_increase")),
            col("usual_increase"),
            lit(minIncrease.doubleValue()));
    Column expected =
        Scores.times(
            UpsellCandidates.EXPANSION_PROBABILITY.col().multiply(increase),
            UpsellCandidates.MRR.col());
    Column money = UpsellCandidates.EXPECTED_EXPANSION_MRR.col();
    Column rank =
        row_number()
            .over(
                Window.partitionBy(Published.AS_OF.col())
                    .orderBy(
                        money.desc_nulls_last(),
                        when(money.isNull(), col(NightAccounts.EXPANSION_RANK_SCORE))
                            .desc_nulls_last(),
                        when(money.isNull(), UpsellCandidates.MRR.col()).desc_nulls_last(),
                        UpsellCandidates.ACCOUNT_ID.col()));
    return nightAccounts
        .join(
            withheld.select(Published.AS_OF.col(), UpsellWithheld.ACCOUNT_ID.col()),
            NightAccounts.ACCOUNT,
            "left_anti")
        .join(broadcast(byPlan(expansions)), AccountFeatures.PLAN.name(), "left")
        .crossJoin(broadcast(expansions.agg(median(col(Expansions.INCREASE)).as("usual_increase"))))
        .withColumn(UpsellCandidates.EXPANSION_KIND.name(), coalesce(col("plan_kind"), lit(UPSELL)))
        .withColumn(UpsellCandidates.EXPECTED_EXPANSION_MRR.name(), expected)
        .withColumn(UpsellCandidates.LIST_RANK.name(), rank)
        .filter(UpsellCandidates.LIST_RANK.col().leq(rules.upsellRows()))
        .withColumn(UpsellCandidates.CURRENCY.name(), lit(rules.currency()))
        .withColumn(UpsellCandidates.MODEL_ID.name(), col(NightAccounts.EXPANSION_MODEL_ID))
        .join(ListedReasons.of(reasons, Target.EXPANSION), NightAccounts.ACCOUNT, "left")
        .select(
            UpsellCandidates.TABLE.columns().stream()
                .filter(Predicate.not(Published.RUN_ID::equals))
                .map(c -> c.from(c.col()))
                .toArray(Column[]::new));
  }

  private static Dataset<Row> byPlan(Dataset<Row> expansions) {
    Column isCrossSell = AccountLabels.KIND.col().equalTo(CROSS_SELL);
    Column isUpsell = AccountLabels.KIND.col().equalTo(UPSELL);
    return expansions
        .filter(AccountFeatures.PLAN.col().isNotNull())
        .groupBy(AccountFeatures.PLAN.col())
        .agg(
            count(col(Expansions.INCREASE)).as("on_plan"),
            median(col(Expansions.INCREASE)).as("plan_increase"),
            when(count_if(isCrossSell).gt(count_if(isUpsell)), lit(CROSS_SELL))
                .otherwise(lit(UPSELL))
                .as("plan_kind"));
  }
}
