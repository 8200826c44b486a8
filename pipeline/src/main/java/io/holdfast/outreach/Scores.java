package io.holdfast.outreach;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.cume_dist;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;

import io.holdfast.label.Target;
import io.holdfast.table.AccountFeatures;
import io.holdfast.table.AccountScores;
import io.holdfast.table.Published;
import io.holdfast.table.ScoredAccounts;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/** What models and rules said, in the terms of money and of the rest of the night. */
public final class Scores {
  private static final DataType FACTOR = DataTypes.createDecimalType(18, 12);

  private Scores() {}

  /**
   * One row per as-of date, account and target: the columns of AccountScores but {@code run_id},
   * and {@code rank_score}. An account under notice has no churn probability, tier or percentile:
   * it has said already what it will do.
   *
   * @param scoredAccounts rows of ScoredAccounts
   * @param accountFeatures rows of AccountFeatures of the same dates
   */
  public static Dataset<Row> of(
      Dataset<Row> scoredAccounts, Dataset<Row> accountFeatures, ListRules rules) {
    Column isChurn = ScoredAccounts.TARGET.col().equalTo(Target.CHURN.word());
    Column isUnderNotice = coalesce(AccountFeatures.NOTICE_GIVEN.col(), lit(false));
    Column isJudged = not(isChurn.and(isUnderNotice));
    Column probability = when(isJudged, ScoredAccounts.PROBABILITY.col());
    Column rankScore = when(isJudged, ScoredAccounts.RANK_SCORE.col());
    Column tier =
        RiskTiers.of(
            ScoredAccounts.PROBABILITY.col(),
            ScoredAccounts.BASE_RATE.col(),
            ScoredAccounts.MEETS_RULE.col(),
            rules);
    Column percentile =
        cume_dist()
            .over(
                Window.partitionBy(
                        ScoredAccounts.AS_OF.col(), ScoredAccounts.TARGET.col(), rankScore.isNull())
                    .orderBy(rankScore));
    return scoredAccounts
        .join(
            accountFeatures.select(
                AccountFeatures.AS_OF.col(),
                AccountFeatures.ACCOUNT_ID.col(),
                AccountFeatures.MRR.col(),
                AccountFeatures.NOTICE_GIVEN.col()),
            new String[] {Published.AS_OF.name(), AccountScores.ACCOUNT_ID.name()})
        .select(
            Published.AS_OF.col(),
            AccountScores.ACCOUNT_ID.col(),
            AccountScores.TARGET.col(),
            AccountScores.MODEL_ID.from(when(isJudged, ScoredAccounts.MODEL_ID.col())),
            AccountScores.PROBABILITY.from(probability),
            AccountScores.PERCENTILE.from(when(rankScore.isNotNull(), percentile)),
            AccountScores.EVIDENCE_GRADE.from(
                when(isJudged, ScoredAccounts.EVIDENCE_GRADE.col()).otherwise(lit("none"))),
            AccountScores.RISK_TIER.from(when(isChurn.and(isJudged), tier)),
            AccountScores.MRR.col(),
            AccountScores.CURRENCY.from(lit(rules.currency())),
            AccountScores.EXPECTED_MRR.from(times(probability, AccountScores.MRR.col())),
            ScoredAccounts.RANK_SCORE.from(rankScore),
            ScoredAccounts.CONTRIBUTIONS.from(when(isJudged, ScoredAccounts.CONTRIBUTIONS.col())));
  }

  /** A double times money over decimals, so that sums do not depend on the order of rows. */
  static Column times(Column factor, Column money) {
    return factor.cast(FACTOR).multiply(money).cast(io.holdfast.table.Column.MONEY);
  }
}
