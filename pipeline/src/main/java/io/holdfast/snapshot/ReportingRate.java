package io.holdfast.snapshot;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.raise_error;
import static org.apache.spark.sql.functions.when;

import io.holdfast.table.Table;
import java.math.BigDecimal;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Column;

/** What one unit of a currency is in the reporting currency, by the settings' fixed rates. */
public final class ReportingRate {
  private ReportingRate() {}

  /**
   * The rate of each row's currency.
   *
   * @param table whose rows, for the error that names a currency without a rate
   * @param currency ISO 4217 code; null means the reporting currency
   */
  public static Column of(Table table, Column currency, SnapshotRules rules) {
    Column known = coalesce(currency, lit(rules.currency()));
    Column rate = when(known.equalTo(lit(rules.currency())), lit(BigDecimal.ONE));
    for (Map.Entry<String, BigDecimal> r : new TreeMap<>(rules.rates()).entrySet()) {
      rate = rate.when(known.equalTo(lit(r.getKey())), lit(r.getValue()));
    }
    return rate.otherwise(
        raise_error(
                concat(
                    lit(table.name() + " are in a currency without a rate: found "),
                    known,
                    lit("; add it to rates: in the settings")))
            .cast("decimal(18,6)"));
  }
}
