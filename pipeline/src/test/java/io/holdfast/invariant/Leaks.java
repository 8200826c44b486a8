package io.holdfast.invariant;

import io.holdfast.table.Batch;
import io.holdfast.table.Column;
import io.holdfast.table.Invoices;
import io.holdfast.table.Subscriptions;
import io.holdfast.table.Table;
import io.holdfast.table.TimeRole;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.types.DataTypes;

/**
 * Every way in which the future may reach a world, derived from the declarations of its tables: for
 * each a changed world that nobody could tell from the first one until a certain date.
 */
final class Leaks {
  /**
   * A changed world.
   *
   * @param name what was changed, for people
   * @param table whose rows
   * @param hiddenUntil on this date and before it the change must not show; after it it must
   */
  record Leak(String name, Table table, World world, LocalDate hiddenUntil) {}

  private final World world;
  private final LocalDate cut;
  private final LocalDate historyUntil;
  private final List<Leak> leaks = new ArrayList<>();

  private Leaks(World world, LocalDate cut, LocalDate historyUntil) {
    this.world = world;
    this.cut = cut;
    this.historyUntil = historyUntil;
  }

  /** All leaks of a world that has a history and nights after it. */
  static List<Leak> of(World world, LocalDate cut, LocalDate historyUntil) {
    Leaks made = new Leaks(world, cut, historyUntil);
    World.CUT.forEach(made::table);
    return made.leaks;
  }

  private void table(Table table) {
    World.occurred(table)
        .ifPresent(
            occurred ->
                add("rows that are later", table, plusEach(table, r -> later(table, occurred, r))));
    add("versions known later", table, plusEach(table, r -> knownLater(table, r)));
    for (Column column : table.columns()) {
      switch (column.role()) {
        case HAPPENS ->
            add(column.name() + " later", table, world.each(table, r -> happensLater(column, r)));
        case WITH ->
            add(
                column.name() + " ahead of its event",
                table,
                world.each(table, r -> with(table, column, r)));
        case ATTRIBUTE, MEASURE -> hindsight(table, column);
        case KEY, OCCURRED, PLANNED -> {
          // Rows that are later cover the first two; a plan may be known ahead.
        }
      }
    }
  }

  private void add(String name, Table table, World changed) {
    leaks.add(new Leak(table.name() + ": " + name, table, changed, cut));
  }

  /** What a history says of an attribute on a date before it was loaded. */
  private void hindsight(Table table, Column column) {
    if (isMutable(table, column)) {
      leaks.add(
          new Leak(
              table.name() + ": hindsight of " + column.name(),
              table,
              world.each(
                  table,
                  r -> r.is(Batch.IS_HISTORY) ? r.with(column, other(r.value(column), column)) : r),
              historyUntil.minusDays(1)));
    }
  }

  /** The row with other values in all that may change in time. */
  static Cells asItWasBefore(Table table, Cells row) {
    Cells before = row;
    for (Column column : table.columns()) {
      if (isMutable(table, column)) {
        before = before.with(column, other(row.value(column), column));
      }
    }
    return before;
  }

  private static boolean isMutable(Table table, Column column) {
    boolean mayChange = column.role() == TimeRole.ATTRIBUTE || column.role() == TimeRole.MEASURE;
    boolean isImmutable =
        column.isImmutable()
            || TestRules.SNAPSHOT
                .immutable()
                .getOrDefault(table.name(), Set.of())
                .contains(column.name());
    return mayChange && !isImmutable && hasHistory(table) && table.canonical().contains(column);
  }

  private static boolean hasHistory(Table table) {
    return table.columns().contains(Batch.IS_HISTORY);
  }

  private World plusEach(Table table, UnaryOperator<Cells> more) {
    List<Cells> rows = new ArrayList<>(world.rows(table));
    world.rows(table).forEach(r -> rows.add(more.apply(r)));
    return world.with(table, rows);
  }

  /** The same again, but it occurs after the date, though it is known already. */
  private Cells later(Table table, Column occurred, Cells row) {
    Cells moved = row.with(occurred, after(occurred, row.hashCode()));
    if (!occurred.isKey()) {
      for (Column key : table.key()) {
        moved = moved.with(key, row.text(key) + "-later");
      }
    }
    return moved.with(Batch.KNOWN_ON, cut).with(Batch.INGESTED_ON, cut);
  }

  /** Another version of the row, in everything different, but nobody knows it yet. */
  private Cells knownLater(Table table, Cells row) {
    Cells version = row;
    for (Column column : table.columns()) {
      if (!column.isKey()) {
        version = version.with(column, other(row.value(column), column));
      }
    }
    LocalDate known = cut.plusDays(1 + Math.floorMod(row.hashCode(), 20));
    return version
        .with(Batch.KNOWN_ON, known)
        .with(Batch.INGESTED_ON, Math.floorMod(row.hashCode(), 2) == 0 ? known : cut)
        .with(Batch.IS_HISTORY, hasHistory(table) ? false : null);
  }

  private Cells happensLater(Column column, Cells row) {
    LocalDate day = row.day(column, RandomWorld.ZONE);
    return day == null || day.isAfter(cut) ? row.with(column, after(column, row.hashCode())) : row;
  }

  private Cells with(Table table, Column column, Cells row) {
    LocalDate day = row.day(table.column(column.with()), RandomWorld.ZONE);
    return day == null || day.isAfter(cut)
        ? row.with(column, other(row.value(column), column))
        : row;
  }

  /** A moment after the date: often the very first one. */
  private Object after(Column column, int seed) {
    LocalDate day = cut.plusDays(1 + Math.floorMod(seed, 3) * 9L);
    return column.type().equals(DataTypes.DateType)
        ? (Object) day
        : day.atStartOfDay(RandomWorld.ZONE).toInstant();
  }

  /** A value that differs. */
  static Object other(Object value, Column column) {
    if (column.equals(Subscriptions.CURRENCY) || column.equals(Invoices.CURRENCY)) {
      return "EUR".equals(value) ? "USD" : "EUR";
    }
    if (column.type().equals(DataTypes.StringType)) {
      return value + "*";
    }
    if (column.type().equals(DataTypes.DateType)) {
      return value == null ? RandomWorld.HISTORY_UNTIL : ((LocalDate) value).minusDays(3);
    }
    if (column.type().equals(DataTypes.TimestampType)) {
      return value == null ? Instant.EPOCH : ((Instant) value).minusSeconds(90_000);
    }
    if (column.type().equals(DataTypes.BooleanType)) {
      return !Boolean.TRUE.equals(value);
    }
    if (column.type().equals(DataTypes.LongType)) {
      return value == null ? 7L : (Long) value + 1;
    }
    if (column.type().equals(DataTypes.IntegerType)) {
      return value == null ? 7 : (Integer) value + 1;
    }
    if (column.type().equals(DataTypes.DoubleType)) {
      return value == null ? 7.0 : (Double) value + 1;
    }
    return switch (column.type().typeName()) {
      case "map" -> Map.of("tier", "other");
      default -> value == null ? new BigDecimal("7") : ((BigDecimal) value).add(BigDecimal.ONE);
    };
  }
}
