package io.holdfast.table;

import static org.apache.spark.sql.types.DataTypes.DateType;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;

/**
 * One row per part of the business: the MRR that is expected to churn, and beside it what an
 * earlier night expected of the same part and what then happened.
 */
public final class RetentionForecast {
  public static final Column DIMENSION =
      Column.key("dimension", StringType, "all, segment or plan");
  public static final Column MEMBER =
      Column.key(
          "member",
          StringType,
          "all, or the segment or plan; accounts without one are in all only");
  public static final Column CURRENCY = Column.key("currency", StringType, "Reporting currency");
  public static final Column ACCOUNTS = Column.measure("accounts", LongType, "Scored accounts");
  public static final Column MRR =
      Column.measure("mrr", Column.MONEY, "Their MRR on the date, reporting currency");
  public static final Column EXPECTED_CHURNED_MRR =
      Column.measure(
          "expected_churned_mrr",
          Column.MONEY,
          "Sum of churn probability times MRR; null where no account has a probability");
  public static final Column LOW =
      Column.measure(
          "low",
          DoubleType,
          "Lower end of the 95 % prediction interval of the MRR that churns: chance, and what the"
              + " judged rows leave open of the calibration");
  public static final Column HIGH = Column.measure("high", DoubleType, "Upper end of it");
  public static final Column NOTICE_MRR =
      Column.measure(
          "notice_mrr",
          Column.MONEY,
          "MRR of the accounts that have given notice: they have no probability, and their MRR is"
              + " not in the expected one");
  public static final Column HORIZON_DAYS =
      Column.attribute(
          "horizon_days", IntegerType, "Days that the forecast is about, behind the lead");
  public static final Column RENEWALS_30D =
      Column.measure(
          "renewals_30d",
          LongType,
          "Accounts whose earliest agreed end of a current term lies within 30 days");
  public static final Column RENEWALS_60D =
      Column.measure("renewals_60d", LongType, "The same within 60 days");
  public static final Column RENEWALS_90D =
      Column.measure("renewals_90d", LongType, "The same within 90 days");
  public static final Column MATURED_AS_OF =
      Column.attribute(
          "matured_as_of",
          DateType,
          "The newest published night whose outcome was known on this one; null before there is"
              + " any");
  public static final Column MATURED_EXPECTED_MRR =
      Column.measure(
          "matured_expected_mrr", Column.MONEY, "expected_churned_mrr of that night, as published");
  public static final Column MATURED_LOW =
      Column.measure("matured_low", DoubleType, "low of that night, as published");
  public static final Column MATURED_HIGH =
      Column.measure("matured_high", DoubleType, "high of that night, as published");
  public static final Column MATURED_CHURNED_MRR =
      Column.measure(
          "matured_churned_mrr",
          Column.MONEY,
          "MRR on that night of the accounts that then churned within the horizon");

  public static final Table TABLE =
      Table.published(
          "retention_forecast",
          "One row per night, dimension, member and currency",
          DIMENSION,
          MEMBER,
          CURRENCY,
          ACCOUNTS,
          MRR,
          EXPECTED_CHURNED_MRR,
          LOW,
          HIGH,
          NOTICE_MRR,
          HORIZON_DAYS,
          RENEWALS_30D,
          RENEWALS_60D,
          RENEWALS_90D,
          MATURED_AS_OF,
          MATURED_EXPECTED_MRR,
          MATURED_LOW,
          MATURED_HIGH,
          MATURED_CHURNED_MRR);

  private RetentionForecast() {}
}
