package io.holdfast.model;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.median;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import io.holdfast.table.AccountEventFeatures;
import io.holdfast.table.AccountFeatures;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.NumericType;

/**
 * An {@link Encoding} learned from training rows: a few passes over the rows, one over their
 * events.
 *
 * @param encoding how rows become numbers
 * @param known by column or attribute that may be learned from: how many of the rows have a value
 */
record LearnedEncoding(Encoding encoding, Map<String, Long> known) {
  private static final double LEAST_SHARE_OF_CATEGORY = 0.01;
  private static final double LEAST_SHARE_OF_TYPE = 0.02;
  private static final int MOST_CATEGORIES = 20;
  private static final int MOST_TYPES = 60;

  /**
   * A median of more rows costs memory and says the same: of more, about as many are asked, chosen
   * by the hash of the account so that every run asks the same.
   */
  private static final long ROWS_FOR_MEDIANS = 100_000;

  /**
   * The encoding of these rows.
   *
   * @param accountFeatures training rows of account_features
   * @param eventFeatures rows of account_event_features of the same (as_of, account_id)
   */
  static LearnedEncoding of(Dataset<Row> accountFeatures, Dataset<Row> eventFeatures) {
    long rows = accountFeatures.count();
    LearnableAttributes attributes = LearnableAttributes.of(accountFeatures);
    return of(
        accountFeatures,
        Stream.concat(columns(true), attributes.numbers().stream()).toList(),
        Stream.concat(columns(false), attributes.texts().stream()).toList(),
        rows,
        types(eventFeatures, rows));
  }

  /**
   * The encoding of rows of any table, without event types.
   *
   * @param table training rows with account_id
   * @param numeric columns of numbers and booleans
   * @param texts columns of words
   */
  static LearnedEncoding ofColumns(Dataset<Row> table, List<String> numeric, List<String> texts) {
    return of(table, numeric, texts, table.count(), List.of());
  }

  private static LearnedEncoding of(
      Dataset<Row> table, List<String> numeric, List<String> texts, long rows, List<String> types) {
    Column isAsked =
        pmod(xxhash64(AccountFeatures.ACCOUNT_ID.col()), lit(1 + rows / ROWS_FOR_MEDIANS))
            .equalTo(0);
    List<Column> aggregates = new ArrayList<>();
    for (String name : numeric) {
      Column value = Encoding.number(name);
      aggregates.add(count_if(value.isNull()));
      aggregates.add(median(when(isAsked, value)));
      aggregates.add(min(value));
      aggregates.add(max(value));
    }
    texts.forEach(name -> aggregates.add(count(Encoding.value(name))));
    Row found = table.agg(count(lit(1)), aggregates.toArray(Column[]::new)).head();
    List<Encoding.Number> numbers = new ArrayList<>();
    Map<String, Long> known = new TreeMap<>();
    for (int i = 0; i < numeric.size(); i++) {
      long nulls = found.getLong(1 + 4 * i);
      known.put(numeric.get(i), rows - nulls);
      int median = 2 + 4 * i;
      int least = 3 + 4 * i;
      int greatest = 4 + 4 * i;
      boolean isConstant =
          found.isNullAt(least)
              || (nulls == 0 && found.getDouble(least) == found.getDouble(greatest));
      if (!isConstant) {
        double otherwise = found.getDouble(found.isNullAt(median) ? least : median);
        numbers.add(new Encoding.Number(numeric.get(i), otherwise, nulls > 0));
      }
    }
    for (int i = 0; i < texts.size(); i++) {
      known.put(texts.get(i), found.getLong(1 + 4 * numeric.size() + i));
    }
    return new LearnedEncoding(new Encoding(numbers, categories(table, texts, rows), types), known);
  }

  private static List<Encoding.Category> categories(
      Dataset<Row> table, List<String> texts, long rows) {
    if (texts.isEmpty()) {
      return List.of();
    }
    Column[] words =
        texts.stream()
            .map(name -> struct(lit(name).as("column"), Encoding.value(name).as("word")))
            .toArray(Column[]::new);
    Map<String, List<Encoding.Category>> frequent = new LinkedHashMap<>();
    table
        .select(explode(array(words)).as("held"))
        .filter(col("held.word").isNotNull())
        .groupBy(col("held.column"), col("held.word"))
        .agg(count(lit(1)).as("rows"))
        .filter(col("rows").geq(LEAST_SHARE_OF_CATEGORY * rows))
        .orderBy(col("column"), col("rows").desc(), col("word"))
        .collectAsList()
        .forEach(
            r ->
                frequent
                    .computeIfAbsent(r.getString(0), name -> new ArrayList<>())
                    .add(new Encoding.Category(r.getString(0), r.getString(1))));
    return frequent.values().stream()
        .filter(categories -> categories.size() > 1)
        .flatMap(categories -> categories.stream().limit(MOST_CATEGORIES))
        .toList();
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
  private static Stream<String> columns(boolean areNumeric) {
    return AccountFeatures.TABLE.columns().stream()
        .filter(c -> !c.isKey())
        .filter(c -> !c.equals(AccountFeatures.INPUTS_FINGERPRINT))
        .filter(
            c ->
                areNumeric
                    ? c.type() instanceof NumericType || c.type().equals(DataTypes.BooleanType)
                    : c.type().equals(DataTypes.StringType))
        .map(io.holdfast.table.Column::name);
  }
}
