package io.holdfast.feature;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.date_sub;
import static org.apache.spark.sql.functions.datediff;
import static org.apache.spark.sql.functions.floor;
import static org.apache.spark.sql.functions.lit;

import io.holdfast.table.AccountFeatures;
import org.apache.spark.sql.Column;

/** The last days up to an as-of date: that date counts, the one as many days before it does not. */
final class DayWindow {
  private DayWindow() {}

  /** Whether a day lies within the last so many; no day lies within none. */
  static Column isWithin(Column day, int days) {
    return coalesce(day.gt(date_sub(AccountFeatures.AS_OF.col(), days)), lit(false));
  }

  /** How many whole weeks lie between a day and the date: 0 in the last seven days. */
  static Column weeksAgo(Column day) {
    return weeks(datediff(AccountFeatures.AS_OF.col(), day));
  }

  /** The whole weeks in so many days. */
  static Column weeks(Column days) {
    return floor(days.divide(7)).cast("int");
  }
}
