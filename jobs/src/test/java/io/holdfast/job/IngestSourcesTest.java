package io.holdfast.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.TextTable;
import io.holdfast.table.Batches;
import io.holdfast.table.Canonical;
import io.holdfast.table.CsmTouches;
import io.holdfast.table.Invoices;
import io.holdfast.table.ListFeedback;
import io.holdfast.table.OnboardingMilestones;
import io.holdfast.table.Rejects;
import io.holdfast.table.SuccessMetrics;
import io.holdfast.table.SurveyResponses;
import io.holdfast.table.Table;
import io.holdfast.table.Users;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IngestSourcesTest {
  /** A row of each source that only makes features, known ahead of nothing. */
  private static final Map<Table, String> ROWS =
      Map.of(
          Invoices.TABLE,
          "invoice_id,account_id,issued_on,due_on,paid_on,amount,currency\n"
              + "i1,a1,2025-03-01,2025-03-31,,99.50,EUR\n",
          Users.TABLE,
          "user_id,account_id,role,is_sponsor,created_on,deactivated_on\n"
              + "u1,a1,owner,true,2025-03-01,\n",
          SurveyResponses.TABLE,
          "response_id,account_id,user_id,survey,score,responded_at\n"
              + "r1,a1,u1,nps,9,2025-03-01T10:00:00Z\n",
          CsmTouches.TABLE,
          "touch_id,account_id,csm_owner,touched_at,kind,minutes\n"
              + "t1,a1,kim,2025-03-01T10:00:00Z,call,30\n",
          OnboardingMilestones.TABLE,
          "account_id,milestone,is_value_milestone,due_on,reached_on\na1,import,true,2025-03-01,\n",
          SuccessMetrics.TABLE,
          "account_id,metric,measured_on,value,target\na1,savings,2025-03-01,5,10\n",
          ListFeedback.TABLE,
          "account_id,list,given_on,verdict,until,note\n"
              + "a1,at_risk_accounts,2025-03-01,useful,,\n");

  @TempDir Path root;

  @Test
  void everySourceThatOnlyMakesFeaturesIsLoadedFromItsHistory() {
    Landing landing = Landing.ofBusiness(root);
    ROWS.forEach(
        (table, text) ->
            landing.with(Landing.source(table)).file("history/" + table.name() + ".csv", text));

    landing.ingest("2025-03-31");

    assertThat(Canonical.tables().stream().filter(t -> !Canonical.isRequired(t)))
        .containsExactlyInAnyOrderElementsOf(ROWS.keySet());
    ROWS.keySet()
        .forEach(
            table ->
                assertThat(landing.text(table, "account_id", "known_on", "is_history"))
                    .as(table.name())
                    .isEqualTo(
                        TextTable.text(
                            table == OnboardingMilestones.TABLE
                                ? "| account_id | known_on | is_history |\n| a1 | 1900-01-01 | true |"
                                : "| account_id | known_on | is_history |\n| a1 | 2025-03-01 | true |")));
    assertThat(landing.lake().has(Rejects.TABLE)).isFalse();
  }

  @Test
  void aPlanOfADatedFolderIsKnownSinceItsBatch() {
    Landing landing =
        Landing.ofBusiness(root)
            .with(Landing.source(OnboardingMilestones.TABLE).noHistory())
            .file(
                "2025-04-01/onboarding_milestones.csv",
                "account_id,milestone,due_on\na1,import,2024-01-01\na1,import,2024-01-01\n");

    landing.ingest("2025-04-01");

    assertThat(landing.text(OnboardingMilestones.TABLE, "milestone", "due_on", "known_on"))
        .isEqualTo(
            TextTable.text(
                """
                | milestone | due_on     | known_on   |
                | import    | 2024-01-01 | 2025-04-01 |
                """));
  }

  @Test
  void answersAndContactsFromTheFutureAreRefusedAndUsersAndInvoicesAreNot() {
    Landing landing = Landing.ofBusiness(root);
    List.of(SurveyResponses.TABLE, CsmTouches.TABLE, Users.TABLE, Invoices.TABLE)
        .forEach(
            table ->
                landing
                    .with(Landing.source(table).noHistory().allowEmpty())
                    .file(
                        "2025-04-01/" + table.name() + ".csv",
                        ROWS.get(table).replace("2025-03-01", "2025-04-03")));

    landing.ingest("2025-04-01");

    assertThat(landing.text(Batches.TABLE, "source", "rows", "rejects"))
        .isEqualTo(
            TextTable.text(
                """
                | source           | rows | rejects |
                | accounts         | 2    | 0       |
                | csm_touches      | 0    | 1       |
                | invoices         | 1    | 0       |
                | subscriptions    | 2    | 0       |
                | survey_responses | 0    | 1       |
                | users            | 1    | 0       |
                """));
  }
}
