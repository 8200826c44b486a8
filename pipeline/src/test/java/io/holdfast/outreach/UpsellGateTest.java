package io.holdfast.outreach;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.TextTable;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class UpsellGateTest {
  private static final String HEADER =
      "| account_id | mrr | notice_given | in_grace | escalations_open | key_events_84d |\n";

  @Test
  void the_first_condition_that_holds_is_the_one_that_is_named() {
    Dataset<Row> nightAccounts =
        nightAccounts(
            HEADER
                + """
                | all        | 10  | true         | true     | 1                | 0              |
                | grace      | 10  | false        | true     | 1                | 0              |
                | risky      | 10  | false        | false    | 1                | 0              |
                | critical   | 10  | false        | false    | 0                | 5              |
                | medium     | 10  | false        | false    | 0                | 5              |
                | escalated  | 10  | false        | false    | 1                | 0              |
                | unproven   | 10  | false        | false    | 0                | 0              |
                | free       | 10  | false        | false    | 0                | 5              |
                """);
    assertThat(TextTable.text(withheld(nightAccounts, Nights.RULES), "account_id", "withheld_code"))
        .isEqualTo(
            TextTable.text(
                """
                | account_id | withheld_code   |
                | all        | notice_given    |
                | grace      | in_grace        |
                | risky      | at_risk         |
                | critical   | at_risk         |
                | escalated  | escalated       |
                | unproven   | no_proven_value |
                """));
  }

  @Test
  void a_withheld_account_is_told_why_and_what_would_release_it() {
    Dataset<Row> nightAccounts =
        nightAccounts(
            HEADER
                + """
                | risky      | 10  | false        | false    | 0                | 5              |
                | escalated  | 10  | false        | false    | 2                | 5              |
                """);
    assertThat(
            TextTable.text(
                withheld(nightAccounts, Nights.RULES),
                "account_id",
                "expansion_probability",
                "withheld_reason",
                "release_condition",
                "unchecked_conditions"))
        .isEqualTo(
            TextTable.text(
                """
                | account_id | expansion_probability | withheld_reason                      | release_condition                  | unchecked_conditions            |
                | risky      | 0.3                   | Churn risk is high (25.0 % to leave) | Churn risk falls below high        | delinquent,onboarding,unhealthy |
                | escalated  |                       | Escalated tickets open: 2            | All escalated tickets are resolved | delinquent,onboarding,unhealthy |
                """));
  }

  @Test
  void a_condition_without_a_source_withholds_nobody_and_is_named() {
    ListRules blind = new ListRules(2, 2, 4, 2, 1, "USD", 60, false, Set.of());
    Dataset<Row> nightAccounts =
        nightAccounts(
            HEADER
                + """
                | escalated  | 10  | false        | false    | 1                | 0              |
                | all        | 10  | true         | false    |                  |                |
                """);
    assertThat(
            TextTable.text(
                withheld(nightAccounts, blind),
                "account_id",
                "withheld_code",
                "unchecked_conditions"))
        .isEqualTo(
            TextTable.text(
                """
                | account_id | withheld_code | unchecked_conditions                                       |
                | all        | notice_given  | escalated,delinquent,onboarding,unhealthy,no_proven_value |
                """));
  }

  @Test
  void features_without_key_events_prove_nothing_against_an_account() {
    Dataset<Row> nightAccounts =
        nightAccounts(
            HEADER
                + """
                | free       | 10  |              |          |                  |                |
                """);
    assertThat(withheld(nightAccounts, Nights.RULES).count()).isZero();
  }

  @Test
  void invoices_beyond_grace_and_milestones_that_are_due_withhold_in_their_order() {
    Dataset<Row> nightAccounts =
        nightAccounts(
            """
            | account_id | mrr | escalations_open | delinquent_invoices | milestones_overdue | key_events_84d |
            | escalated  | 10  | 1                | 1                   | 1                  | 5              |
            | late       | 10  | 0                | 2                   | 1                  | 0              |
            | stalled    | 10  | 0                | 0                   | 3                  | 0              |
            | unproven   | 10  | 0                | 0                   | 0                  | 0              |
            | unknown    | 10  | 0                |                     |                    | 5              |
            | free       | 10  | 0                | 0                   | 0                  | 5              |
            """);
    assertThat(
            TextTable.text(
                withheld(nightAccounts, Nights.ALL_SOURCES),
                "account_id",
                "withheld_code",
                "withheld_reason",
                "release_condition",
                "unchecked_conditions"))
        .isEqualTo(
            TextTable.text(
                """
                | account_id | withheld_code   | withheld_reason                                             | release_condition                                | unchecked_conditions |
                | escalated  | escalated       | Escalated tickets open: 1                                   | All escalated tickets are resolved               | unhealthy            |
                | late       | delinquent      | Invoices unpaid beyond the grace period: 2                  | The overdue invoices are paid                    | unhealthy            |
                | stalled    | onboarding      | Onboarding milestones due and not reached: 3                | The milestones that are due are reached          | unhealthy            |
                | unproven   | no_proven_value | No key event in the last 84 days and no value milestone reached | A key event happens or a value milestone is reached | unhealthy         |
                """));
  }

  @Test
  void a_value_milestone_proves_value_where_no_key_event_does() {
    String features =
        """
        | account_id | mrr | key_events_84d | has_reached_value |
        | reached    | 10  | 0              | true              |
        | unproven   | 10  | 0              | false             |
        | unplanned  | 10  | 0              |                   |
        | free       | 10  | 5              | false             |
        """;
    assertThat(TextTable.text(withheld(nightAccounts(features), Nights.ALL_SOURCES), "account_id"))
        .isEqualTo(TextTable.text("| account_id |\n| unproven |\n| unplanned |"));
    ListRules withoutKeyEvents =
        new ListRules(2, 2, 4, 2, 1, "USD", 60, false, Set.of("onboarding_milestones"));
    assertThat(
            TextTable.text(
                withheld(nightAccounts(features), withoutKeyEvents),
                "account_id",
                "withheld_reason",
                "release_condition",
                "unchecked_conditions"))
        .isEqualTo(
            TextTable.text(
                """
                | account_id | withheld_reason            | release_condition            | unchecked_conditions            |
                | unproven   | No value milestone reached | A value milestone is reached | escalated,delinquent,unhealthy |
                | free       | No value milestone reached | A value milestone is reached | escalated,delinquent,unhealthy |
                """));
  }

  private static Dataset<Row> nightAccounts(String features) {
    return Nights.accounts(
        Nights.scored(
            """
            | account_id | target    | probability | rank_score | base_rate |
            | all        | churn     | 0.5         | 0.5        | 0.1       |
            | grace      | churn     | 0.5         | 0.5        | 0.1       |
            | risky      | churn     | 0.25        | 0.25       | 0.1       |
            | risky      | expansion | 0.3         | 0.3        | 0.1       |
            | critical   | churn     | 0.5         | 0.5        | 0.1       |
            | medium     | churn     | 0.15        | 0.15       | 0.1       |
            | escalated  | churn     | 0.1         | 0.1        | 0.1       |
            | unproven   | churn     | 0.1         | 0.1        | 0.1       |
            | free       | churn     | 0.1         | 0.1        | 0.1       |
            """),
        Nights.features(features));
  }

  private static Dataset<Row> withheld(Dataset<Row> nightAccounts, ListRules rules) {
    return UpsellGate.of(nightAccounts, rules);
  }
}
