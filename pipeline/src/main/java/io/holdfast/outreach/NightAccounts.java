package io.holdfast.outreach;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.date_add;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import io.holdfast.label.Target;
import io.holdfast.table.AccountFeatures;
import io.holdfast.table.AccountScores;
import io.holdfast.table.Accounts;
import io.holdfast.table.AtRiskAccounts;
import io.holdfast.table.Published;
import io.holdfast.table.ScoredAccounts;
import io.holdfast.table.UpsellCandidates;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The accounts of a night with all that decides their place on a list. */
public final class NightAccounts {
  static final String CHURN_RANK_SCORE = "churn_rank_score";
  static final String CHURN_MODEL_ID = "churn_model_id";
  static final String EXPANSION_RANK_SCORE = "expansion_rank_score";
  static final String EXPANSION_MODEL_ID = "expansion_model_id";
  static final String[] ACCOUNT = {Published.AS_OF.name(), AccountScores.ACCOUNT_ID.name()};

  private NightAccounts() {}

  /**
   * One row per as-of date and scored account: name, segment, owner, money, renewal, the conditions
   * of the upsell gate and both scores.
   *
   * @param scores rows of {@link Scores}
   * @param accountFeatures rows of AccountFeatures; which accounts they hold decides who is in
   * @param accounts accounts as known on the date: as_of and the columns of Accounts
   * @param trust how far their usage can be believed
   */
  public static Dataset<Row> of(
      Dataset<Row> scores, Dataset<Row> accountFeatures, Dataset<Row> accounts, UsageTrust trust) {
    Column daysToTermEnd = AccountFeatures.DAYS_TO_TERM_END.col();
    Dataset<Row> held =
        accountFeatures.select(
            Published.AS_OF.col(),
            AccountFeatures.ACCOUNT_ID.col(),
            AccountFeatures.MRR.col(),
            AccountFeatures.PLAN.col(),
            AccountFeatures.SEGMENT.col().as("feature_segment"),
            coalesce(AccountFeatures.NOTICE_GIVEN.col(), lit(false))
                .as(AccountFeatures.NOTICE_GIVEN.name()),
            coalesce(AccountFeatures.IN_GRACE.col(), lit(false))
                .as(AccountFeatures.IN_GRACE.name()),
            AccountFeatures.ESCALATIONS_OPEN.col(),
            AccountFeatures.DELINQUENT_INVOICES.col(),
            AccountFeatures.MILESTONES_OVERDUE.col(),
            AccountFeatures.KEY_EVENTS_84D.col(),
            AccountFeatures.HAS_REACHED_VALUE.col(),
            AtRiskAccounts.DATA_TRUST.from(trust.ofAccount()),
            AtRiskAccounts.RENEWAL_DATE.from(
                when(daysToTermEnd.gt(0), date_add(Published.AS_OF.col(), daysToTermEnd))));
    Dataset<Row> names =
        accounts.select(
            Published.AS_OF.col(),
            Accounts.ACCOUNT_ID.col(),
            Accounts.ACCOUNT_NAME.col().as("known_name"),
            Accounts.SEGMENT.col().as("known_segment"),
            Accounts.CSM_OWNER.col());
    return held.join(names, ACCOUNT, "left")
        .join(churn(scores), ACCOUNT, "left")
        .join(expansion(scores), ACCOUNT, "left")
        .withColumn(
            Accounts.ACCOUNT_NAME.name(), coalesce(col("known_name"), Accounts.ACCOUNT_ID.col()))
        .withColumn(Accounts.SEGMENT.name(), coalesce(col("known_segment"), col("feature_segment")))
        .drop("known_name", "known_segment", "feature_segment");
  }

  private static Dataset<Row> churn(Dataset<Row> scores) {
    return of(scores, Target.CHURN)
        .select(
            Published.AS_OF.col(),
            AccountScores.ACCOUNT_ID.col(),
            AtRiskAccounts.CHURN_PROBABILITY.from(AccountScores.PROBABILITY.col()),
            AccountScores.RISK_TIER.col(),
            AtRiskAccounts.MRR_AT_RISK.from(AccountScores.EXPECTED_MRR.col()),
            ScoredAccounts.RANK_SCORE.col().as(CHURN_RANK_SCORE),
            AccountScores.MODEL_ID.col().as(CHURN_MODEL_ID));
  }

  private static Dataset<Row> expansion(Dataset<Row> scores) {
    return of(scores, Target.EXPANSION)
        .select(
            Published.AS_OF.col(),
            AccountScores.ACCOUNT_ID.col(),
            UpsellCandidates.EXPANSION_PROBABILITY.from(AccountScores.PROBABILITY.col()),
            ScoredAccounts.RANK_SCORE.col().as(EXPANSION_RANK_SCORE),
            AccountScores.MODEL_ID.col().as(EXPANSION_MODEL_ID));
  }

  private static Dataset<Row> of(Dataset<Row> scores, Target target) {
    return scores.filter(AccountScores.TARGET.col().equalTo(target.word()));
  }
}
