package io.holdfast.connect;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** What the sampled values of one column, or of one path in JSON, look like. */
final class ColumnProfile {
  /** A column of which a smaller share looks alike is text. */
  private static final double ALIKE = 0.9;

  private final String path;
  private final Map<ValueKind, Integer> kinds = new EnumMap<>(ValueKind.class);
  private final Map<String, Integer> counts = new LinkedHashMap<>();
  private final DayMonth dayMonth = new DayMonth();
  private int filled;
  private LocalDate earliest;
  private LocalDate latest;

  ColumnProfile(String path) {
    this.path = path;
  }

  /** Takes one value of one row; blank text is none. */
  void add(String value) {
    if (value == null || value.isBlank()) {
      return;
    }
    add(value, ValueKind.of(value));
  }

  /** A list stands where a value would. */
  void addList(int length) {
    add(length + " items", ValueKind.LIST);
  }

  private void add(String value, ValueKind kind) {
    filled++;
    kinds.merge(kind, 1, Integer::sum);
    counts.merge(value, 1, Integer::sum);
    if (kind == ValueKind.DAY_MONTH) {
      dayMonth.add(value);
    }
    kind.day(value)
        .ifPresent(
            day -> {
              earliest = earliest == null || day.isBefore(earliest) ? day : earliest;
              latest = latest == null || day.isAfter(latest) ? day : latest;
            });
  }

  String path() {
    return path;
  }

  int filled() {
    return filled;
  }

  int distinct() {
    return counts.size();
  }

  Set<String> values() {
    return counts.keySet();
  }

  /** What nine values of ten look like; whole numbers count as numbers beside decimals. */
  ValueKind kind() {
    Map.Entry<ValueKind, Integer> most =
        kinds.entrySet().stream().max(Map.Entry.comparingByValue()).orElse(null);
    if (most == null) {
      return ValueKind.TEXT;
    }
    if (most.getValue() >= ALIKE * filled) {
      return most.getKey();
    }
    boolean isNumber = share(ValueKind::isNumber) >= ALIKE;
    boolean isDay = share(k -> k == ValueKind.ISO_DATE || k == ValueKind.ISO_LOCAL) >= ALIKE;
    boolean isIso = share(k -> k.isTime() && k.name().startsWith("ISO")) >= ALIKE;
    return isNumber
        ? Stream.of(ValueKind.DECIMAL, ValueKind.DECIMAL_COMMA)
            .filter(kinds::containsKey)
            .findFirst()
            .orElse(ValueKind.WHOLE)
        : isDay ? ValueKind.ISO_LOCAL : isIso ? ValueKind.ISO_INSTANT : ValueKind.TEXT;
  }

  private double share(java.util.function.Predicate<ValueKind> wanted) {
    int found =
        kinds.entrySet().stream()
            .filter(e -> wanted.test(e.getKey()))
            .mapToInt(Map.Entry::getValue)
            .sum();
    return filled == 0 ? 0 : (double) found / filled;
  }

  /** How many values do not look like the rest. */
  int unlike() {
    ValueKind kind = kind();
    if (kind == ValueKind.TEXT) {
      return 0;
    }
    int alike =
        kinds.entrySet().stream()
            .filter(
                e ->
                    e.getKey() == kind
                        || (kind.isNumber() && e.getKey().isNumber())
                        || (kind.isTime() && e.getKey().isTime()))
            .mapToInt(Map.Entry::getValue)
            .sum();
    return filled - alike;
  }

  DayMonth dayMonth() {
    return dayMonth;
  }

  /** The earliest day among its dates; null without one. */
  LocalDate earliest() {
    return kind() == ValueKind.DAY_MONTH ? dayMonth.earliest() : earliest;
  }

  LocalDate latest() {
    return kind() == ValueKind.DAY_MONTH ? dayMonth.latest() : latest;
  }

  /** The most frequent values. */
  List<String> frequent(int most) {
    return counts.entrySet().stream()
        .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder()))
        .limit(most)
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Of the distinct values, the share that another set holds. */
  double shareIn(Set<String> others) {
    return counts.isEmpty()
        ? 0
        : (double) counts.keySet().stream().filter(others::contains).count() / counts.size();
  }
}
