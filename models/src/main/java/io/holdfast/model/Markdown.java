package io.holdfast.model;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Pieces of a page in Markdown, and numbers as people read them. */
final class Markdown {
  private Markdown() {}

  static String section(String title, List<String> paragraphs) {
    return "## " + title + "\n\n" + String.join("\n\n", paragraphs) + "\n";
  }

  static String items(List<String> items) {
    return items.stream().map(item -> "- " + item).collect(Collectors.joining("\n"));
  }

  /** A table; cells are Markdown already. */
  static String table(List<String> header, List<List<String>> rows) {
    StringBuilder table = new StringBuilder(line(header));
    table.append(line(Collections.nCopies(header.size(), "---")));
    rows.forEach(row -> table.append(line(row)));
    return table.toString().stripTrailing();
  }

  private static String line(List<String> cells) {
    return "| " + String.join(" | ", cells) + " |\n";
  }

  /** Words that came from data, which may hold anything: shown as they are, on one line. */
  static String text(String words) {
    return words
        .replaceAll("\\p{Cntrl}", " ")
        .replaceAll("([\\\\`*_|\\[\\]])", "\\\\$1")
        .replace("&", "&amp;")
        .replace("<", "&lt;");
  }

  /** A name of ours, or of a column that was selected, which may be called anything. */
  static String code(String name) {
    return "`" + name.replaceAll("[`|\\p{Cntrl}]", "_") + "`";
  }

  static String codes(List<String> names) {
    return names.stream().map(Markdown::code).collect(Collectors.joining(", "));
  }

  static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }

  static String decimals(double number) {
    return String.format(Locale.ROOT, "%.3f", number);
  }
}
