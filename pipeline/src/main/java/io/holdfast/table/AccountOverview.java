package io.holdfast.table;

import static org.apache.spark.sql.types.DataTypes.BooleanType;
import static org.apache.spark.sql.types.DataTypes.StringType;

/** One row per active account: the wide row for dashboards. */
public final class AccountOverview {
  public static final Column ACCOUNT_ID = Column.key("account_id", StringType, "The customer");
  public static final Column ON_AT_RISK =
      Column.attribute("on_at_risk", BooleanType, "It stands in at_risk_accounts of the night");
  public static final Column ON_UPSELL =
      Column.attribute("on_upsell", BooleanType, "It stands in upsell_candidates of the night");
  public static final Column NOTICE_GIVEN =
      Column.attribute("notice_given", BooleanType, "The customer has given notice");

  public static final Table TABLE =
      Table.published(
          "account_overview",
          "One row per night and active account",
          ACCOUNT_ID,
          AtRiskAccounts.ACCOUNT_NAME,
          AtRiskAccounts.SEGMENT,
          AtRiskAccounts.CSM_OWNER,
          AtRiskAccounts.CURRENCY,
          AtRiskAccounts.MRR,
          AtRiskAccounts.RENEWAL_DATE,
          AtRiskAccounts.CHURN_PROBABILITY,
          AtRiskAccounts.RISK_TIER,
          AtRiskAccounts.MRR_AT_RISK,
          UpsellCandidates.EXPANSION_PROBABILITY,
          ON_AT_RISK,
          ON_UPSELL,
          NOTICE_GIVEN,
          AtRiskAccounts.DATA_TRUST);

  private AccountOverview() {}
}
