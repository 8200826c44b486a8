package io.holdfast.model;

import static org.apache.spark.ml.functions.array_to_vector;
import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.log1p;
import static org.apache.spark.sql.functions.signum;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.transform;
import static org.apache.spark.sql.functions.when;

import io.holdfast.table.AccountEventFeatures;
import io.holdfast.table.AccountFeatures;
import io.holdfast.table.Accounts;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * How feature rows become numbers, learned from training rows and stored with the model: a night
 * that sees a new category or event type scores as if it were not there.
 *
 * @param numbers numeric columns with what stands for null
 * @param categories one column per frequent word
 * @param eventTypes event types that training rows held
 */
public record Encoding(List<Number> numbers, List<Category> categories, List<String> eventTypes) {
  /** The vector of a row, as it is. */
  static final String VECTOR = "vector";

  /** The same with each value x as sign(x) · log(1 + |x|), for linear models. */
  static final String LOG_VECTOR = "log_vector";

  private static final int[] WINDOWS = {28, 84};

  private static final String[] ACCOUNT = {
    AccountFeatures.AS_OF.name(), AccountFeatures.ACCOUNT_ID.name()
  };

  /**
   * A numeric column, or an attribute of numbers.
   *
   * @param otherwise stands for null: the median of the training rows
   * @param marksMissing nulls occurred in training, so that a column says where they were
   */
  public record Number(String column, double otherwise, boolean marksMissing) {}

  /** A word of a text column or attribute. */
  public record Category(String column, String word) {}

  /** One number of the vector: its name and what it means. */
  public record Place(String name, String meaning) {}

  /** What stands at each place of the vector, in order. */
  public List<Place> places() {
    List<Place> places = new ArrayList<>();
    numbers.forEach(n -> places.add(new Place(n.column(), meaning(n.column()))));
    numbers.stream()
        .filter(Number::marksMissing)
        .forEach(n -> places.add(new Place(n.column() + "_missing", n.column() + " is unknown")));
    categories.forEach(
        c ->
            places.add(
                new Place(
                    c.column() + "=" + c.word(), meaning(c.column()) + ": it is " + c.word())));
    for (int window : WINDOWS) {
      eventTypes.forEach(
          t ->
              places.add(
                  new Place(
                      ofType(t, window), "Quantity of " + t + " in the last " + window + " days")));
    }
    return places;
  }

  /** The same without some columns of account_features, or attributes. */
  Encoding without(Set<String> columns) {
    return new Encoding(
        numbers.stream().filter(n -> !columns.contains(n.column())).toList(),
        categories.stream().filter(c -> !columns.contains(c.column())).toList(),
        eventTypes);
  }

  /**
   * By place, in order: the column of account_features, or the attribute, that it was made from,
   * and for an event type the name of the place.
   */
  List<String> features() {
    Stream<String> columns =
        Stream.of(
                numbers.stream().map(Number::column),
                numbers.stream().filter(Number::marksMissing).map(Number::column),
                categories.stream().map(Category::column))
            .flatMap(names -> names);
    Stream<String> types =
        IntStream.of(WINDOWS)
            .boxed()
            .flatMap(window -> eventTypes.stream().map(t -> ofType(t, window)));
    return Stream.concat(columns, types).toList();
  }

  /** The same, with a mark of missing values for every number, wherever training had none. */
  Encoding marking() {
    return new Encoding(
        numbers.stream().map(n -> new Number(n.column(), n.otherwise(), true)).toList(),
        categories,
        eventTypes);
  }

  private static String ofType(String type, int window) {
    return "events_" + window + "d:" + type;
  }

  private static String meaning(String column) {
    return AccountFeatures.feature(column).meaning();
  }

  /**
   * The rows of account_features with {@link #VECTOR} and {@link #LOG_VECTOR}.
   *
   * @param accountFeatures one row per (as_of, account_id)
   * @param eventFeatures rows of account_event_features of the same dates
   */
  public Dataset<Row> encode(Dataset<Row> accountFeatures, Dataset<Row> eventFeatures) {
    Dataset<Row> rows =
        eventTypes.isEmpty()
            ? accountFeatures
            : accountFeatures.join(byType(eventFeatures), ACCOUNT, "left");
    List<Column> places = new ArrayList<>();
    numbers.forEach(n -> places.add(coalesce(number(n.column()), lit(n.otherwise()))));
    numbers.stream()
        .filter(Number::marksMissing)
        .forEach(n -> places.add(when(number(n.column()).isNull(), lit(1.0)).otherwise(lit(0.0))));
    categories.forEach(
        c ->
            places.add(
                when(value(c.column()).equalTo(lit(c.word())), lit(1.0)).otherwise(lit(0.0))));
    for (int window : WINDOWS) {
      for (int i = 0; i < eventTypes.size(); i++) {
        places.add(coalesce(col(place(i, window)), lit(0.0)));
      }
    }
    Column values = array(places.toArray(Column[]::new));
    Dataset<Row> encoded =
        rows.withColumn("places", values)
            .withColumn(VECTOR, array_to_vector(col("places")))
            .withColumn(
                LOG_VECTOR,
                array_to_vector(transform(col("places"), x -> signum(x).multiply(log1p(abs(x))))));
    return encoded.select(
        Stream.concat(
                Stream.of(accountFeatures.columns()).map(c -> col(c)),
                Stream.of(col(VECTOR), col(LOG_VECTOR)))
            .toArray(Column[]::new));
  }

  /** The number in a column; null also where an attribute holds a word tonight. */
  static Column number(String column) {
    return Accounts.isAttribute(column) ? finite(value(column)) : col(column).cast("double");
  }

  /** What a column of account_features holds, or one of its attributes. */
  static Column value(String column) {
    return Accounts.isAttribute(column)
        ? AccountFeatures.ATTRIBUTES.col().getItem(Accounts.attributeName(column))
        : col(column);
  }

  /** Text as a number that can be counted with; else null. */
  static Column finite(Column text) {
    Column number = text.try_cast("double");
    return when(number.between(-Double.MAX_VALUE, Double.MAX_VALUE), number);
  }

  private Dataset<Row> byType(Dataset<Row> eventFeatures) {
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < eventTypes.size(); i++) {
      Column isType = AccountEventFeatures.EVENT_TYPE.col().equalTo(lit(eventTypes.get(i)));
      columns.add(sum(when(isType, AccountEventFeatures.EVENTS_28D.col())).as(place(i, 28)));
      columns.add(sum(when(isType, AccountEventFeatures.EVENTS_84D.col())).as(place(i, 84)));
    }
    return eventFeatures
        .groupBy(col(ACCOUNT[0]), col(ACCOUNT[1]))
        .agg(columns.get(0), columns.subList(1, columns.size()).toArray(Column[]::new));
  }

  private static String place(int type, int window) {
    return "type_" + type + "_" + window;
  }
}
