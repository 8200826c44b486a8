package io.holdfast.check;

import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.TestSession;
import io.holdfast.TextTable;
import io.holdfast.error.DataException;
import io.holdfast.table.AccountFeatures;
import io.holdfast.table.AccountScores;
import io.holdfast.table.AtRiskAccounts;
import io.holdfast.table.DataQuality;
import io.holdfast.table.Published;
import io.holdfast.table.Table;
import io.holdfast.table.UpsellCandidates;
import io.holdfast.table.UpsellWithheld;
import java.time.LocalDate;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class AuditTest {
  private static final LocalDate AS_OF = LocalDate.parse("2025-06-30");

  @Test
  void sound_rows_pass_every_check() {
    assertThat(
            failed(
                AccountScores.TABLE,
                """
                | as_of      | run_id | account_id | target    | probability | mrr |
                | 2025-06-30 | r      | a          | churn     | 0.0         | 0   |
                | 2025-06-30 | r      | a          | expansion | 1.0         | 5   |
                | 2025-06-30 | r      | b          | churn     |             |     |
                """))
        .isEmpty();
  }

  @Test
  void a_key_twice_an_empty_key_a_probability_and_money_out_of_range_stop_the_night() {
    assertThat(
            failed(
                AccountScores.TABLE,
                """
                | as_of      | run_id | account_id | target | probability | mrr |
                | 2025-06-30 | r      | a          | churn  | 1.1         | 5   |
                | 2025-06-30 | r      | a          | churn  | 0.1         | -5  |
                | 2025-06-30 | r      |            | churn  | -0.1        | 5   |
                """))
        .containsExactlyInAnyOrder(
            "rows whose key another row has: 1.0",
            "rows with an empty key: 1.0",
            "probability outside 0 to 1: 2.0",
            "mrr below 0: 1.0");
  }

  @Test
  void a_night_without_scores_stops() {
    assertThat(failed(AccountScores.TABLE, "| account_id |"))
        .containsExactly("nights without any scored account: 1.0");
  }

  @Test
  void ranks_are_without_gaps_and_an_account_is_listed_once() {
    String header = "| as_of | run_id | list_rank | account_id |\n";
    assertThat(failed(AtRiskAccounts.TABLE, header)).isEmpty();
    assertThat(
            failed(
                AtRiskAccounts.TABLE,
                header
                    + """
                    | 2025-06-30 | r | 1 | a |
                    | 2025-06-30 | r | 3 | b |
                    """))
        .containsExactly("ranks left out or given twice: 1.0");
    assertThat(
            failed(
                AtRiskAccounts.TABLE,
                header
                    + """
                    | 2025-06-30 | r | 1 | a |
                    | 2025-06-30 | r | 2 | a |
                    """))
        .containsExactly("ranks left out or given twice: 1.0");
  }

  @Test
  void a_candidate_at_high_risk_or_withheld_stops_the_night() {
    Dataset<Row> candidates =
        PublishedChecks.candidates(
            accounts(UpsellCandidates.TABLE, "risky", "held", "sound"),
            TextTable.rows(
                AccountScores.TABLE,
                """
                | as_of      | account_id | target    | risk_tier |
                | 2025-06-30 | risky      | churn     | high      |
                | 2025-06-30 | risky      | expansion |           |
                | 2025-06-30 | sound      | churn     | medium    |
                """),
            TextTable.rows(
                UpsellWithheld.TABLE,
                """
                | as_of      | account_id | withheld_code |
                | 2025-06-30 | held       | escalated     |
                """));
    Audit audit = Audit.of(UpsellCandidates.TABLE, PublishedChecks.ofCandidates(), candidates);
    List<Finding> findings = audit.findings(audit.answer().head());
    assertThat(findings).extracting(Finding::value).containsExactly(1.0, 1.0);
    assertThatThrownBy(() -> Finding.refuseFailures(findings, AS_OF))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("night 2025-06-30 is not published")
        .hasMessageContaining(
            "upsell_candidates: accounts at critical or high risk: found 1, wanted 0");
  }

  @Test
  void a_warning_is_a_row_and_stops_nothing() {
    Check check = Check.atMost(Check.Level.WARN, "t", "share", lit(0.5), 0.01);
    List<Finding> findings = List.of(new Finding(check, 0.5));
    Finding.refuseFailures(findings, AS_OF);
    assertThat(
            TextTable.text(
                Finding.rows(TestSession.spark(), findings, AS_OF),
                DataQuality.TABLE.columns().stream()
                    .map(c -> c.name())
                    .filter(c -> !c.equals(Published.RUN_ID.name()))
                    .toArray(String[]::new)))
        .isEqualTo(
            TextTable.text(
                """
                | as_of      | table_name | check_name | level | value | wanted       | passed |
                | 2025-06-30 | t          | share      | WARN  | 0.5   | at most 0.01 | false  |
                """));
  }

  @Test
  void content_is_the_same_in_any_order_and_run_and_to_nine_digits() {
    String rows =
        """
        | as_of      | run_id | account_id | target | probability        | mrr |
        | 2025-06-30 | r      | a          | churn  | 0.123456789012     | 5   |
        | 2025-06-30 | r      | b          | churn  |                    |     |
        """;
    String other =
        """
        | as_of      | run_id | account_id | target | probability        | mrr |
        | 2025-06-30 | s      | b          | churn  |                    |     |
        | 2025-06-30 | s      | a          | churn  | 0.1234567890119999 | 5   |
        """;
    assertThat(hash(rows)).hasSize(32).isEqualTo(hash(other));
    assertThat(hash(rows.replace("0.123456789012 ", "0.12345679     "))).isNotEqualTo(hash(rows));
  }

  @Test
  void a_value_in_another_column_is_another_content() {
    String inModel = "| account_id | model_id | evidence_grade |\n| a | x | |";
    String inGrade = "| account_id | model_id | evidence_grade |\n| a | | x |";
    assertThat(hash(inModel)).isNotEqualTo(hash(inGrade));
  }

  @Test
  void entries_of_a_map_are_the_same_content_in_any_order() {
    assertThat(hashOfAttributes("tier=gold, region=north"))
        .isEqualTo(hashOfAttributes("region=north, tier=gold"))
        .isNotEqualTo(hashOfAttributes("region=gold, tier=north"))
        .isNotEqualTo(hashOfAttributes(""));
  }

  private static String hashOfAttributes(String attributes) {
    return TextTable.rows(
            AccountFeatures.TABLE, "| account_id | attributes |\n| a | " + attributes + " |")
        .agg(ContentHash.of(AccountFeatures.TABLE))
        .head()
        .getString(0);
  }

  private static String hash(String text) {
    Row answer =
        Audit.of(AccountScores.TABLE, TextTable.rows(AccountScores.TABLE, text)).answer().head();
    return answer.getString(answer.fieldIndex("content_hash"));
  }

  private static List<String> failed(Table table, String text) {
    Audit audit = Audit.of(table, TextTable.rows(table, text));
    return audit.findings(audit.answer().head()).stream()
        .filter(f -> !f.passed())
        .map(f -> f.check().name() + ": " + f.value())
        .toList();
  }

  private static Dataset<Row> accounts(Table table, String... ids) {
    StringBuilder text = new StringBuilder("| as_of | list_rank | account_id |\n");
    for (int i = 0; i < ids.length; i++) {
      text.append("| 2025-06-30 | ").append(i + 1).append(" | ").append(ids[i]).append(" |\n");
    }
    return TextTable.rows(table, text.toString());
  }
}
