package io.holdfast.feature;

import static io.holdfast.feature.FeatureRows.assertFeatures;
import static io.holdfast.feature.FeatureRows.customers;

import io.holdfast.table.Accounts;
import org.junit.jupiter.api.Test;

class OwnershipFeaturesTest {
  @Test
  void another_csm_or_parent_counts_for_84_days_from_the_day_it_was_known() {
    assertFeatures(
        customers("bought", "same", "assigned", "unowned")
            .with(
                Accounts.TABLE,
                """
                | account_id | csm_owner | parent_account_id | signed_up_on | known_on   |
                | bought     | kim       |                   | 2024-01-01   | 2024-01-01 |
                | bought     | lee       | giant             | 2024-01-01   | 2025-01-10 |
                | same       | kim       | giant             | 2024-01-01   | 2024-01-01 |
                | same       | kim       | giant             | 2024-01-01   | 2025-03-01 |
                | assigned   |           |                   | 2024-01-01   | 2024-01-01 |
                | assigned   | kim       |                   | 2024-01-01   | 2025-03-01 |
                | unowned    |           |                   | 2024-01-01   | 2024-01-01 |
                """)
            .at("2025-04-03", "2025-04-04"),
        """
        | as_of      | account_id | has_new_csm_84d | has_new_parent_84d |
        | 2025-04-03 | bought     | true            | true               |
        | 2025-04-04 | bought     | false           | false              |
        | 2025-04-03 | same       | false           | false              |
        | 2025-04-04 | same       | false           | false              |
        | 2025-04-03 | assigned   | false           | false              |
        | 2025-04-04 | assigned   | false           | false              |
        | 2025-04-03 | unowned    |                 | false              |
        | 2025-04-04 | unowned    |                 | false              |
        """);
  }

  @Test
  void a_history_tells_who_owned_an_account_at_its_end_and_nothing_before() {
    assertFeatures(
        customers("a")
            .with(
                Accounts.TABLE,
                """
                | account_id | csm_owner | signed_up_on | known_on   | ingested_on | is_history |
                | a          | kim       | 2024-01-01   | 2024-01-01 | 2025-03-31  | true       |
                | a          | lee       | 2024-01-01   | 2025-04-02 | 2025-04-02  | false      |
                """)
            .at("2025-03-30", "2025-03-31", "2025-04-02"),
        """
        | as_of      | account_id | has_new_csm_84d | has_new_parent_84d |
        | 2025-03-30 | a          |                 |                    |
        | 2025-03-31 | a          | false           | false              |
        | 2025-04-02 | a          | true            | false              |
        """);
  }
}
