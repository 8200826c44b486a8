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

/** Judged on 2025-03-31: 2025-04-08 to 2025-06-06, at least five in a hundred more. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExpansionLabelsTest {
  private static final LocalDate AS_OF = LocalDate.parse("2025-03-31");
  private static final LabelRule RULE =
      new LabelRule(Target.EXPANSION, 7, 60, 14, new BigDecimal("0.05"));

  private Map<String, String> labels;

  @BeforeAll
  void label() {
    labels =
        Labels.of(
                TextSnapshot.empty()
                    .with(
                        Subscriptions.TABLE,
                        """
                        | account_id   | subscription_id | starts_on  | term_ends_on | product | plan  | seats | mrr    | list_mrr | billing_months | ended_on   |
                        | price_only   | a1              | 2025-01-01 |              | crm     | basic | 10    | 100    |          | 1              |            |
                        | price_only   | a1              | 2025-05-01 |              | crm     | basic | 10    | 150    |          | 1              |            |
                        | seats        | b1              | 2025-01-01 |              | crm     | basic | 10    | 100    |          | 1              |            |
                        | seats        | b1              | 2025-05-01 |              | crm     | basic | 12    | 120    |          | 1              |            |
                        | plan         | c1              | 2025-01-01 |              | crm     | basic | 10    | 100    |          | 1              |            |
                        | plan         | c1              | 2025-05-01 |              | crm     | pro   | 10    | 160    |          | 1              |            |
                        | product      | d1              | 2025-01-01 |              | crm     | basic | 10    | 100    |          | 1              |            |
                        | product      | d2              | 2025-05-10 |              | desk    | basic | 10    | 30     |          | 1              |            |
                        | enough       | e1              | 2025-01-01 |              | crm     | basic | 10    | 100    |          | 1              |            |
                        | enough       | e1              | 2025-05-01 |              | crm     | basic | 11    | 105    |          | 1              |            |
                        | too_little   | f1              | 2025-01-01 |              | crm     | basic | 10    | 100    |          | 1              |            |
                        | too_little   | f1              | 2025-05-01 |              | crm     | basic | 11    | 104.99 |          | 1              |            |
                        | annual       | g1              | 2025-01-01 |              | crm     | basic | 10    | 100    |          | 1              |            |
                        | annual       | g1              | 2025-05-01 |              | crm     | basic | 10    | 100    |          | 12             |            |
                        | left_before  | h1              | 2025-01-01 | 2025-04-20   | crm     | basic | 10    | 100    |          | 1              |            |
                        | left_before  | h1              | 2025-05-10 |              | crm     | basic | 20    | 200    |          | 1              |            |
                        | in_lead      | i1              | 2025-01-01 |              | crm     | basic | 10    | 100    |          | 1              |            |
                        | in_lead      | i1              | 2025-04-03 |              | crm     | basic | 20    | 200    |          | 1              |            |
                        | for_a_while  | j1              | 2025-01-01 |              | crm     | basic | 10    | 100    |          | 1              |            |
                        | for_a_while  | j2              | 2025-04-10 | 2025-05-10   | crm     | basic | 10    | 100    |          | 1              |            |
                        | moved        | k1              | 2025-01-01 |              | crm     | basic | 10    | 100    |          | 1              | 2025-05-01 |
                        | moved        | k2              | 2025-05-01 |              | crm     | basic | 10    | 100    |          | 1              |            |
                        | too_late     | l1              | 2025-01-01 |              | crm     | basic | 10    | 100    |          | 1              |            |
                        | too_late     | l1              | 2025-06-07 |              | crm     | basic | 20    | 200    |          | 1              |            |
                        | given_back   | m1              | 2025-01-01 |              | crm     | basic | 10    | 100    |          | 1              | 2025-05-01 |
                        | given_back   | m2              | 2025-01-01 |              | desk    | basic | 10    | 100    |          | 1              |            |
                        | given_back   | m3              | 2025-05-01 |              | mail    | basic | 10    | 80     |          | 1              |            |
                        """)
                    .at(RULE.maturities(AsOfDates.of(AS_OF))),
                RULE)
            .collectAsList()
            .stream()
            .collect(Collectors.toMap(r -> r.getAs("account_id"), ExpansionLabelsTest::text));
  }

  private static String text(Row row) {
    Object kind = row.getAs(AccountLabels.KIND.name());
    return row.<Integer>getAs(AccountLabels.LABEL.name()).toString()
        + (kind == null
            ? ""
            : " "
                + kind
                + " on "
                + row.getAs(AccountLabels.HAPPENED_ON.name())
                + " by "
                + row.getAs(AccountLabels.MRR_CHANGE.name()));
  }

  private void assertLabel(String account, String wanted) {
    assertThat(labels.get(account)).as("expansion of %s", account).isEqualTo(wanted);
  }

  @Test
  void a_higher_price_alone_is_no_expansion() {
    assertLabel("price_only", "0");
  }

  @Test
  void more_seats_and_a_higher_plan_are_upsell() {
    assertLabel("seats", "1 upsell on 2025-05-01 by 20.00");
    assertLabel("plan", "1 upsell on 2025-05-01 by 60.00");
  }

  @Test
  void another_product_is_cross_sell() {
    assertLabel("product", "1 cross_sell on 2025-05-10 by 30.00");
  }

  @Test
  void the_least_increase_counts_and_a_cent_less_does_not() {
    assertLabel("enough", "1 upsell on 2025-05-01 by 5.00");
    assertLabel("too_little", "0");
  }

  @Test
  void switching_to_annual_billing_is_no_expansion() {
    assertLabel("annual", "0");
  }

  @Test
  void who_left_and_came_back_with_more_has_not_expanded() {
    assertLabel("left_before", "0");
  }

  @Test
  void what_grew_within_the_lead_shows_on_the_first_day_after_it() {
    assertLabel("in_lead", "1 upsell on 2025-04-08 by 100.00");
  }

  @Test
  void more_for_a_month_only_is_expansion_too() {
    assertLabel("for_a_while", "1 upsell on 2025-04-10 by 100.00");
  }

  @Test
  void the_same_under_another_subscription_is_no_expansion() {
    assertLabel("moved", "0");
  }

  @Test
  void growth_after_the_horizon_is_not_judged() {
    assertLabel("too_late", "0");
  }

  @Test
  void another_product_for_less_than_what_was_given_back_is_no_expansion() {
    assertLabel("given_back", "0");
  }
}
