package io.holdfast.job;

import io.holdfast.landing.Source.Load;
import io.holdfast.table.Table;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the rows of a source are on some dates, read day by day from the lines that landed: the last
 * line of a key is so, and in a full dump a key that does not stand has vanished. A refused line
 * says nothing but that its key stands.
 */
final class NaiveRows {
  private final Table table;
  private final Load load;
  private final List<String> columns;
  private final Map<String, List<String>> rows = new TreeMap<>();
  private final Map<String, LocalDate> vanished = new TreeMap<>();

  private NaiveRows(Table table, Load load) {
    this.table = table;
    this.load = load;
    this.columns = List.of(MixedWorlds.HEADERS.get(table).split(","));
  }

  /** As-of date, the cells of the line, and when its key vanished, as text. */
  static List<String> of(
      Table table,
      Load load,
      SortedMap<LocalDate, ? extends Collection<String>> landed,
      Collection<LocalDate> dates) {
    List<String> lines = new ArrayList<>();
    for (LocalDate asOf : dates) {
      NaiveRows known = new NaiveRows(table, load);
      landed.headMap(asOf.plusDays(1)).forEach(known::read);
      lines.addAll(known.lines(asOf));
    }
    return lines;
  }

  private void read(LocalDate day, Collection<String> lines) {
    Set<String> standing = new TreeSet<>();
    for (String line : lines) {
      List<String> cells = List.of(line.split(",", -1));
      String key = String.join(",", cells.subList(0, table.key().size()));
      standing.add(key);
      if (!cells.contains(MixedWorlds.UNREADABLE)) {
        rows.put(key, cells);
        vanished.remove(key);
      }
    }
    if (load == Load.FULL) {
      rows.keySet().stream()
          .filter(key -> !standing.contains(key))
          .forEach(key -> vanished.putIfAbsent(key, day));
    }
  }

  private List<String> lines(LocalDate asOf) {
    List<String> lines = new ArrayList<>();
    rows.forEach(
        (key, cells) -> {
          List<String> known = new ArrayList<>();
          boolean hasOccurred = true;
          for (int i = 0; i < cells.size(); i++) {
            String cell = cells.get(i);
            switch (table.column(columns.get(i)).role()) {
              case OCCURRED -> {
                hasOccurred &= !isAfter(cell, asOf);
                known.add(cell);
              }
              case HAPPENS -> known.add(cell.isEmpty() || isAfter(cell, asOf) ? "null" : cell);
              default -> known.add(cell);
            }
          }
          if (hasOccurred) {
            lines.add(asOf + "," + String.join(",", known) + "," + vanished.get(key));
          }
        });
    return lines;
  }

  private static boolean isAfter(String cell, LocalDate asOf) {
    return LocalDate.parse(cell.substring(0, "yyyy-mm-dd".length())).isAfter(asOf);
  }
}
