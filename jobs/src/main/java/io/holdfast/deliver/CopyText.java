package io.holdfast.deliver;

import org.apache.spark.sql.Row;

/** Rows in the text format of PostgreSQL's COPY: exact, numbers included. */
final class CopyText {
  private CopyText() {}

  /** Adds a row, ended by a line feed. */
  static void append(StringBuilder text, Row row) {
    for (int i = 0; i < row.size(); i++) {
      if (i > 0) {
        text.append('\t');
      }
      append(text, row.get(i));
    }
    text.append('\n');
  }

  private static void append(StringBuilder text, Object value) {
    if (value == null) {
      text.append("\\N");
    } else if (value instanceof String characters) {
      append(text, characters);
    } else {
      // Dates and instants in ISO 8601, doubles by the fewest digits that are read as the same.
      text.append(value);
    }
  }

  private static void append(StringBuilder text, String characters) {
    for (int i = 0; i < characters.length(); i++) {
      char c = characters.charAt(i);
      switch (c) {
        case '\\' -> text.append("\\\\");
        case '\t' -> text.append("\\t");
        case '\n' -> text.append("\\n");
        case '\r' -> text.append("\\r");
        default -> text.append(c);
      }
    }
  }
}
