package io.holdfast.invariant;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The rows of a dataset as comparable text, by the prefix of their account and by as-of date:
 * doubles to nine digits, lines in order.
 */
final class Collected {
  private final TreeMap<String, TreeMap<LocalDate, List<String>>> lines = new TreeMap<>();

  static Collected of(Dataset<Row> rows) {
    Collected collected = new Collected();
    for (Row row : rows.collectAsList()) {
      String account = row.getAs("account_id");
      String prefix = account.substring(0, account.indexOf('/'));
      LocalDate asOf = row.getAs("as_of");
      collected
          .lines
          .computeIfAbsent(prefix, p -> new TreeMap<>())
          .computeIfAbsent(asOf, d -> new ArrayList<>())
          .add(text(row).replace(prefix + "/", ""));
    }
    collected.lines.values().forEach(byDate -> byDate.values().forEach(l -> l.sort(null)));
    return collected;
  }

  /** The lines of one world on the dates that the condition allows. */
  List<String> of(String prefix, Predicate<LocalDate> dates) {
    return lines.getOrDefault(prefix, new TreeMap<>()).entrySet().stream()
        .filter(e -> dates.test(e.getKey()))
        .flatMap(e -> e.getValue().stream())
        .toList();
  }

  private static String text(Row row) {
    String[] names = row.schema().fieldNames();
    return IntStream.range(0, row.size())
        .mapToObj(i -> names[i] + "=" + text(row.get(i)))
        .collect(Collectors.joining(" "));
  }

  private static String text(Object value) {
    return value instanceof Double number
        ? new BigDecimal(number).round(new MathContext(9)).stripTrailingZeros().toString()
        : String.valueOf(value);
  }
}
