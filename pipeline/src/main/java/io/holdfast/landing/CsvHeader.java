package io.holdfast.landing;

import io.holdfast.error.DataException;
import io.holdfast.error.StorageException;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * The first line of a CSV file: what separates its fields, and the names of its columns.
 *
 * @param separator a comma; where the header has none, the first of semicolon, tab and bar that it
 *     has
 */
record CsvHeader(char separator, List<String> names) {
  /** More is no table, and plans over it would never end. */
  private static final int MOST_COLUMNS = 2000;

  private static final char[] SEPARATORS = {',', ';', '\t', '|'};
  private static final String BETWEEN = "\u0001";

  /**
   * The header of a landed file.
   *
   * @throws DataException when it has none, is not UTF-8, or names a column twice or too many
   */
  static CsvHeader of(Configuration configuration, Source source, Path path) {
    String first;
    try (BufferedReader lines = LandedText.open(configuration, path)) {
      first = lines.readLine();
    } catch (IOException e) {
      throw new StorageException(
          "cannot read landed file " + path + "; check that it can be read", e);
    }
    if (first == null || first.isBlank()) {
      throw new DataException(
          "source "
              + source.name()
              + ": landed file "
              + path
              + " is empty; wanted a header line that names the columns");
    }
    if (first.indexOf('\0') >= 0 || first.indexOf('\uFFFD') >= 0) {
      throw new DataException(
          "source "
              + source.name()
              + ": landed file "
              + path
              + " is not UTF-8 text; wanted UTF-8, with or without a byte order mark");
    }
    CsvHeader header = of(first.startsWith("\uFEFF") ? first.substring(1) : first);
    if (header.names().size() > MOST_COLUMNS) {
      throw new DataException(
          "source "
              + source.name()
              + ": the header of "
              + path
              + " names "
              + header.names().size()
              + " columns; wanted at most "
              + MOST_COLUMNS);
    }
    if (header.names().stream().distinct().count() < header.names().size()) {
      throw new DataException(
          "source "
              + source.name()
              + ": the header of "
              + path
              + " names a column twice: "
              + header.names());
    }
    return header;
  }

  /** The header that a line is. */
  static CsvHeader of(String line) {
    for (char separator : SEPARATORS) {
      List<String> names = fields(line, separator);
      if (names.size() > 1) {
        return new CsvHeader(separator, names);
      }
    }
    return new CsvHeader(',', fields(line, ','));
  }

  /** As one text, equal for files that may be read together. */
  String text() {
    return separator + String.join(BETWEEN, names);
  }

  /** Back from {@link #text}. */
  static CsvHeader ofText(String text) {
    return new CsvHeader(text.charAt(0), Arrays.asList(text.substring(1).split(BETWEEN, -1)));
  }

  /** The fields of one line, quotes as in RFC 4180. */
  private static List<String> fields(String line, char separator) {
    List<String> fields = new ArrayList<>();
    StringBuilder field = new StringBuilder();
    boolean isQuoted = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '"' && isQuoted && i + 1 < line.length() && line.charAt(i + 1) == '"') {
        field.append('"');
        i++;
      } else if (c == '"') {
        isQuoted = !isQuoted;
      } else if (c == separator && !isQuoted) {
        fields.add(field.toString());
        field.setLength(0);
      } else {
        field.append(c);
      }
    }
    fields.add(field.toString());
    return fields;
  }
}
