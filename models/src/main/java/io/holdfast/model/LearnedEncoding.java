package io.holdfast.model;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.percentile_approx;

import io.holdfast.table.AccountEventFeatures;
import io.holdfast.table.AccountFeatures;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.NumericType;

/** Learns an {@link Encoding} from training rows: one pass over the rows, one over their events. */
final class LearnedEncoding {
  private static final double LEAST_SHARE_OF_CATEGORY = 0.01;
  private static final double LEAST_SHARE_OF_TYPE = 0.02;
  private static final int MOST_CATEGORIES = 20;
  private static final int MOST_TYPES = 60;

  private LearnedEncoding() {}

  /**
   * The encoding of these rows.
   *
   * @param accountFeatures training rows of account_features
   * @param eventFeatures rows of account_event_features of the same (as_of, account_id)
   */
  static Encoding of(Dataset<Row> accountFeatures, Dataset<Row> eventFeatures) {
    List<String> numeric = columns(true);
    List<Column> aggregates = new ArrayList<>();
    for (String name : numeric) {
      Column value = Encoding.number(name);
      aggregates.add(count_if(col(name).isNull()));
      aggregates.add(percentile_approx(value, lit(0.5), lit(10000)));
      aggregates.add(min(value));
      aggregates.add(max(value));
    }
    Row found = accountFeatures.agg(count(lit(1)), aggregates.toArray(Column[]::new)).head();
    long rows = found.getLong(0);
    List<Encoding.Number> numbers = new ArrayList<>();
    for (int i = 0; i < numeric.size(); i++) {
      long nulls = found.getLong(1 + 4 * i);
      boolean isConstant =
          found.isNullAt(2 + 4 * i)
              || (nulls == 0 && found.getDouble(3 + 4 * i) == found.getDouble(4 + 4 * i));
      if (!isConstant) {
        numbers.add(new Encoding.Number(numeric.get(i), found.getDouble(2 + 4 * i), nulls > 0));
      }
    }
    return new Encoding(numbers, categories(accountFeatures, rows), types(eventFeatures, rows));
  }

  private static List<Encoding.Category> categories(Dataset<Row> accountFeatures, long rows) {
    List<Encoding.Category> categories = new ArrayList<>();
    for (String name : columns(false)) {
      List<Row> words =
          accountFeatures
              .filter(col(name).isNotNull())
              .groupBy(col(name))
              .agg(count(lit(1)).as("rows"))
              .filter(col("rows").geq(LEAST_SHARE_OF_CATEGORY * rows))
              .orderBy(col("rows").desc(), col(name))
              .limit(MOST_CATEGORIES)
              .collectAsList();
      if (words.size() > 1) {
        words.forEach(r -> categories.add(new Encoding.Category(name, r.getString(0))));
      }
    }
    return categories;
  }

  private static List<String> types(Dataset<Row> eventFeatures, long rows) {
    return eventFeatures
        .groupBy(AccountEventFeatures.EVENT_TYPE.col())
        .agg(count(lit(1)).as("rows"))
        .filter(col("rows").geq(LEAST_SHARE_OF_TYPE * rows))
        .orderBy(col("rows").desc(), AccountEventFeatures.EVENT_TYPE.col())
        .limit(MOST_TYPES)
        .collectAsList()
        .stream()
        .map(r -> r.getString(0))
        .toList();
  }

  /** The numeric or the text columns of account_features that may be learned from. */
  private static List<String> columns(boolean areNumeric) {
    return AccountFeatures.TABLE.columns().stream()
        .filter(c -> !c.isKey())
        .filter(c -> !c.equals(AccountFeatures.INPUTS_FINGERPRINT))
        .filter(
            c ->
                areNumeric
                    ? c.type() instanceof NumericType || c.type().equals(DataTypes.BooleanType)
                    : c.type().equals(DataTypes.StringType))
        .map(io.holdfast.table.Column::name)
        .toList();
  }
}
