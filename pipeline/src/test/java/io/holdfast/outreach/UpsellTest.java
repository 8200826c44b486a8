package io.holdfast.outreach;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.TextTable;
import io.holdfast.table.AccountLabels;
import io.holdfast.table.ScoreReasons;
import io.holdfast.table.UpsellWithheld;
import java.math.BigDecimal;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class UpsellTest {
  private static final String[] SHOWN = {
    "list_rank", "account_id", "expansion_kind", "expected_expansion_mrr"
  };

  @Test
  void ranked_by_expected_money_with_the_increase_usual_on_the_plan() {
    // 20 expansions on plan pro by a half, cross-sell; 3 on team by a tenth; of all: a half.
    Dataset<Row> expansions =
        expansions("pro", "cross_sell", 20, "50").union(expansions("team", "upsell", 3, "10"));
    assertThat(TextTable.text(candidates(expansions), SHOWN))
        .isEqualTo(
            TextTable.text(
                """
                | list_rank | account_id | expansion_kind | expected_expansion_mrr |
                | 1         | b          | upsell         | 30.00                  |
                | 2         | a          | cross_sell     | 20.00                  |
                """));
  }

  @Test
  void without_any_expansion_the_least_that_counts_is_assumed_and_ties_go_by_id() {
    assertThat(TextTable.text(candidates(expansions("pro", "upsell", 0, "1")), SHOWN))
        .isEqualTo(
            TextTable.text(
                """
                | list_rank | account_id | expansion_kind | expected_expansion_mrr |
                | 1         | b          | upsell         | 3.00                   |
                | 2         | a          | upsell         | 2.00                   |
                """));
  }

  @Test
  void by_rule_the_score_ranks_then_mrr() {
    Dataset<Row> nightAccounts =
        Nights.accounts(
            Nights.scored(
                """
                | account_id | target    | rank_score |
                | a          | expansion | 0.2        |
                | b          | expansion | 0.9        |
                | c          | expansion | 0.9        |
                """),
            Nights.features(
                """
                | account_id | mrr |
                | a          | 99  |
                | b          | 1   |
                | c          | 2   |
                """));
    assertThat(
            TextTable.text(
                Upsell.of(
                    nightAccounts,
                    Nights.none(UpsellWithheld.TABLE),
                    Nights.none(ScoreReasons.TABLE),
                    expansions("pro", "upsell", 0, "1"),
                    new BigDecimal("0.05"),
                    Nights.RULES),
                SHOWN))
        .isEqualTo(
            TextTable.text(
                """
                | list_rank | account_id | expansion_kind | expected_expansion_mrr |
                | 1         | c          | upsell         |                        |
                | 2         | b          | upsell         |                        |
                """));
  }

  @Test
  void an_expansion_that_several_dates_foresaw_counts_once() {
    Dataset<Row> labels =
        TextTable.rows(
            AccountLabels.TABLE,
            """
            | as_of      | account_id | target    | mrr | plan | label | happened_on | kind   | mrr_change |
            | 2025-01-01 | x          | expansion | 10  | a    | 1     | 2025-02-01  | upsell | 10         |
            | 2025-01-29 | x          | expansion | 20  | b    | 1     | 2025-02-01  | upsell | 10         |
            | 2025-01-29 | y          | expansion | 20  | b    | 0     |             |        |            |
            | 2025-01-29 | x          | churn     | 20  | b    | 1     | 2025-02-01  |        | -10        |
            """);
    assertThat(TextTable.text(Expansions.of(labels), "account_id", "plan", "increase"))
        .isEqualTo(
            TextTable.text(
                """
                | account_id | plan | increase |
                | x          | b    | 0.5      |
                """));
  }

  /** a: 0.4 × 100 on pro, b: 0.6 × 100 on team, w the best but withheld. */
  private static Dataset<Row> candidates(Dataset<Row> expansions) {
    Dataset<Row> nightAccounts =
        Nights.accounts(
            Nights.scored(
                """
                | account_id | target    | probability | rank_score |
                | a          | expansion | 0.4         | 0.4        |
                | b          | expansion | 0.6         | 0.6        |
                | c          | expansion | 0.6         | 0.6        |
                | w          | expansion | 0.9         | 0.9        |
                """),
            Nights.features(
                """
                | account_id | mrr | plan |
                | a          | 100 | pro  |
                | b          | 100 | team |
                | c          | 1   |      |
                | w          | 900 | pro  |
                """));
    return Upsell.of(
        nightAccounts,
        Nights.of(
            UpsellWithheld.TABLE,
            """
            | account_id |
            | w          |
            """),
        Nights.none(ScoreReasons.TABLE),
        expansions,
        new BigDecimal("0.05"),
        Nights.RULES);
  }

  private static Dataset<Row> expansions(String plan, String kind, int many, String change) {
    String labels =
        IntStream.range(0, many)
            .mapToObj(
                i ->
                    "| %s%d | expansion | 100 | %s | 1 | 2025-02-01 | %s | %s |\n"
                        .formatted(plan, i, plan, kind, change))
            .collect(Collectors.joining());
    return Expansions.of(
        Nights.of(
            AccountLabels.TABLE,
            "| account_id | target | mrr | plan | label | happened_on | kind | mrr_change |\n"
                + labels));
  }
}
