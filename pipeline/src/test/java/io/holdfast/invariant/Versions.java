package io.holdfast.invariant;

import io.holdfast.table.Table;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** All that a night would find of one row, by the day it landed. */
final class Versions {
  private final Table table;
  private final TreeMap<LocalDate, Cells> byDay = new TreeMap<>();

  Versions(Table table) {
    this.table = table;
  }

  Versions land(LocalDate day, Cells row) {
    byDay.put(day, row);
    return this;
  }

  Cells newest() {
    return byDay.lastEntry().getValue();
  }

  /** The day, or the first one after the newest version when that is later. */
  LocalDate after(LocalDate day) {
    LocalDate newest = byDay.lastKey();
    return day.isAfter(newest) ? day : newest.plusDays(1);
  }

  /** The history holds only how the row ended up; every later batch holds its own version. */
  List<Cells> rows() {
    List<Cells> rows = new ArrayList<>();
    Map.Entry<LocalDate, Cells> last = byDay.floorEntry(RandomWorld.HISTORY_UNTIL);
    if (last != null) {
      rows.add(
          World.landed(
              table,
              last.getValue(),
              new World.Landing(RandomWorld.HISTORY_UNTIL, true),
              RandomWorld.ZONE));
    }
    byDay
        .tailMap(RandomWorld.HISTORY_UNTIL, false)
        .forEach(
            (day, row) ->
                rows.add(
                    World.landed(table, row, new World.Landing(day, false), RandomWorld.ZONE)));
    return rows;
  }
}
