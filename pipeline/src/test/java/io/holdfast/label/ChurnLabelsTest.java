package io.holdfast.label;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.TextSnapshot;
import io.holdfast.snapshot.AsOfDates;
import io.holdfast.table.AccountLabels;
import io.holdfast.table.Subscriptions;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Judged on 2025-03-31: 2025-04-08 to 2025-06-06, settled on 2025-06-20. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChurnLabelsTest {
  private static final LocalDate AS_OF = LocalDate.parse("2025-03-31");
  private static final LabelRule RULE =
      new LabelRule(Target.CHURN, 7, 60, 14, new BigDecimal("0.05"));

  private Map<String, String> labels;

  @BeforeAll
  void label() {
    labels =
        Labels.of(
                TextSnapshot.empty()
                    .with(
                        Subscriptions.TABLE,
                        """
                        | account_id   | subscription_id | starts_on  | term_ends_on | mrr | list_mrr | billing_months | cancel_requested_on | ended_on   | known_on   |
                        | one_of_two   | a1              | 2025-01-01 |              | 50  |          | 1              |                     | 2025-04-30 |            |
                        | one_of_two   | a2              | 2025-01-01 |              | 50  |          | 1              |                     |            |            |
                        | annual       | b1              | 2025-01-01 | 2025-05-01   | 50  |          | 1              |                     |            |            |
                        | annual       | b1              | 2025-05-01 | 2026-05-01   | 45  |          | 12             |                     |            |            |
                        | short_gap    | c1              | 2025-01-01 | 2025-04-20   | 50  |          | 1              |                     |            |            |
                        | short_gap    | c1              | 2025-05-03 |              | 50  |          | 1              |                     |            |            |
                        | comes_back   | d1              | 2025-01-01 | 2025-04-20   | 50  |          | 1              |                     |            |            |
                        | comes_back   | d1              | 2025-05-04 |              | 50  |          | 1              |                     |            |            |
                        | late_renewal | e1              | 2025-01-01 | 2025-04-20   | 50  |          | 1              |                     |            |            |
                        | late_renewal | e1              | 2025-04-20 |              | 50  |          | 1              |                     |            | 2025-05-02 |
                        | free_month   | f1              | 2025-01-01 | 2025-04-20   | 50  |          | 1              |                     |            |            |
                        | free_month   | f1              | 2025-04-20 |              | 0   | 50       | 1              |                     |            |            |
                        | ended_early  | g1              | 2025-01-01 | 2026-01-01   | 50  |          | 12             |                     |            |            |
                        | ended_early  | g1              | 2025-01-01 | 2026-01-01   | 50  |          | 12             |                     | 2025-05-10 | 2025-06-03 |
                        | known_late   | h1              | 2025-01-01 | 2026-01-01   | 50  |          | 12             |                     |            |            |
                        | known_late   | h1              | 2025-01-01 | 2026-01-01   | 50  |          | 12             |                     | 2025-05-10 | 2025-06-21 |
                        | in_lead      | i1              | 2025-01-01 | 2025-04-07   | 50  |          | 1              |                     |            |            |
                        | first_day    | j1              | 2025-01-01 | 2025-04-08   | 50  |          | 1              |                     |            |            |
                        | last_day     | k1              | 2025-01-01 | 2025-06-06   | 50  |          | 1              |                     |            |            |
                        | day_after    | l1              | 2025-01-01 | 2025-06-07   | 50  |          | 1              |                     |            |            |
                        | notice       | m1              | 2025-01-01 | 2025-05-01   | 50  |          | 1              | 2025-03-31          |            |            |
                        | later_notice | n1              | 2025-01-01 | 2025-05-01   | 50  |          | 1              | 2025-04-01          |            |            |
                        | half_notice  | o1              | 2025-01-01 | 2025-05-01   | 50  |          | 1              | 2025-03-01          |            |            |
                        | half_notice  | o2              | 2025-01-01 |              | 50  |          | 1              |                     |            |            |
                        | in_grace     | p1              | 2025-01-01 | 2025-03-25   | 50  |          | 1              |                     |            |            |
                        | begins_later | q1              | 2025-04-10 | 2025-05-01   | 50  |          | 1              |                     |            |            |
                        """)
                    .at(RULE.maturities(AsOfDates.of(AS_OF))),
                RULE)
            .collectAsList()
            .stream()
            .collect(Collectors.toMap(r -> r.getAs("account_id"), ChurnLabelsTest::text));
  }

  private static String text(Row row) {
    Object excluded = row.getAs(AccountLabels.EXCLUDED_REASON.name());
    Object happenedOn = row.getAs(AccountLabels.HAPPENED_ON.name());
    Object label = row.getAs(AccountLabels.LABEL.name());
    assertThat(row.<LocalDate>getAs(AccountLabels.AS_OF.name())).isEqualTo(AS_OF);
    return (excluded == null ? String.valueOf(label) : excluded)
        + (happenedOn == null ? "" : " on " + happenedOn);
  }

  private void assertLabel(String account, String wanted) {
    assertThat(labels.get(account)).as("churn of %s", account).isEqualTo(wanted);
  }

  @Test
  void a_cancelled_one_of_two_subscriptions_is_no_churn() {
    assertLabel("one_of_two", "0");
  }

  @Test
  void switching_to_annual_billing_is_no_churn() {
    assertLabel("annual", "0");
  }

  @Test
  void a_gap_shorter_than_the_grace_period_is_no_churn() {
    assertLabel("short_gap", "0");
  }

  @Test
  void coming_back_after_the_grace_period_does_not_undo_churn() {
    assertLabel("comes_back", "1 on 2025-04-20");
  }

  @Test
  void a_renewal_that_lands_late_is_no_churn() {
    assertLabel("late_renewal", "0");
  }

  @Test
  void a_free_month_is_no_churn() {
    assertLabel("free_month", "0");
  }

  @Test
  void churn_belongs_to_the_day_the_service_ended_and_not_to_the_day_it_was_noticed() {
    assertLabel("ended_early", "1 on 2025-05-10");
  }

  @Test
  void what_is_known_only_after_maturity_does_not_change_a_label() {
    assertLabel("known_late", "0");
  }

  @Test
  void what_happens_within_the_lead_is_too_soon_and_its_last_day_belongs_to_it() {
    assertLabel("in_lead", "too_soon on 2025-04-07");
    assertLabel("first_day", "1 on 2025-04-08");
  }

  @Test
  void the_last_day_of_the_horizon_is_judged_and_the_next_is_not() {
    assertLabel("last_day", "1 on 2025-06-06");
    assertLabel("day_after", "0");
  }

  @Test
  void notice_given_up_to_the_date_excludes_and_later_notice_does_not() {
    assertLabel("notice", "notice_given on 2025-05-01");
    assertLabel("later_notice", "1 on 2025-05-01");
  }

  @Test
  void notice_on_one_of_two_lines_excludes_nobody() {
    assertLabel("half_notice", "0");
  }

  @Test
  void who_pays_no_more_is_excluded_and_who_begins_later_is_not_there() {
    assertThat(labels.get("in_grace")).startsWith("not_paying");
    assertThat(labels).doesNotContainKey("begins_later");
  }

  @Test
  void early_positives_wait_until_the_date_is_mature() {
    assertThat(RULE.maturesOn(AS_OF))
        .as("churn on 2025-04-08 is told on the day on which every label of the date is")
        .isEqualTo(LocalDate.parse("2025-06-20"));
    assertThat(RULE.maturities(AsOfDates.of(AS_OF)).dates()).containsExactly(RULE.maturesOn(AS_OF));
  }
}
