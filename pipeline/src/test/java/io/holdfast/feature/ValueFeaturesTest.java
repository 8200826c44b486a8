package io.holdfast.feature;

import static io.holdfast.feature.FeatureRows.assertFeatures;
import static io.holdfast.feature.FeatureRows.customers;

import io.holdfast.table.OnboardingMilestones;
import io.holdfast.table.SuccessMetrics;
import org.junit.jupiter.api.Test;

class ValueFeaturesTest {
  @Test
  void milestones_that_are_due_are_reached_or_overdue_and_later_ones_do_not_count_yet() {
    assertFeatures(
        customers("half", "done", "ahead", "planless", "none")
            .with(
                OnboardingMilestones.TABLE,
                """
                | account_id | milestone | is_value_milestone | due_on     | reached_on |
                | half       | import    | false              | 2025-03-01 | 2025-03-10 |
                | half       | training  | false              | 2025-03-21 |            |
                | half       | roll-out  | true               | 2025-03-31 | 2025-04-01 |
                | half       | review    | false              | 2025-04-01 |            |
                | done       | import    | true               | 2024-02-01 | 2024-01-31 |
                | done       | again     | true               | 2024-03-01 | 2024-03-31 |
                | ahead      | import    | true               | 2025-06-01 |            |
                | planless   | import    | false              |            |            |
                """)
            .at("2025-03-31"),
        """
        | account_id | milestones_due | milestones_overdue | milestones_reached_ratio | oldest_overdue_milestone_days | has_reached_value | days_to_first_value |
        | half       | 3              | 2                  | 0.3333333333333333       | 10                            | false             |                     |
        | done       | 2              | 0                  | 1.0                      | 0                             | true              | 30                  |
        | ahead      | 0              | 0                  |                          | 0                             | false             |                     |
        | planless   | 0              | 0                  |                          | 0                             |                   |                     |
        | none       | 0              | 0                  |                          | 0                             |                   |                     |
        """);
  }

  @Test
  void goals_are_judged_by_their_last_measurement_and_the_trend_by_the_one_before() {
    assertFeatures(
        customers("a", "old", "aimless")
            .with(
                SuccessMetrics.TABLE,
                """
                | account_id | metric  | measured_on | value | target |
                | a          | savings | 2025-01-01  | 50    | 100    |
                | a          | savings | 2025-03-01  | 100   | 100    |
                | a          | savings | 2025-04-01  | 10    | 100    |
                | a          | speed   | 2025-03-01  | 20    | 80     |
                | a          | speed   | 2024-03-31  | 80    | 80     |
                | old        | savings | 2024-03-31  | 50    | 100    |
                | aimless    | savings | 2025-03-01  | 50    |        |
                | aimless    | speed   | 2025-03-01  | 50    | 0      |
                """)
            .at("2025-03-31"),
        """
        | account_id | metrics_on_target_ratio | worst_metric_ratio | metric_ratio_change |
        | a          | 0.5                     | 0.25               | 0.5                 |
        | old        |                         |                    |                     |
        | aimless    |                         |                    |                     |
        """);
  }
}
