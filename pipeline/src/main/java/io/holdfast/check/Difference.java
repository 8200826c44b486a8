package io.holdfast.check;

import io.holdfast.table.Column;
import io.holdfast.table.Published;
import io.holdfast.table.Table;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import scala.jdk.javaapi.CollectionConverters;

/**
 * One value that stored rows have otherwise than computed ones.
 *
 * @param key the row: its key but {@code as_of} and {@code run_id}
 * @param column the column; "rows" where one side has none or several
 * @param stored the stored value
 * @param computed the computed value
 */
public record Difference(String key, String column, String stored, String computed) {
  private static final String ROWS = "rows";

  /**
   * All differences between two small sets of rows, by key and in the order of the columns. The
   * rule of {@link ContentHash}: doubles to nine significant digits, maps in no order, all else
   * exactly.
   *
   * @param columns what is compared; both sets have the key beside them
   */
  public static List<Difference> of(
      Table table, List<Column> columns, Collection<Row> stored, Collection<Row> computed) {
    Map<String, List<Row>> storedByKey = byKey(table, stored);
    Map<String, List<Row>> computedByKey = byKey(table, computed);
    Set<String> keys = new TreeSet<>(storedByKey.keySet());
    keys.addAll(computedByKey.keySet());
    List<Difference> differences = new ArrayList<>();
    for (String key : keys) {
      List<Row> before = storedByKey.getOrDefault(key, List.of());
      List<Row> now = computedByKey.getOrDefault(key, List.of());
      if (before.size() != 1 || now.size() != 1) {
        differences.add(new Difference(key, ROWS, "" + before.size(), "" + now.size()));
        continue;
      }
      for (Column column : columns) {
        Object was = before.get(0).getAs(column.name());
        Object is = now.get(0).getAs(column.name());
        if (!said(was).equals(said(is))) {
          differences.add(
              new Difference(key, column.name(), String.valueOf(was), String.valueOf(is)));
        }
      }
    }
    return differences;
  }

  /** As part of a sentence. */
  public String text() {
    return "%s: %s is stored as %s and computed as %s".formatted(key, column, stored, computed);
  }

  private static Map<String, List<Row>> byKey(Table table, Collection<Row> rows) {
    return rows.stream().collect(Collectors.groupingBy(r -> key(table, r)));
  }

  private static String key(Table table, Row row) {
    return table.key().stream()
        .filter(c -> !c.equals(Published.RUN_ID) && !c.name().equals(Published.AS_OF.name()))
        .map(c -> c.name() + " " + row.<Object>getAs(c.name()))
        .collect(Collectors.joining(", "));
  }

  private static String said(Object value) {
    if (value instanceof scala.collection.Map<?, ?> entries) {
      return new TreeMap<>(CollectionConverters.asJava(entries)).toString();
    }
    // Adding 0.0 makes one of the two zeros.
    return value instanceof Double number
        ? String.format(Locale.ROOT, "%.8e", number + 0.0)
        : Objects.toString(value);
  }
}
