package io.holdfast.check;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;

import io.holdfast.table.Table;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * All checks of a set of rows in one pass over them. The answer is one row, so that a union of
 * several is answered by one Spark action.
 *
 * @param table what is audited
 * @param checks what is asked of it
 * @param answer one row: rows, content_hash (of published rows), and found, a number a check
 */
public record Audit(Table table, List<Check> checks, Dataset<Row> answer) {

  /** The number and the content of published rows, and the checks of their table. */
  public static Audit of(Table table, Dataset<Row> rows) {
    return of(table, PublishedChecks.of(table), rows, ContentHash.of(table));
  }

  /** Checks over rows that tell something of a table. */
  public static Audit of(Table table, List<Check> checks, Dataset<Row> rows) {
    return of(table, checks, rows, lit(null).cast("string"));
  }

  private static Audit of(Table table, List<Check> checks, Dataset<Row> rows, Column contentHash) {
    // Aggregates first, the array after them: Spark plans distinct counts only side by side.
    Column[] aggregates =
        Stream.concat(
                Stream.of(contentHash.as("content_hash")),
                numbers(checks).mapToObj(i -> checks.get(i).found().as("found_" + i)))
            .toArray(Column[]::new);
    Column[] found = numbers(checks).mapToObj(i -> col("found_" + i)).toArray(Column[]::new);
    return new Audit(
        table,
        checks,
        rows.agg(count(lit(1)).as("rows"), aggregates)
            .select(col("rows"), col("content_hash"), array(found).as("found")));
  }

  /** The findings in the row that answers this audit. */
  public List<Finding> findings(Row answerRow) {
    List<Double> found = answerRow.getList(answerRow.fieldIndex("found"));
    return numbers(checks).mapToObj(i -> new Finding(checks.get(i), found.get(i))).toList();
  }

  private static IntStream numbers(List<Check> checks) {
    return IntStream.range(0, checks.size());
  }
}
