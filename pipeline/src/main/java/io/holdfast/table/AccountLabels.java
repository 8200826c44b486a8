package io.holdfast.table;

import static org.apache.spark.sql.types.DataTypes.DateType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.StringType;

/** One row per as-of date, account and target: what then happened. */
public final class AccountLabels {
  public static final Column AS_OF = Column.key("as_of", DateType, "The date that is judged");
  public static final Column ACCOUNT_ID = Column.key("account_id", StringType, "The customer");
  public static final Column TARGET = Column.key("target", StringType, "churn or expansion");
  public static final Column MRR =
      Column.measure(
          "mrr", Column.MONEY, "MRR on the date, reporting currency; null without any term");
  public static final Column PLAN =
      Column.attribute("plan", StringType, "Plan of the line with the largest MRR on the date");
  public static final Column LABEL =
      Column.attribute(
          "label", IntegerType, "1 happened, 0 did not, null where the row is excluded");
  public static final Column EXCLUDED_REASON =
      Column.attribute(
          "excluded_reason",
          StringType,
          "too_soon, notice_given or not_paying; null where a label is given");
  public static final Column HAPPENED_ON =
      Column.attribute("happened_on", DateType, "Day it happened");
  public static final Column KIND =
      Column.attribute("kind", StringType, "For expansion: upsell or cross_sell");
  public static final Column MRR_CHANGE =
      Column.measure("mrr_change", Column.MONEY, "Change of MRR by it, reporting currency");
  public static final Column INPUTS_FINGERPRINT =
      Column.attribute(
          "inputs_fingerprint",
          StringType,
          "Hash of the batches and settings the row was made from");

  public static final Table TABLE =
      Table.of(
              "labels",
              "account_labels",
              "One row per as-of date, account and target",
              AS_OF,
              ACCOUNT_ID,
              TARGET,
              MRR,
              PLAN,
              LABEL,
              EXCLUDED_REASON,
              HAPPENED_ON,
              KIND,
              MRR_CHANGE,
              INPUTS_FINGERPRINT)
          .partitionedBy(AS_OF, TARGET, INPUTS_FINGERPRINT);

  private AccountLabels() {}
}
