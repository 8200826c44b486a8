package io.holdfast.outreach;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.lit;

import io.holdfast.table.AccountOverview;
import io.holdfast.table.AtRiskAccounts;
import io.holdfast.table.Published;
import io.holdfast.table.UpsellCandidates;
import java.util.function.Predicate;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Every account at a glance, for dashboards. */
public final class Overview {
  private Overview() {}

  /**
   * One row per as-of date and account, the columns of AccountOverview but {@code run_id}.
   *
   * @param nightAccounts rows of {@link NightAccounts}
   * @param atRisk rows of {@link AtRisk}
   * @param candidates rows of {@link Upsell}
   */
  public static Dataset<Row> of(
      Dataset<Row> nightAccounts, Dataset<Row> atRisk, Dataset<Row> candidates, ListRules rules) {
    return nightAccounts
        .join(
            listed(atRisk, AtRiskAccounts.ACCOUNT_ID, AccountOverview.ON_AT_RISK),
            NightAccounts.ACCOUNT,
            "left")
        .join(
            listed(candidates, UpsellCandidates.ACCOUNT_ID, AccountOverview.ON_UPSELL),
            NightAccounts.ACCOUNT,
            "left")
        .withColumn(AtRiskAccounts.CURRENCY.name(), lit(rules.currency()))
        .withColumn(AccountOverview.ON_AT_RISK.name(), isListed(AccountOverview.ON_AT_RISK))
        .withColumn(AccountOverview.ON_UPSELL.name(), isListed(AccountOverview.ON_UPSELL))
        .select(
            AccountOverview.TABLE.columns().stream()
                .filter(Predicate.not(Published.RUN_ID::equals))
                .map(c -> c.from(c.col()))
                .toArray(Column[]::new));
  }

  private static Dataset<Row> listed(
      Dataset<Row> list, io.holdfast.table.Column account, io.holdfast.table.Column mark) {
    return list.select(
        Published.AS_OF.col(),
        AccountOverview.ACCOUNT_ID.from(account.col()),
        mark.from(lit(true)));
  }

  private static Column isListed(io.holdfast.table.Column mark) {
    return coalesce(mark.col(), lit(false));
  }
}
