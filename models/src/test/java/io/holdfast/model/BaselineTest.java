package io.holdfast.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.TextTable;
import io.holdfast.label.Target;
import io.holdfast.table.AccountFeatures;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class BaselineTest {
  @Test
  void churn_ranks_by_the_fall_of_use_and_silence_before_all() {
    assertThat(
            judged(
                Target.CHURN,
                """
                | account_id | events_28d | active_days_28d | events_trend_ratio_28d |
                | silent     | 0          | 0               | 0                      |
                | halved     | 10         | 5               | 0.5                    |
                | steady     | 20         | 9               | 1.0                    |
                | growing    | 30         | 9               | 1.5                    |
                | new        | 30         | 9               |                        |
                | unknown    |            |                 |                        |
                """))
        .isEqualTo(
            TextTable.text(
                """
                | account_id | rank_score | meets_rule |
                | silent     | 2.0        | true       |
                | halved     | 0.5        | true       |
                | steady     | 0.0        | false      |
                | growing    | -0.5       | false      |
                | new        | 0.0        | false      |
                | unknown    |            |            |
                """));
  }

  @Test
  void expansion_ranks_by_the_seats_in_use() {
    assertThat(
            judged(
                Target.EXPANSION,
                """
                | account_id | seat_use_ratio_28d |
                | full       | 0.9                |
                | half       | 0.5                |
                | unknown    |                    |
                """))
        .isEqualTo(
            TextTable.text(
                """
                | account_id | rank_score | meets_rule |
                | full       | 0.9        | true       |
                | half       | 0.5        | false      |
                | unknown    |            |            |
                """));
  }

  private static String judged(Target target, String features) {
    Dataset<Row> rows =
        TextTable.rows(AccountFeatures.TABLE, features)
            .withColumn("rank_score", Baseline.rankScore(target))
            .withColumn("meets_rule", Baseline.meetsRule(target));
    return TextTable.text(rows, "account_id", "rank_score", "meets_rule");
  }
}
