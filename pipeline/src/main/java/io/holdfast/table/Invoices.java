package io.holdfast.table;

import static org.apache.spark.sql.types.DataTypes.DateType;
import static org.apache.spark.sql.types.DataTypes.StringType;

/** One row per invoice and version. */
public final class Invoices {
  public static final Column INVOICE_ID = Column.key("invoice_id", StringType, "The invoice");
  public static final Column ACCOUNT_ID =
      Column.attribute("account_id", StringType, "The customer").immutable();
  public static final Column ISSUED_ON =
      Column.occurred("issued_on", DateType, "Day the invoice was issued");
  public static final Column DUE_ON =
      Column.planned(
          "due_on", DateType, "Last day to pay in time; empty: the invoice is never overdue");
  public static final Column PAID_ON =
      Column.happens("paid_on", DateType, "Day it was paid in full");
  public static final Column AMOUNT =
      Column.measure(
              "amount", Column.MONEY, "Amount billed; a credit note of zero or less is never owed")
          .immutable();
  public static final Column CURRENCY =
      Column.attribute(
              "currency", StringType, "Currency of amount; empty means the reporting currency")
          .immutable();

  public static final Table TABLE =
      Table.clean(
              "invoices",
              "One row per invoice and version",
              INVOICE_ID,
              ACCOUNT_ID,
              ISSUED_ON,
              DUE_ON,
              PAID_ON,
              AMOUNT,
              CURRENCY)
          .partitionedBy(Batch.INGESTED_MONTH);

  private Invoices() {}
}
