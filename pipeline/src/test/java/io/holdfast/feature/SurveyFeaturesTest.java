package io.holdfast.feature;

import static io.holdfast.feature.FeatureRows.assertFeatures;
import static io.holdfast.feature.FeatureRows.customers;

import io.holdfast.table.SurveyResponses;
import org.junit.jupiter.api.Test;

class SurveyFeaturesTest {
  @Test
  void the_last_answer_counts_against_the_one_before_it_survey_by_survey() {
    assertFeatures(
        customers("a", "b", "none")
            .with(
                SurveyResponses.TABLE,
                """
                | response_id | account_id | survey | score | responded_at         |
                | r1          | a          | nps    | 9     | 2024-10-01T10:00:00Z |
                | r2          | a          | NPS    | 4     | 2025-03-01T10:00:00Z |
                | r3          | a          | csat   | 5     | 2025-03-31T23:00:00Z |
                | r4          | a          | nps    | 10    | 2025-04-01T00:00:00Z |
                | r5          | b          | nps    | 9     | 2024-03-31T10:00:00Z |
                | r6          | b          | nps    | 7     | 2024-04-01T10:00:00Z |
                | r7          | b          | ces    | 3     | 2025-02-01T10:00:00Z |
                | r8          | b          | other  | 1     | 2025-02-01T10:00:00Z |
                """)
            .at("2025-03-31"),
        """
        | account_id | nps_score | days_since_nps | nps_score_change | csat_score | ces_score | days_since_ces | survey_responses_365d |
        | a          | 4.0       | 30             | -5.0             | 5.0        |           |                | 3                     |
        | b          | 7.0       | 364            |                  |            | 3.0       | 58             | 3                     |
        | none       |           |                |                  |            |           |                | 0                     |
        """);
  }

  @Test
  void six_is_a_detractor_nine_a_promoter_and_between_neither() {
    assertFeatures(
        customers("six", "seven", "nine", "silent")
            .with(
                SurveyResponses.TABLE,
                """
                | response_id | account_id | survey | score | responded_at         |
                | r1          | six        | nps    | 6     | 2025-03-01T10:00:00Z |
                | r2          | seven      | nps    | 7     | 2025-03-01T10:00:00Z |
                | r3          | nine       | nps    | 9     | 2025-03-01T10:00:00Z |
                """)
            .at("2025-03-31"),
        """
        | account_id | is_detractor | is_promoter |
        | six        | true         | false       |
        | seven      | false        | false       |
        | nine       | false        | true        |
        | silent     |              |             |
        """);
  }
}
