package io.holdfast.outreach;

import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.TextTable;
import io.holdfast.table.ScoreReasons;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class AtRiskTest {
  private static final String[] SHOWN = {
    "list_rank", "account_id", "churn_probability", "mrr_at_risk", "notice_given"
  };

  @Test
  void ranked_by_probability_times_mrr_ties_by_id_then_all_accounts_under_notice() {
    Dataset<Row> nightAccounts =
        Nights.accounts(
            Nights.scored(
                """
                | account_id | target | probability | rank_score | base_rate |
                | a          | churn  | 0.1         | 0.1        | 0.1       |
                | b          | churn  | 0.5         | 0.5        | 0.1       |
                | c          | churn  | 0.2         | 0.2        | 0.1       |
                | n          | churn  | 0.9         | 0.9        | 0.1       |
                """),
            Nights.features(
                """
                | account_id | mrr | notice_given |
                | a          | 100 | false        |
                | b          | 10  | false        |
                | c          | 50  | false        |
                | n          | 900 | true         |
                | m          | 20  | true         |
                """));
    assertThat(TextTable.text(atRisk(nightAccounts), SHOWN))
        .isEqualTo(
            TextTable.text(
                """
                | list_rank | account_id | churn_probability | mrr_at_risk | notice_given |
                | 1         | a          | 0.1               | 10.00       | false        |
                | 2         | c          | 0.2               | 10.00       | false        |
                | 3         | n          |                   |             | true         |
                | 4         | m          |                   |             | true         |
                """));
  }

  @Test
  void without_a_model_the_rule_ranks_then_mrr() {
    Dataset<Row> nightAccounts =
        Nights.accounts(
            Nights.scored(
                """
                | account_id | target | rank_score | meets_rule |
                | a          | churn  | 0          | false      |
                | b          | churn  | 1          | true       |
                | c          | churn  | 1          | true       |
                """),
            Nights.features(
                """
                | account_id | mrr |
                | a          | 999 |
                | b          | 10  |
                | c          | 20  |
                """));
    assertThat(TextTable.text(atRisk(nightAccounts), "list_rank", "account_id", "risk_tier"))
        .isEqualTo(
            TextTable.text(
                """
                | list_rank | account_id | risk_tier |
                | 1         | c          | high      |
                | 2         | b          | high      |
                """));
  }

  @Test
  void a_row_says_who_it_is_why_and_when_the_term_ends() {
    Dataset<Row> features =
        Nights.features(
            """
            | account_id | mrr | segment | days_to_term_end |
            | a          | 100 | smb     | 10               |
            | b          | 50  | smb     | 0                |
            """);
    Dataset<Row> scores =
        Scores.of(
            Nights.scored(
                """
                | account_id | target | model_id | probability | rank_score | base_rate |
                | a          | churn  | m        | 0.1         | 0.1        | 0.1       |
                | b          | churn  | m        | 0.1         | 0.1        | 0.1       |
                """),
            features,
            Nights.RULES);
    Dataset<Row> known =
        TextTable.strings(
                """
                | account_id | account_name | segment    | csm_owner |
                | a          | Acme         | enterprise | kim       |
                """)
            .withColumn("as_of", lit(Nights.AS_OF));
    Dataset<Row> reasons =
        Nights.of(
            ScoreReasons.TABLE,
            """
            | account_id | target    | rank | reason_code   | sentence   |
            | a          | churn     | 2    | contraction   | Seats went |
            | a          | churn     | 1    | falling_usage | Usage fell |
            | a          | expansion | 1    | value_reached | Much done  |
            """);
    assertThat(
            TextTable.text(
                AtRisk.of(
                    NightAccounts.of(scores, features, known, UsageTrust.WHOLE),
                    reasons,
                    Nights.RULES),
                "account_id",
                "account_name",
                "segment",
                "csm_owner",
                "reason_1_code",
                "reason_2",
                "reason_3",
                "renewal_date",
                "model_id"))
        .isEqualTo(
            TextTable.text(
                """
                | account_id | account_name | segment    | csm_owner | reason_1_code | reason_2   | reason_3 | renewal_date | model_id |
                | a          | Acme         | enterprise | kim       | falling_usage | Seats went |          | 2025-07-10   | m        |
                | b          | b            | smb        |           |               |            |          |              | m        |
                """));
  }

  @Test
  void an_account_whose_usage_is_missing_is_listed_only_where_something_else_speaks_against_it() {
    Dataset<Row> nightAccounts =
        Nights.accounts(
            Nights.scored(
                """
                | account_id | target | probability | rank_score | base_rate |
                | silenced   | churn  | 0.9         | 0.9        | 0.1       |
                | bugs       | churn  | 0.8         | 0.8        | 0.1       |
                | silent     | churn  | 0.7         | 0.7        | 0.1       |
                | active     | churn  | 0.6         | 0.6        | 0.1       |
                """),
            Nights.features(
                """
                | account_id | mrr | days_since_activity |
                | silenced   | 100 | 3                   |
                | bugs       | 10  | 10                  |
                | silent     | 10  | 32                  |
                | active     | 10  | 2                   |
                """),
            new UsageTrust("late", 3));
    Dataset<Row> reasons =
        Nights.of(
            ScoreReasons.TABLE,
            """
            | account_id | target | rank | reason_code    | sentence |
            | bugs       | churn  | 1    | quality_issues | Bugs     |
            """);
    assertThat(
            TextTable.text(
                AtRisk.of(nightAccounts, reasons, Nights.LONG_LISTS),
                "list_rank",
                "account_id",
                "data_trust"))
        .isEqualTo(
            TextTable.text(
                """
                | list_rank | account_id | data_trust |
                | 1         | bugs       | late       |
                | 2         | silent     | ok         |
                | 3         | active     | ok         |
                """));
  }

  private static Dataset<Row> atRisk(Dataset<Row> nightAccounts) {
    return AtRisk.of(nightAccounts, Nights.none(ScoreReasons.TABLE), Nights.RULES);
  }
}
