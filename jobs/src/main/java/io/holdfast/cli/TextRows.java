package io.holdfast.cli;

import io.holdfast.table.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The first rows of a list as an aligned table for a terminal. */
final class TextRows {
  private TextRows() {}

  /** The first rows in the order of the first column. */
  static String of(Dataset<Row> rows, List<Column> columns, int most) {
    List<Row> found =
        rows.orderBy(columns.get(0).col())
            .select(columns.stream().map(Column::col).toArray(org.apache.spark.sql.Column[]::new))
            .limit(most)
            .collectAsList();
    List<String[]> lines = new ArrayList<>();
    lines.add(columns.stream().map(Column::name).toArray(String[]::new));
    for (Row row : found) {
      String[] cells = new String[columns.size()];
      for (int i = 0; i < cells.length; i++) {
        cells[i] = text(row.get(i));
      }
      lines.add(cells);
    }
    int[] widths = new int[columns.size()];
    for (String[] line : lines) {
      for (int i = 0; i < line.length; i++) {
        widths[i] = Math.max(widths[i], line[i].length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (String[] line : lines) {
      for (int i = 0; i < line.length; i++) {
        boolean isNumber = found.size() > 0 && found.get(0).get(i) instanceof java.lang.Number;
        String format = isNumber ? "%" + widths[i] + "s" : "%-" + widths[i] + "s";
        text.append(i == 0 ? "" : "  ").append(String.format(format, line[i]));
      }
      text.append('\n');
    }
    return text.toString().stripTrailing();
  }

  private static String text(Object value) {
    if (value == null) {
      return "";
    }
    return value instanceof Double number
        ? String.format(Locale.ROOT, "%.3f", number)
        : value.toString();
  }
}
