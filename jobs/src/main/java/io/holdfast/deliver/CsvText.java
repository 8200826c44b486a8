package io.holdfast.deliver;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;

/** Rows as CSV (RFC 4180) that a spreadsheet opens as text, never as a formula. */
final class CsvText {
  /** As many as the content hash looks at; never in powers of ten. */
  private static final MathContext DIGITS = new MathContext(9);

  private CsvText() {}

  /** A header and the rows, lines ended by CRLF. */
  static String of(List<String> header, List<Row> rows) {
    StringBuilder text = new StringBuilder(line(header));
    for (Row row : rows) {
      text.append(line(IntStream.range(0, row.size()).mapToObj(i -> cell(row.get(i))).toList()));
    }
    return text.toString();
  }

  private static String line(List<String> cells) {
    return cells.stream().map(CsvText::quoted).collect(Collectors.joining(",", "", "\r\n"));
  }

  private static String cell(Object value) {
    if (value == null) {
      return "";
    }
    if (value instanceof Double number) {
      return new BigDecimal(number, DIGITS).stripTrailingZeros().toPlainString();
    }
    // Only texts come from outside; a negative number is a number.
    return value instanceof String text && isFormula(text) ? "'" + text : value.toString();
  }

  private static boolean isFormula(String text) {
    return !text.isEmpty() && "=+-@\t\r\n".indexOf(text.charAt(0)) >= 0;
  }

  private static String quoted(String cell) {
    boolean isPlain = cell.chars().noneMatch(c -> c == '"' || c == ',' || c == '\n' || c == '\r');
    return isPlain ? cell : "\"" + cell.replace("\"", "\"\"") + "\"";
  }
}
