package io.holdfast.feature;

import static io.holdfast.feature.FeatureRows.assertFeatures;
import static io.holdfast.feature.FeatureRows.customers;

import io.holdfast.table.Invoices;
import org.junit.jupiter.api.Test;

class BillingFeaturesTest {
  @Test
  void an_invoice_is_overdue_the_day_after_its_due_date_and_delinquent_after_the_grace_period() {
    assertFeatures(
        customers("due_today", "overdue", "at_grace", "delinquent", "paid", "never_billed")
            .with(
                Invoices.TABLE,
                """
                | invoice_id | account_id | issued_on  | due_on     | paid_on    | amount |
                | i1         | due_today  | 2025-03-01 | 2025-03-31 |            | 10     |
                | i2         | overdue    | 2025-03-01 | 2025-03-30 |            | 20     |
                | i3         | overdue    | 2025-03-01 | 2025-03-20 |            | 30     |
                | i4         | at_grace   | 2025-03-01 | 2025-03-17 |            | 40     |
                | i5         | delinquent | 2025-03-01 | 2025-03-16 |            | 50     |
                | i6         | paid       | 2025-03-01 | 2025-03-16 | 2025-03-31 | 60     |
                """)
            .at("2025-03-31"),
        """
        | account_id   | overdue_amount | oldest_overdue_days | delinquent_invoices | invoices_365d |
        | due_today    | 0.00           | 0                   | 0                   | 1             |
        | overdue      | 50.00          | 11                  | 0                   | 2             |
        | at_grace     | 40.00          | 14                  | 0                   | 1             |
        | delinquent   | 50.00          | 15                  | 1                   | 1             |
        | paid         | 0.00           | 0                   | 0                   | 1             |
        | never_billed | 0.00           | 0                   | 0                   | 0             |
        """);
  }

  @Test
  void an_invoice_paid_tomorrow_is_still_owed_today() {
    assertFeatures(
        customers("a")
            .with(
                Invoices.TABLE,
                """
                | invoice_id | account_id | issued_on  | due_on     | paid_on    | amount |
                | i1         | a          | 2025-03-01 | 2025-03-29 | 2025-04-01 | 10     |
                """)
            .at("2025-03-31", "2025-04-01"),
        """
        | as_of      | account_id | overdue_amount | oldest_overdue_days | late_payments_84d | payment_delay_days_365d |
        | 2025-03-31 | a          | 10.00          | 2                   | 0                 |                         |
        | 2025-04-01 | a          | 0.00           | 0                   | 1                 | 3.0                     |
        """);
  }

  @Test
  void what_is_owed_is_summed_in_the_reporting_currency_without_credit_notes_and_open_due_dates() {
    assertFeatures(
        customers("a")
            .with(
                Invoices.TABLE,
                """
                | invoice_id | account_id | issued_on  | due_on     | amount | currency |
                | euro       | a          | 2025-03-01 | 2025-03-16 | 100    | EUR      |
                | dollar     | a          | 2025-03-01 | 2025-03-16 | 1.50   |          |
                | credit     | a          | 2025-03-01 | 2025-03-01 | -70    |          |
                | undated    | a          | 2025-03-01 |            | 70     |          |
                """)
            .at("2025-03-31"),
        """
        | account_id | overdue_amount | oldest_overdue_days | delinquent_invoices |
        | a          | 111.50         | 15                  | 2                   |
        """);
  }

  @Test
  void payments_are_late_by_the_days_after_their_due_date_and_early_ones_by_none() {
    assertFeatures(
        customers("a")
            .with(
                Invoices.TABLE,
                """
                | invoice_id | account_id | issued_on  | due_on     | paid_on    | amount |
                | early      | a          | 2025-03-01 | 2025-03-31 | 2025-03-05 | 10     |
                | late       | a          | 2025-01-01 | 2025-01-31 | 2025-02-10 | 10     |
                | later      | a          | 2024-05-01 | 2024-05-31 | 2024-06-20 | 10     |
                | long_ago   | a          | 2024-01-01 | 2024-01-02 | 2024-03-31 | 10     |
                """)
            .at("2025-03-31"),
        """
        | account_id | late_payments_84d | late_payments_365d | payment_delay_days_365d | invoices_365d |
        | a          | 1                 | 2                  | 10.0                    | 3             |
        """);
  }
}
