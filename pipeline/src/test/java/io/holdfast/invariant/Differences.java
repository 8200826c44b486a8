package io.holdfast.invariant;

import io.holdfast.table.Column;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Where two sets of rows differ: by column, with how often and a few of them. */
final class Differences {
  private static final int EXAMPLES = 3;
  private final TreeMap<String, List<String>> byColumn = new TreeMap<>();

  /**
   * Compares rows by key: doubles to 1e-9 of their size, amounts by value, all else exactly.
   *
   * @param found rows of the code
   * @param wanted rows of the naive loops
   * @param columns what is compared
   */
  static Differences of(Map<String, Cells> found, Map<String, Cells> wanted, List<Column> columns) {
    Differences differences = new Differences();
    Set<String> keys = new TreeSet<>(found.keySet());
    keys.addAll(wanted.keySet());
    for (String key : keys) {
      if (!found.containsKey(key) || !wanted.containsKey(key)) {
        differences.add(
            "(row)",
            key
                + (found.containsKey(key)
                    ? " too many: " + found.get(key)
                    : " is missing: " + wanted.get(key)));
        continue;
      }
      for (Column column : columns) {
        Object is = found.get(key).value(column);
        Object naive = wanted.get(key).value(column);
        if (!isSame(is, naive)) {
          differences.add(column.name(), key + ": found " + is + ", naively " + naive);
        }
      }
    }
    return differences;
  }

  private void add(String column, String example) {
    byColumn.computeIfAbsent(column, c -> new ArrayList<>()).add(example);
  }

  /** One line a column; empty where nothing differs. */
  List<String> lines() {
    return byColumn.entrySet().stream()
        .map(
            e ->
                e.getKey()
                    + ": "
                    + e.getValue().size()
                    + " differ, "
                    + e.getValue().stream().limit(EXAMPLES).toList())
        .toList();
  }

  private static boolean isSame(Object found, Object naive) {
    if (found instanceof Double a && naive instanceof Double b) {
      return Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(b));
    }
    if (found instanceof BigDecimal a && naive instanceof BigDecimal b) {
      return a.compareTo(b) == 0;
    }
    return Objects.equals(found, naive);
  }
}
