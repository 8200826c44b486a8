package io.holdfast.outreach;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.TextTable;
import org.junit.jupiter.api.Test;

class ScoresTest {
  @Test
  void tiers_are_multiples_of_the_base_rate_and_money_is_exact() {
    assertThat(
            TextTable.text(
                Scores.of(
                    Nights.scored(
                        """
                        | account_id | target | probability | rank_score | base_rate | evidence_grade |
                        | a          | churn  | 0.40        | 0.40       | 0.1       | trees          |
                        | b          | churn  | 0.20        | 0.20       | 0.1       | trees          |
                        | c          | churn  | 0.10        | 0.10       | 0.1       | trees          |
                        | d          | churn  | 0.09        | 0.09       | 0.1       | trees          |
                        """),
                    Nights.features(
                        """
                        | account_id | mrr    |
                        | a          | 100.05 |
                        | b          | 33.33  |
                        | c          | 10     |
                        | d          | 10     |
                        """),
                    Nights.RULES),
                "account_id",
                "risk_tier",
                "percentile",
                "expected_mrr",
                "currency"))
        .isEqualTo(
            TextTable.text(
                """
                | account_id | risk_tier | percentile | expected_mrr | currency |
                | a          | critical  | 1.0        | 40.02        | USD      |
                | b          | high      | 0.75       | 6.67         | USD      |
                | c          | medium    | 0.5        | 1.00         | USD      |
                | d          | low       | 0.25       | 0.90         | USD      |
                """));
  }

  @Test
  void by_rule_an_account_that_meets_it_is_high_and_no_money_is_expected() {
    assertThat(
            TextTable.text(
                Scores.of(
                    Nights.scored(
                        """
                        | account_id | target    | rank_score | meets_rule | evidence_grade |
                        | a          | churn     | 1          | true       | rule           |
                        | b          | churn     | 0          | false      | rule           |
                        | c          | churn     |            |            | none           |
                        | a          | expansion | 1          | true       | rule           |
                        """),
                    Nights.features(
                        """
                        | account_id | mrr |
                        | a          | 10  |
                        | b          | 10  |
                        | c          | 10  |
                        """),
                    Nights.RULES),
                "account_id",
                "target",
                "risk_tier",
                "percentile",
                "evidence_grade",
                "expected_mrr"))
        .isEqualTo(
            TextTable.text(
                """
                | account_id | target    | risk_tier | percentile | evidence_grade | expected_mrr |
                | a          | churn     | high      | 1.0        | rule           |              |
                | b          | churn     | low       | 0.5        | rule           |              |
                | c          | churn     | low       |            | none           |              |
                | a          | expansion |           | 1.0        | rule           |              |
                """));
  }

  @Test
  void an_account_under_notice_has_no_churn_probability_but_an_expansion_one() {
    assertThat(
            TextTable.text(
                Scores.of(
                    Nights.scored(
                        """
                        | account_id | target    | model_id | probability | rank_score | base_rate | evidence_grade |
                        | a          | churn     | m        | 0.4         | 0.4        | 0.1       | trees          |
                        | a          | expansion | n        | 0.3         | 0.3        | 0.1       | trees          |
                        """),
                    Nights.features(
                        """
                        | account_id | mrr | notice_given |
                        | a          | 10  | true         |
                        """),
                    Nights.RULES),
                "target",
                "model_id",
                "probability",
                "risk_tier",
                "percentile",
                "evidence_grade"))
        .isEqualTo(
            TextTable.text(
                """
                | target    | model_id | probability | risk_tier | percentile | evidence_grade |
                | churn     |          |             |           |            | none           |
                | expansion | n        | 0.3         |           | 1.0        | trees          |
                """));
  }
}
