package io.holdfast.model;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.floor;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import io.holdfast.table.AccountFeatures;
import io.holdfast.table.Accounts;
import java.util.Comparator;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The account attributes that training rows can tell something by, the most filled first. Nobody
 * declares what an attribute is: its values say.
 *
 * @param numbers those of which every value is a number, and that have many
 * @param texts all others
 */
record LearnableAttributes(List<String> numbers, List<String> texts) {
  private static final int MOST_ATTRIBUTES = 30;

  /** So few numbers are words: grades and codes, each of which can be learned from by itself. */
  private static final int MOST_GRADES = 10;

  /**
   * Beyond this share of rows whose value no other account has, an attribute is an id or a name.
   */
  private static final double MOST_OWN = 0.9;

  private static final Column NAME = col("name");
  private static final Column VALUE = col("value");

  /** The attributes of rows of account_features. */
  static LearnableAttributes of(Dataset<Row> accountFeatures) {
    Column account = AccountFeatures.ACCOUNT_ID.col();
    Column number = Encoding.finite(VALUE);
    List<Attribute> attributes =
        accountFeatures
            .select(
                account,
                explode(AccountFeatures.ATTRIBUTES.col()).as(new String[] {"name", "value"}))
            .filter(VALUE.isNotNull())
            .groupBy(NAME, VALUE)
            .agg(count(lit(1)).as("rows"), min(account).equalTo(max(account)).as("is_own"))
            .groupBy(NAME)
            .agg(
                sum(col("rows")).as("rows"),
                sum(when(col("is_own"), col("rows")).otherwise(0)).as("own_rows"),
                count(lit(1)).as("values"),
                count(number).as("numbers"),
                count_if(number.notEqual(floor(number))).as("fractions"))
            .collectAsList()
            .stream()
            .map(Attribute::of)
            .filter(Attribute::tellsOfOthers)
            .sorted(
                Comparator.comparingLong(Attribute::rows)
                    .reversed()
                    .thenComparing(Attribute::column))
            .limit(MOST_ATTRIBUTES)
            .toList();
    return new LearnableAttributes(
        attributes.stream().filter(Attribute::isNumber).map(Attribute::column).toList(),
        attributes.stream().filter(a -> !a.isNumber()).map(Attribute::column).toList());
  }

  /**
   * What the values of an attribute are.
   *
   * @param column what a model calls it
   * @param rows that have a value
   * @param ownRows of them, those with a value that no other account has
   * @param values distinct ones
   * @param numbers distinct values that are numbers
   * @param fractions distinct numbers that are not whole
   */
  private record Attribute(
      String column, long rows, long ownRows, long values, long numbers, long fractions) {
    static Attribute of(Row row) {
      return new Attribute(
          Accounts.attributeColumn(row.getString(0)),
          row.getLong(1),
          row.getLong(2),
          row.getLong(3),
          row.getLong(4),
          row.getLong(5));
    }

    boolean isNumber() {
      return numbers == values && values > MOST_GRADES;
    }

    /** Accounts may well each have a fraction of their own; a whole number is an id then. */
    boolean tellsOfOthers() {
      return ownRows <= MOST_OWN * rows || (isNumber() && fractions > 0);
    }
  }
}
