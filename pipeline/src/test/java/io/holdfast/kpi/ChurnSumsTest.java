package io.holdfast.kpi;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.TextTable;
import io.holdfast.table.AccountFeatures;
import io.holdfast.table.AccountLabels;
import io.holdfast.table.AccountScores;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class ChurnSumsTest {
  private static final Dataset<Row> SCORES =
      TextTable.rows(
          AccountScores.TABLE,
          """
          | as_of      | account_id | target    | probability | mrr | expected_mrr |
          | 2025-06-30 | a          | churn     | 0.5         | 100 | 50.00        |
          | 2025-06-30 | b          | churn     | 0.1         | 200 | 20.00        |
          | 2025-06-30 | c          | churn     |             | 40  |              |
          | 2025-06-30 | d          | churn     |             | 7   |              |
          | 2025-06-30 | a          | expansion | 0.9         | 100 | 90.00        |
          """);
  private static final Dataset<Row> FEATURES =
      TextTable.rows(
          AccountFeatures.TABLE,
          """
          | as_of      | account_id | segment | plan | notice_given | days_to_term_end |
          | 2025-06-30 | a          | smb     | pro  | false        | 30               |
          | 2025-06-30 | b          | smb     | team | false        | 31               |
          | 2025-06-30 | c          | large   | team | true         | 90               |
          | 2025-06-30 | d          |         |      | false        |                  |
          """);

  @Test
  void what_is_expected_adds_up_by_segment_and_plan() {
    // a: 0.25 · 100² = 2500, symmetric. b: 0.09 · 200² = 3600, third 3600 · 0.8 · 200 = 576000.
    assertThat(
            TextTable.text(
                ChurnSums.expected(SCORES, FEATURES, List.of()),
                "dimension",
                "member",
                "accounts",
                "mrr",
                "expected_churned_mrr",
                "notice_mrr",
                "renewals_30d",
                "renewals_60d",
                "renewals_90d",
                "judged_mrr",
                "variance",
                "third_moment"))
        .isEqualTo(
            TextTable.text(
                """
                | dimension | member | accounts | mrr    | expected_churned_mrr | notice_mrr | renewals_30d | renewals_60d | renewals_90d | judged_mrr | variance | third_moment |
                | all       | all    | 4        | 347.00 | 70.00                | 40.00      | 1            | 2            | 3            | 300.0      | 6100.0   | 576000.0     |
                | plan      | pro    | 1        | 100.00 | 50.00                | 0.00       | 1            | 1            | 1            | 100.0      | 2500.0   | 0.0          |
                | plan      | team   | 2        | 240.00 | 20.00                | 40.00      | 0            | 1            | 2            | 200.0      | 3600.0   | 576000.0     |
                | segment   | large  | 1        | 40.00  |                      | 40.00      | 0            | 0            | 1            |            |          |              |
                | segment   | smb    | 2        | 300.00 | 70.00                | 0.00       | 1            | 2            | 2            | 300.0      | 6100.0   | 576000.0     |
                """));
  }

  @Test
  void a_bin_is_off_for_all_of_its_accounts_at_once() {
    CalibrationBin low = new CalibrationBin(98, 0.1, 0.1);
    CalibrationBin high = new CalibrationBin(98, 0.5, 0.5);
    Row all =
        ChurnSums.expected(SCORES, FEATURES, List.of(low, high))
            .filter("dimension = 'all'")
            .select("variance")
            .head();
    assertThat(all.getDouble(0))
        .isEqualTo(
            6100
                + 2500 * rounded(high.squaredError(), 2500)
                + 400 * rounded(low.squaredError(), 400));
    // Beta(49.5, 49.5) about a half: variance ¼ / 100, as a share of the half twice that deviation.
    assertThat(high.squaredError()).isEqualTo(0.25 / 100 / 0.25);
  }

  @Test
  void what_happened_counts_the_mrr_of_known_outcomes() {
    Dataset<Row> labels =
        TextTable.rows(
            AccountLabels.TABLE,
            """
            | as_of      | account_id | target    | label | mrr |
            | 2025-06-30 | a          | churn     | 1     | 100 |
            | 2025-06-30 | b          | churn     | 0     | 200 |
            | 2025-06-30 | c          | churn     |       | 40  |
            | 2025-06-30 | b          | expansion | 1     | 200 |
            """);
    assertThat(
            TextTable.text(
                ChurnSums.happened(labels, FEATURES), "dimension", "member", "matured_churned_mrr"))
        .isEqualTo(
            TextTable.text(
                """
                | dimension | member | matured_churned_mrr |
                | all       | all    | 100.00              |
                | plan      | pro    | 100.00              |
                | plan      | team   | 0.00                |
                | segment   | smb    | 100.00              |
                """));
  }

  /** A share of a square, as exact as the sums are kept. */
  private static double rounded(double share, double square) {
    return Math.rint(share * square * 1e4) / 1e4 / square;
  }
}
