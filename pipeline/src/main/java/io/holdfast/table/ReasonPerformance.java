package io.holdfast.table;

import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;

/** One row per reason that published lists gave: how often what it warned of then happened. */
public final class ReasonPerformance {
  public static final Column REASON_CODE =
      Column.key("reason_code", StringType, "Cause in the words of the glossary");
  public static final Column TARGET =
      Column.key(
          "target", StringType, "churn: shown on at_risk_accounts; expansion: upsell_candidates");
  public static final Column LISTED =
      Column.measure(
          "listed",
          LongType,
          "Listed accounts that showed it and whose outcome is known, an account once a night; one"
              + " night is counted of each period between training dates");
  public static final Column HAPPENED =
      Column.measure("happened", LongType, "Those it then happened to within the horizon");
  public static final Column PRECISION =
      Column.measure("precision", DoubleType, "happened / listed");
  public static final Column LIST_PRECISION =
      Column.measure(
          "list_precision",
          DoubleType,
          "The same share of all accounts on those lists, whatever their reasons");
  public static final Column LIFT =
      Column.measure(
          "lift",
          DoubleType,
          "precision / list_precision; null where it happened to no listed account");

  public static final Table TABLE =
      Table.published(
          "reason_performance",
          "One row per night, reason and target",
          REASON_CODE,
          TARGET,
          LISTED,
          HAPPENED,
          PRECISION,
          LIST_PRECISION,
          LIFT);

  private ReasonPerformance() {}
}
