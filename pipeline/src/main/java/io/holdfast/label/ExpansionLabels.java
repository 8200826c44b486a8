package io.holdfast.label;

import static io.holdfast.label.ChurnDays.CHURNED_ON;
import static org.apache.spark.sql.functions.array_except;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min_by;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import io.holdfast.table.AccountLabels;
import java.math.BigDecimal;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Expansion at D: on some judged day MRR is at least (1+θ) × MRR on D, with more seats in total or
 * a product or plan not held on D (never by price alone), and the account has not churned by then.
 */
final class ExpansionLabels {
  private static final String FIRST = "first";

  private ExpansionLabels() {}

  /** One row per (as_of, account_id) of the judged accounts, as {@link ChurnLabels#of}. */
  static Dataset<Row> of(
      Dataset<Row> judged, Dataset<Row> states, Dataset<Row> churnDays, LabelRule rule) {
    String[] account = {AccountLabels.AS_OF.name(), AccountLabels.ACCOUNT_ID.name()};
    Dataset<Row> later =
        states
            .filter(col(AccountStates.DAY).gt(AccountLabels.AS_OF.col()))
            .select(
                AccountLabels.AS_OF.col(),
                AccountLabels.ACCOUNT_ID.col(),
                col(AccountStates.DAY).as("later_day"),
                col(AccountStates.MRR).as("later_mrr"),
                col(AccountStates.SEATS).as("later_seats"),
                col(AccountStates.PRODUCTS).as("later_products"),
                col(AccountStates.PLANS).as("later_plans"));
    Column mrr = col(AccountStates.MRR);
    Column enough =
        col("later_mrr")
            .geq(mrr.multiply(lit(BigDecimal.ONE.add(rule.minIncrease()))))
            .and(col("later_mrr").gt(mrr));
    Column newProduct =
        size(array_except(col("later_products"), col(AccountStates.PRODUCTS))).gt(0);
    Column newPlan = size(array_except(col("later_plans"), col(AccountStates.PLANS))).gt(0);
    Column moreSeats = col("later_seats").gt(col(AccountStates.SEATS));
    Column stillThere = col(CHURNED_ON).isNull().or(col("later_day").lt(col(CHURNED_ON)));
    Dataset<Row> firstExpansions =
        judged
            .filter(col(AccountStates.IS_PAYING))
            .join(later, account)
            .join(churnDays, account, "left")
            .filter(enough.and(newProduct.or(newPlan).or(moreSeats)).and(stillThere))
            .groupBy(AccountLabels.AS_OF.col(), AccountLabels.ACCOUNT_ID.col())
            .agg(
                min_by(
                        struct(
                            col("later_day").as("day"),
                            col("later_mrr").minus(mrr).as("mrr_change"),
                            newProduct.as("new_product")),
                        col("later_day"))
                    .as(FIRST));
    Column happened = col(FIRST).isNotNull();
    return judged
        .join(firstExpansions, account, "left")
        .select(
            AccountLabels.AS_OF.col(),
            AccountLabels.ACCOUNT_ID.col(),
            AccountLabels.TARGET.from(lit(Target.EXPANSION.word())),
            AccountLabels.MRR.from(col(AccountStates.MRR)),
            AccountLabels.PLAN.from(col(AccountStates.PLAN)),
            AccountLabels.LABEL.from(
                when(col(AccountStates.IS_PAYING), when(happened, lit(1)).otherwise(lit(0)))),
            AccountLabels.EXCLUDED_REASON.from(
                when(not(col(AccountStates.IS_PAYING)), lit("not_paying"))),
            AccountLabels.HAPPENED_ON.from(col(FIRST + ".day")),
            AccountLabels.KIND.from(
                when(col(FIRST + ".new_product"), lit("cross_sell")).when(happened, lit("upsell"))),
            AccountLabels.MRR_CHANGE.from(col(FIRST + ".mrr_change")));
  }
}
