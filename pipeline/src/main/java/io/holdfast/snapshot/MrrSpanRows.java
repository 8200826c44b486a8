package io.holdfast.snapshot;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.lag;
import static org.apache.spark.sql.functions.lead;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.round;

import io.holdfast.table.MrrSpans;
import io.holdfast.table.Published;
import io.holdfast.table.Subscriptions;
import java.math.BigDecimal;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;

/**
 * The MRR rule: a term pays on each day d with starts_on ≤ d < the earliest of ended_on,
 * term_ends_on and the line's next starts_on. Gaps pay nothing.
 */
final class MrrSpanRows {
  private MrrSpanRows() {}

  /** One row per as-of date and term that pays on at least one day, conforming to MrrSpans. */
  static Dataset<Row> of(Dataset<Row> subscriptions, SnapshotRules rules) {
    WindowSpec line =
        Window.partitionBy(Published.AS_OF.col(), Subscriptions.SUBSCRIPTION_ID.col())
            .orderBy(Subscriptions.STARTS_ON.col());
    Column endsBefore =
        least(
            Subscriptions.ENDED_ON.col(),
            Subscriptions.TERM_ENDS_ON.col(),
            lead(Subscriptions.STARTS_ON.col(), 1).over(line));
    Column currency = coalesce(Subscriptions.CURRENCY.col(), lit(rules.currency()));
    Column rate = ReportingRate.of(Subscriptions.TABLE, currency, rules);
    Column mrr = coalesce(Subscriptions.MRR.col(), lit(BigDecimal.ZERO));
    Column listMrr = coalesce(Subscriptions.LIST_MRR.col(), mrr);
    Column reportingMrr = round(mrr.multiply(rate), 2);
    Dataset<Row> terms =
        subscriptions.select(
            MrrSpans.AS_OF.col(),
            MrrSpans.SUBSCRIPTION_ID.col(),
            MrrSpans.STARTS_ON.col(),
            MrrSpans.ENDS_BEFORE.from(endsBefore),
            MrrSpans.ACCOUNT_ID.col(),
            MrrSpans.PRODUCT.col(),
            MrrSpans.PLAN.col(),
            MrrSpans.SEATS.col(),
            MrrSpans.MRR.from(mrr),
            MrrSpans.CURRENCY.from(currency),
            MrrSpans.REPORTING_MRR.from(reportingMrr),
            MrrSpans.REPORTING_LIST_MRR.from(round(listMrr.multiply(rate), 2)),
            MrrSpans.IS_PAYING.from(listMrr.gt(lit(0))),
            MrrSpans.IS_RENEWAL.from(lag(Subscriptions.STARTS_ON.col(), 1).over(line).isNotNull()),
            MrrSpans.PREVIOUS_PLAN.from(lag(Subscriptions.PLAN.col(), 1).over(line)),
            MrrSpans.PREVIOUS_REPORTING_MRR.from(lag(reportingMrr, 1).over(line)),
            MrrSpans.BILLING_MONTHS.col(),
            MrrSpans.DISCOUNT_PCT.col(),
            MrrSpans.DISCOUNT_ENDS_ON.col(),
            MrrSpans.IS_TRIAL.col(),
            MrrSpans.AUTO_RENEWS.col(),
            MrrSpans.TERM_ENDS_ON.col(),
            MrrSpans.CANCEL_REQUESTED_ON.col());
    Column paysOnSomeDay =
        MrrSpans.ENDS_BEFORE
            .col()
            .isNull()
            .or(MrrSpans.ENDS_BEFORE.col().gt(MrrSpans.STARTS_ON.col()));
    return MrrSpans.TABLE.conform(terms.filter(paysOnSomeDay));
  }
}
