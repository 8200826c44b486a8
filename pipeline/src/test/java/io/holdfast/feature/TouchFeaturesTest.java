package io.holdfast.feature;

import static io.holdfast.feature.FeatureRows.assertFeatures;
import static io.holdfast.feature.FeatureRows.customers;

import io.holdfast.table.CsmTouches;
import org.junit.jupiter.api.Test;

class TouchFeaturesTest {
  @Test
  void contacts_are_counted_by_window_and_who_makes_them_is_compared_with_before() {
    assertFeatures(
        customers("same", "other", "new", "long_ago", "none")
            .with(
                CsmTouches.TABLE,
                """
                | touch_id | account_id | csm_owner | touched_at           | minutes |
                | t1       | same       | kim       | 2025-01-06T10:00:00Z | 5       |
                | t2       | same       | lee       | 2025-03-03T10:00:00Z | 30      |
                | t3       | same       | kim       | 2025-03-04T10:00:00Z | 15      |
                | t4       | other      | kim       | 2024-06-01T10:00:00Z | 5       |
                | t5       | other      | lee       | 2025-03-31T10:00:00Z |         |
                | t6       | new        | kim       | 2025-03-31T10:00:00Z | 10      |
                | t7       | new        |           | 2024-06-01T10:00:00Z | 10      |
                | t8       | long_ago   | kim       | 2024-06-01T10:00:00Z | 10      |
                """)
            .at("2025-03-31"),
        """
        | account_id | touches_28d | touches_84d | touch_minutes_84d | days_since_touch | has_new_touching_csm_84d |
        | same       | 1           | 2           | 45                | 27               | false                    |
        | other      | 1           | 1           | 0                 | 0                | true                     |
        | new        | 1           | 1           | 10                | 0                |                          |
        | long_ago   | 0           | 0           | 0                 |                  | false                    |
        | none       | 0           | 0           | 0                 |                  |                          |
        """);
  }
}
