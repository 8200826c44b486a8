package io.holdfast.outreach;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.TextTable;
import io.holdfast.table.AccountLabels;
import io.holdfast.table.AtRiskAccounts;
import io.holdfast.table.UpsellCandidates;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class ReasonOutcomesTest {
  @Test
  void a_reason_is_right_as_often_as_its_accounts_left_beside_all_on_the_list() {
    Dataset<Row> atRisk =
        TextTable.rows(
            AtRiskAccounts.TABLE,
            """
            | as_of      | account_id | reason_1_code  | reason_2_code  | reason_3_code |
            | 2025-01-02 | a          | falling_usage  | quality_issues |               |
            | 2025-01-02 | b          | falling_usage  |                |               |
            | 2025-01-02 | c          | quality_issues | renewal_near   | falling_usage |
            | 2025-01-02 | d          |                |                |               |
            | 2025-01-02 | e          | falling_usage  |                |               |
            | 2025-01-30 | a          | renewal_near   |                |               |
            """);
    Dataset<Row> upsell =
        TextTable.rows(
            UpsellCandidates.TABLE,
            """
            | as_of      | account_id | reason_1_code |
            | 2025-01-02 | f          | growing_users |
            | 2025-01-02 | g          | promoter      |
            """);
    // e gave notice, so that its outcome says nothing; f did not expand, nor did g.
    Dataset<Row> labels =
        TextTable.rows(
            AccountLabels.TABLE,
            """
            | as_of      | account_id | target    | label |
            | 2025-01-02 | a          | churn     | 1     |
            | 2025-01-02 | b          | churn     | 1     |
            | 2025-01-02 | c          | churn     | 0     |
            | 2025-01-02 | d          | churn     | 0     |
            | 2025-01-02 | e          | churn     |       |
            | 2025-01-30 | a          | churn     | 0     |
            | 2025-01-02 | a          | expansion | 1     |
            | 2025-01-02 | f          | expansion | 0     |
            | 2025-01-02 | g          | expansion | 0     |
            """);
    // Of all five known outcomes on the at-risk lists two are churns.
    assertThat(
            TextTable.text(
                ReasonOutcomes.of(atRisk, upsell, labels)
                    .selectExpr(
                        "reason_code",
                        "target",
                        "listed",
                        "happened",
                        "round(precision, 4) AS precision",
                        "list_precision",
                        "round(lift, 4) AS lift"),
                "reason_code",
                "target",
                "listed",
                "happened",
                "precision",
                "list_precision",
                "lift"))
        .isEqualTo(
            TextTable.text(
                """
                | reason_code    | target    | listed | happened | precision | list_precision | lift   |
                | falling_usage  | churn     | 3      | 2        | 0.6667    | 0.4            | 1.6667 |
                | growing_users  | expansion | 1      | 0        | 0.0       | 0.0            |        |
                | promoter       | expansion | 1      | 0        | 0.0       | 0.0            |        |
                | quality_issues | churn     | 2      | 1        | 0.5       | 0.4            | 1.25   |
                | renewal_near   | churn     | 2      | 0        | 0.0       | 0.4            | 0.0    |
                """));
  }
}
