package io.holdfast;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.str_to_map;
import static org.apache.spark.sql.functions.when;

import io.holdfast.table.Table;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructType;

/**
 * Small tables as text, in and out of tests: {@code | account_id | mrr |}, one line a row, an empty
 * cell is null, only the columns that matter.
 */
public final class TextTable {
  private TextTable() {}

  /** Rows of a table; columns that the text leaves out are null, maps are {@code a=x, b=y}. */
  public static Dataset<Row> rows(Table table, String text) {
    Dataset<Row> strings = strings(text);
    List<String> given = List.of(strings.columns());
    for (String name : given) {
      table.column(name);
    }
    return strings.select(
        table.columns().stream()
            .map(c -> (given.contains(c.name()) ? value(c) : lit(null)).cast(c.type()).as(c.name()))
            .toArray(Column[]::new));
  }

  private static Column value(io.holdfast.table.Column column) {
    return column.type() instanceof MapType
        ? str_to_map(column.col(), lit(", "), lit("="))
        : column.col();
  }

  /** Rows of just the given columns, all strings. */
  public static Dataset<Row> strings(String text) {
    List<String[]> lines =
        text.lines()
            .map(String::strip)
            .filter(line -> !line.isEmpty())
            .map(TextTable::cells)
            .toList();
    String[] header = lines.get(0);
    StructType schema = new StructType();
    for (String name : header) {
      schema = schema.add(name, DataTypes.StringType);
    }
    List<Row> rows =
        lines.stream()
            .skip(1)
            .map(
                cells -> {
                  if (cells.length != header.length) {
                    throw new IllegalArgumentException(
                        "row " + Arrays.toString(cells) + " has not " + header.length + " cells");
                  }
                  return RowFactory.create(
                      (Object[])
                          Arrays.stream(cells)
                              .map(c -> c.isEmpty() ? null : c)
                              .toArray(String[]::new));
                })
            .toList();
    return TestSession.spark().createDataFrame(rows, schema);
  }

  /** The dataset with string columns given types, by column name. */
  public static Dataset<Row> typed(String text, Map<String, DataType> types) {
    Dataset<Row> strings = strings(text);
    return strings.select(
        Arrays.stream(strings.columns())
            .map(n -> col(n).cast(types.getOrDefault(n, DataTypes.StringType)).as(n))
            .toArray(Column[]::new));
  }

  /** The named columns of the rows as text, ordered by line, columns padded. */
  public static String text(Dataset<Row> rows, String... columns) {
    List<String[]> lines =
        rows
            .select(
                Arrays.stream(columns)
                    .map(c -> when(col(c).isNull(), lit("")).otherwise(col(c).cast("string")).as(c))
                    .toArray(Column[]::new))
            .collectAsList()
            .stream()
            .map(r -> IntStream.range(0, r.size()).mapToObj(r::getString).toArray(String[]::new))
            .toList();
    return layout(columns, lines);
  }

  /** The same text with every column padded as {@link #text} pads it, rows ordered. */
  public static String text(String expected) {
    List<String[]> lines =
        expected
            .lines()
            .map(String::strip)
            .filter(line -> !line.isEmpty())
            .map(TextTable::cells)
            .toList();
    return layout(lines.get(0), lines.subList(1, lines.size()));
  }

  private static String layout(String[] header, List<String[]> lines) {
    int[] widths =
        IntStream.range(0, header.length)
            .map(
                i ->
                    Math.max(
                        header[i].length(),
                        lines.stream().mapToInt(l -> l[i].length()).max().orElse(0)))
            .toArray();
    Function<String[], String> line =
        cells ->
            IntStream.range(0, header.length)
                .mapToObj(i -> String.format("%-" + Math.max(1, widths[i]) + "s", cells[i]))
                .collect(Collectors.joining(" | ", "| ", " |"));
    return line.apply(header)
        + lines.stream().map(line).sorted().map(l -> "\n" + l).collect(Collectors.joining());
  }

  private static String[] cells(String line) {
    String inner = line.substring(1, line.length() - 1);
    return Arrays.stream(inner.split("\\|", -1)).map(String::strip).toArray(String[]::new);
  }
}
