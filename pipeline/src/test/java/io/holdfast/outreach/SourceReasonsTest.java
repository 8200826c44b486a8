package io.holdfast.outreach;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.TextTable;
import io.holdfast.table.AccountFeatures;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class SourceReasonsTest {
  private static final Dataset<Row> NO_PAST = Nights.none(AccountFeatures.TABLE);

  @Test
  void unpaid_invoices_are_a_payment_problem_where_the_account_usually_pays() {
    assertThat(
            churn(
                """
                | account_id | oldest_overdue_days | late_payments_84d |
                | a          | 30                  | 0                 |
                | always     | 30                  | 0                 |
                | b          | 0                   | 2                 |
                | c          | 0                   | 0                 |
                | d          | 0                   | 0                 |
                | e          | 0                   | 0                 |
                """,
                TextTable.rows(
                    AccountFeatures.TABLE,
                    """
                    | account_id | oldest_overdue_days |
                    | always     | 28                  |
                    | always     | 30                  |
                    | always     | 32                  |
                    """)))
        .isEqualTo(
            TextTable.text(
                """
                | account_id | reason_code     | value | usual_value | sentence                                               |
                | a          | payment_problem | 30.0  | 0.0         | An invoice is 30 days overdue; similar accounts 0      |
                | b          | payment_problem | 2.0   | 0.0         | Invoices paid late in 84 days: 2; similar accounts 0   |
                """));
  }

  @Test
  void a_sponsor_or_a_heaviest_user_who_is_gone_or_silent_is_lost() {
    assertThat(
            churn(
                """
                | account_id | sponsors_deactivated_84d | is_sponsor_silent_28d | days_since_sponsor_activity | is_heaviest_user_deactivated | days_since_heaviest_user_activity |
                | gone       | 1                        | false                 | 5                           | true                         | 3                                 |
                | silent     | 0                        | true                  |                             | false                        | 3                                 |
                | away       | 0                        | false                 | 2                           | false                        | 41                                |
                | c          | 0                        | false                 | 2                           | false                        | 2                                 |
                | d          | 0                        | false                 | 2                           | false                        | 2                                 |
                | e          | 0                        | false                 | 2                           | false                        | 2                                 |
                | f          |                          |                       |                             |                              |                                   |
                """,
                NO_PAST))
        .isEqualTo(
            TextTable.text(
                """
                | account_id | reason_code     | value | usual_value | sentence                                                          |
                | away       | lost_power_user | 41.0  | 2.5         | The heaviest user was last active 41 days ago; similar accounts 2.5 |
                | gone       | lost_power_user | 1.0   | 0.0         | The heaviest user lost access                                     |
                | gone       | lost_sponsor    | 1.0   | 0.0         | Sponsors who lost access in 84 days: 1; similar accounts 0        |
                | silent     | lost_sponsor    | 1.0   | 0.0         | No sponsor was active in 28 days                                  |
                """));
  }

  @Test
  void new_people_in_charge_on_either_side_are_told() {
    assertThat(
            churn(
                """
                | account_id | admins_replaced_84d | has_new_parent_84d | has_new_csm_84d | has_new_touching_csm_84d | touches_84d |
                | led        | 2                   | false              | false           | false                    | 4           |
                | bought     | 0                   | true               | false           | false                    | 4           |
                | handed     | 0                   | false              | true            | false                    | 4           |
                | taken      | 0                   | false              | false           | true                     | 4           |
                | alone      | 0                   | false              | false           | false                    | 0           |
                | c          | 0                   | false              | false           | false                    | 4           |
                | d          | 0                   | false              | false           | false                    | 4           |
                """,
                NO_PAST))
        .isEqualTo(
            TextTable.text(
                """
                | account_id | reason_code      | value | usual_value | sentence                                                   |
                | alone      | relationship     | 0.0   | 4.0         | No contact by a CSM in 84 days; similar accounts 4         |
                | bought     | ownership_change | 1.0   | 0.0         | The parent account changed within 84 days                  |
                | handed     | relationship     | 1.0   | 0.0         | The CSM in charge changed within 84 days                   |
                | led        | new_leadership   | 2.0   | 0.0         | Owners or admins replaced in 84 days: 2; similar accounts 0 |
                | taken      | relationship     | 1.0   | 0.0         | Another CSM than 84 days ago keeps the contact             |
                """));
  }

  @Test
  void a_roll_out_that_stalls_and_value_that_others_have_are_told() {
    assertThat(
            churn(
                """
                | account_id | tenure_days | milestones_overdue | has_reached_value | new_users_84d | new_users_inactive_84d | metrics_on_target_ratio |
                | stalled    | 200         | 3                  | true              | 9             | 1                      | 1                       |
                | invited    | 200         | 0                  | true              | 9             | 6                      | 1                       |
                | valueless  | 200         | 0                  | false             | 9             | 0                      | 1                       |
                | young      | 50          | 0                  | false             | 9             | 0                      | 1                       |
                | missed     | 200         | 0                  | true              | 9             | 0                      | 0.25                    |
                | c          | 200         | 0                  | true              | 9             | 0                      | 1                       |
                | d          | 200         | 0                  | true              | 9             | 0                      | 1                       |
                """,
                NO_PAST))
        .isEqualTo(
            TextTable.text(
                """
                | account_id | reason_code        | value | usual_value | sentence                                                                 |
                | invited    | stalled_onboarding | 6.0   | 0.0         | Users created in 84 days who were never active: 6; similar accounts 0    |
                | missed     | value_not_realized | 0.25  | 1.0         | 25 % of the customer's own goals met; similar accounts 100 %             |
                | stalled    | stalled_onboarding | 3.0   | 0.0         | Onboarding milestones overdue: 3; similar accounts 0                     |
                | valueless  | value_not_realized | 0.0   | 1.0         | No value milestone reached, which most similar accounts have             |
                """));
  }

  @Test
  void answers_speak_against_or_for_the_relationship() {
    String features =
        """
        | account_id | nps_score | csat_score |
        | detractor  | 3         | 4          |
        | unhappy    | 8         | 1          |
        | promoter   | 10        | 4          |
        | c          | 8         | 4          |
        | d          | 8         | 4          |
        """;
    assertThat(churn(features, NO_PAST))
        .isEqualTo(
            TextTable.text(
                """
                | account_id | reason_code  | value | usual_value | sentence                                   |
                | detractor  | relationship | 3.0   | 8.0         | Last NPS answer: 3 of 10; similar accounts 8 |
                | unhappy    | relationship | 1.0   | 4.0         | Last CSAT answer: 1 of 5; similar accounts 4 |
                """));
    assertThat(said("expansion", features, NO_PAST, Nights.ALL_SOURCES))
        .isEqualTo(
            TextTable.text(
                """
                | account_id | reason_code | value | usual_value | sentence                                      |
                | promoter   | promoter    | 10.0  | 8.0         | Last NPS answer: 10 of 10; similar accounts 8 |
                """));
  }

  @Test
  void value_that_is_reached_where_others_still_wait_speaks_for_expansion() {
    assertThat(
            said(
                "expansion",
                """
                | account_id | has_reached_value | metrics_on_target_ratio |
                | a          | true              | 0.5                     |
                | b          | false             | 1                       |
                | c          | false             | 0.5                     |
                | d          | false             | 0.5                     |
                """,
                NO_PAST,
                Nights.ALL_SOURCES))
        .isEqualTo(
            TextTable.text(
                """
                | account_id | reason_code   | value | usual_value | sentence                                                           |
                | a          | value_reached | 1.0   | 0.0         | A value milestone is reached, which most similar accounts have not |
                | b          | value_reached | 1.0   | 0.5         | 100 % of the customer's own goals met; similar accounts 50 %       |
                """));
  }

  @Test
  void what_a_business_has_no_source_for_is_not_said() {
    assertThat(
            said(
                "churn",
                """
                | account_id | oldest_overdue_days | nps_score | milestones_overdue | has_new_parent_84d |
                | a          | 30                  | 1         | 4                  | true               |
                | b          | 0                   | 9         | 0                  | false              |
                | c          | 0                   | 9         | 0                  | false              |
                """,
                NO_PAST,
                Nights.RULES))
        .isEqualTo(
            TextTable.text(
                """
                | account_id | reason_code      | value | usual_value | sentence                                  |
                | a          | ownership_change | 1.0   | 0.0         | The parent account changed within 84 days |
                """));
  }

  private static String churn(String features, Dataset<Row> past) {
    return said("churn", features, past, Nights.ALL_SOURCES);
  }

  private static String said(String target, String features, Dataset<Row> past, ListRules rules) {
    return TextTable.text(
        Reasons.of(
                Nights.noScores(),
                Nights.features(features),
                UsualValues.of(past),
                rules,
                UsageTrust.WHOLE)
            .filter("target = '" + target + "'"),
        "account_id",
        "reason_code",
        "value",
        "usual_value",
        "sentence");
  }
}
