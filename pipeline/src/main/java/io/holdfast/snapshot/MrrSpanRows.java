package io.holdfast.snapshot;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lag;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.round;

import io.holdfast.table.InPlace;
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
 * term_ends_on, vanished_on and the starts_on of the line's next term that stands. Gaps pay
 * nothing. A term that is overwritten in place pays each price from the day it was known.
 */
final class MrrSpanRows {
  private MrrSpanRows() {}

  /**
   * One row per as-of date and stretch of a term that pays on at least one day, conforming to
   * MrrSpans.
   *
   * @param terms as known: the as-of date, the columns of subscriptions and, where terms are
   *     overwritten and that is a change, what {@link OverwrittenTerms} adds
   */
  static Dataset<Row> of(Dataset<Row> terms, SnapshotRules rules) {
    WindowSpec line =
        Window.partitionBy(Published.AS_OF.col(), Subscriptions.SUBSCRIPTION_ID.col())
            .orderBy(col(TermsInForce.FROM), Subscriptions.STARTS_ON.col());
    Column isFirstOfTerm = col(TermsInForce.FROM).equalTo(Subscriptions.STARTS_ON.col());
    Column isAfterAnother = lag(Subscriptions.STARTS_ON.col(), 1).over(line).isNotNull();
    Column currency = coalesce(Subscriptions.CURRENCY.col(), lit(rules.currency()));
    Column rate = ReportingRate.of(Subscriptions.TABLE, currency, rules);
    Column mrr = coalesce(Subscriptions.MRR.col(), lit(BigDecimal.ZERO));
    Column listMrr = coalesce(Subscriptions.LIST_MRR.col(), mrr);
    Column reportingMrr = round(mrr.multiply(rate), 2);
    Dataset<Row> spans =
        stretches(terms, rules)
            .select(
                MrrSpans.AS_OF.col(),
                MrrSpans.SUBSCRIPTION_ID.col(),
                MrrSpans.STARTS_ON.from(col(TermsInForce.FROM)),
                MrrSpans.ENDS_BEFORE.from(col(TermsInForce.UNTIL)),
                MrrSpans.TERM_STARTS_ON.from(Subscriptions.STARTS_ON.col()),
                MrrSpans.ACCOUNT_ID.col(),
                MrrSpans.PRODUCT.col(),
                MrrSpans.PLAN.col(),
                MrrSpans.SEATS.col(),
                MrrSpans.MRR.from(mrr),
                MrrSpans.CURRENCY.from(currency),
                MrrSpans.REPORTING_MRR.from(reportingMrr),
                MrrSpans.REPORTING_LIST_MRR.from(round(listMrr.multiply(rate), 2)),
                MrrSpans.IS_PAYING.from(listMrr.gt(lit(0))),
                MrrSpans.IS_RENEWAL.from(isFirstOfTerm.and(isAfterAnother)),
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
    return MrrSpans.TABLE.conform(spans.filter(paysOnSomeDay));
  }

  /** Stretches of days with one price; of a term that never pays the first day, for its line. */
  private static Dataset<Row> stretches(Dataset<Row> terms, SnapshotRules rules) {
    Column from = col(TermsInForce.FROM);
    Column until = col(TermsInForce.UNTIL);
    Dataset<Row> stretches =
        TermsInForce.of(terms)
            .withColumn(
                TermsInForce.UNTIL,
                least(until, Subscriptions.ENDED_ON.col(), Subscriptions.TERM_ENDS_ON.col()));
    Dataset<Row> priced =
        rules.inPlace() == InPlace.CHANGE ? OverwrittenTerms.byPrice(stretches) : stretches;
    return priced.filter(
        from.equalTo(Subscriptions.STARTS_ON.col()).or(until.isNull()).or(from.lt(until)));
  }
}
