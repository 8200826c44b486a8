package io.holdfast.feature;

import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.date_sub;
import static org.apache.spark.sql.functions.datediff;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.round;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import io.holdfast.snapshot.ReportingRate;
import io.holdfast.snapshot.Snapshot;
import io.holdfast.table.AccountFeatures;
import io.holdfast.table.Invoices;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Billing: what is owed past its due date, and how late invoices are usually paid. */
final class BillingFeatures {
  static final int FEATURE_VERSION = 1;

  private static final Column AS_OF = AccountFeatures.AS_OF.col();
  private static final Column ACCOUNT_ID = AccountFeatures.ACCOUNT_ID.col();
  private static final int YEAR = 365;

  private BillingFeatures() {}

  /** One row per (as_of, account_id) that was ever billed. */
  static Dataset<Row> of(Snapshot snapshot, FeatureRules rules) {
    Column dueOn = Invoices.DUE_ON.col();
    Column paidOn = Invoices.PAID_ON.col();
    Column isOwed = paidOn.isNull().and(Invoices.AMOUNT.col().gt(0));
    Column isOverdue = holds(isOwed.and(dueOn.lt(AS_OF)));
    Column isDelinquent = holds(isOwed.and(dueOn.lt(date_sub(AS_OF, rules.graceDays()))));
    Column isPaidLate = paidOn.gt(dueOn);
    Column amount =
        Invoices.AMOUNT
            .col()
            .multiply(ReportingRate.of(Invoices.TABLE, Invoices.CURRENCY.col(), snapshot.rules()));
    return snapshot
        .invoices()
        .groupBy(AS_OF, ACCOUNT_ID)
        .agg(
            count_if(DayWindow.isWithin(Invoices.ISSUED_ON.col(), YEAR))
                .as(AccountFeatures.INVOICES_365D.name()),
            sum(when(isOverdue, round(amount, 2))).as(AccountFeatures.OVERDUE_AMOUNT.name()),
            max(when(isOverdue, datediff(AS_OF, dueOn)))
                .as(AccountFeatures.OLDEST_OVERDUE_DAYS.name()),
            count_if(isDelinquent).as(AccountFeatures.DELINQUENT_INVOICES.name()),
            count_if(isPaidLate.and(DayWindow.isWithin(paidOn, 84)))
                .as(AccountFeatures.LATE_PAYMENTS_84D.name()),
            count_if(isPaidLate.and(DayWindow.isWithin(paidOn, YEAR)))
                .as(AccountFeatures.LATE_PAYMENTS_365D.name()),
            avg(when(
                    DayWindow.isWithin(paidOn, YEAR).and(dueOn.isNotNull()),
                    greatest(datediff(paidOn, dueOn), lit(0))))
                .as(AccountFeatures.PAYMENT_DELAY_DAYS_365D.name()));
  }

  /** The billing columns over the spine: who was never billed owes 0. */
  static Map<String, Column> columns(Snapshot snapshot) {
    return FamilyColumns.of(
        snapshot.has(Invoices.TABLE),
        List.of(
            AccountFeatures.INVOICES_365D,
            AccountFeatures.OVERDUE_AMOUNT,
            AccountFeatures.OLDEST_OVERDUE_DAYS,
            AccountFeatures.DELINQUENT_INVOICES,
            AccountFeatures.LATE_PAYMENTS_84D,
            AccountFeatures.LATE_PAYMENTS_365D),
        List.of(AccountFeatures.PAYMENT_DELAY_DAYS_365D));
  }

  private static Column holds(Column condition) {
    return coalesce(condition, lit(false));
  }
}
