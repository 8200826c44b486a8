package io.holdfast.outreach;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.TextTable;
import io.holdfast.table.AtRiskAccounts;
import io.holdfast.table.UpsellCandidates;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class OverviewTest {
  @Test
  void every_account_of_the_night_has_one_row_that_says_which_lists_it_stands_on() {
    Dataset<Row> nightAccounts =
        Nights.accounts(
            Nights.scored(
                """
                | account_id | target    | probability | rank_score | base_rate |
                | a          | churn     | 0.5         | 0.5        | 0.1       |
                | a          | expansion | 0.2         | 0.2        | 0.1       |
                | b          | churn     | 0.01        | 0.01       | 0.1       |
                | b          | expansion | 0.6         | 0.6        | 0.1       |
                """),
            Nights.features(
                """
                | account_id | mrr | segment | days_to_term_end | notice_given |
                | a          | 100 | smb     | 10               | false        |
                | b          | 50  | smb     |                  | false        |
                | n          | 900 |         |                  | true         |
                """));
    Dataset<Row> atRisk =
        Nights.of(
            AtRiskAccounts.TABLE,
            """
            | list_rank | account_id |
            | 1         | a          |
            | 2         | n          |
            """);
    Dataset<Row> candidates =
        Nights.of(
            UpsellCandidates.TABLE,
            """
            | list_rank | account_id |
            | 1         | b          |
            """);

    assertThat(
            TextTable.text(
                Overview.of(nightAccounts, atRisk, candidates, Nights.RULES).orderBy("account_id"),
                "account_id",
                "currency",
                "mrr",
                "renewal_date",
                "risk_tier",
                "mrr_at_risk",
                "expansion_probability",
                "on_at_risk",
                "on_upsell",
                "notice_given",
                "data_trust"))
        .isEqualTo(
            TextTable.text(
                """
                | account_id | currency | mrr    | renewal_date | risk_tier | mrr_at_risk | expansion_probability | on_at_risk | on_upsell | notice_given | data_trust |
                | a          | USD      | 100.00 | 2025-07-10   | critical  | 50.00       | 0.2                   | true       | false     | false        | ok         |
                | b          | USD      | 50.00  |              | low       | 0.50        | 0.6                   | false      | true      | false        | ok         |
                | n          | USD      | 900.00 |              |           |             |                       | true       | false     | true         | ok         |
                """));
  }
}
