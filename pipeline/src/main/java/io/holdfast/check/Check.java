package io.holdfast.check;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.lit;

import org.apache.spark.sql.Column;

/**
 * Something that must hold of a table: a number that is counted over its rows, and the most that
 * passes.
 *
 * @param tableName what is checked
 * @param name the check as a sentence
 * @param level what a failure means
 * @param found an aggregate over the rows
 * @param most the greatest number that passes
 */
public record Check(String tableName, String name, Level level, Column found, double most) {

  /** What a failed check means. */
  public enum Level {
    /** The night is not published. */
    STOP,
    /** It is published, and the failure is shown. */
    WARN
  }

  /** No row may satisfy the condition. */
  public static Check none(Level level, String tableName, String name, Column condition) {
    return new Check(
        tableName, name, level, count_if(coalesce(condition, lit(false))).cast("double"), 0);
  }

  /** A number must not be greater than {@code most}; without rows it is 0. */
  public static Check atMost(
      Level level, String tableName, String name, Column number, double most) {
    return new Check(tableName, name, level, coalesce(number.cast("double"), lit(0.0)), most);
  }

  /** A number that is only told: whatever it is, it passes. */
  public static Check told(String tableName, String name, Column number) {
    return atMost(Level.WARN, tableName, name, number, Double.POSITIVE_INFINITY);
  }

  /** What would pass, for people. */
  public String wanted() {
    if (most == Double.POSITIVE_INFINITY) {
      return "any number";
    }
    return most == 0 ? "0" : "at most " + most;
  }
}
