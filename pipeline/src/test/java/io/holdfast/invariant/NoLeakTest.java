package io.holdfast.invariant;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.feature.EventFeatures;
import io.holdfast.feature.Features;
import io.holdfast.invariant.Leaks.Leak;
import io.holdfast.snapshot.AsOfDates;
import io.holdfast.snapshot.Snapshot;
import io.holdfast.table.AccountDays;
import io.holdfast.table.AccountEventFeatures;
import io.holdfast.table.AccountFeatures;
import io.holdfast.table.Batch;
import io.holdfast.table.Canonical;
import io.holdfast.table.Column;
import io.holdfast.table.Table;
import io.holdfast.table.TimeRole;
import io.holdfast.table.UserDays;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Nothing known later reaches a row. The changes come from the tables' declarations, so a new
 * column is covered as soon as it is declared.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NoLeakTest {
  private static final LocalDate IN_HISTORY = LocalDate.parse("2025-01-31");
  private static final LocalDate CUT = LocalDate.parse("2025-04-20");
  private static final LocalDate AFTER = LocalDate.parse("2025-05-30");
  private static final AsOfDates DATES = AsOfDates.of(IN_HISTORY, CUT, AFTER);
  private static final String BASE = "base";

  private final World world = RandomWorld.of(11, 14).withTiles(RandomWorld.ZONE);

  @Test
  void what_is_later_or_known_later_changes_no_row_and_no_feature_of_a_date() {
    List<Leak> leaks = Leaks.of(world, CUT, RandomWorld.HISTORY_UNTIL);
    List<World> worlds = new ArrayList<>(List.of(world.prefixed(BASE)));
    for (int i = 0; i < leaks.size(); i++) {
      worlds.add(leaks.get(i).world().prefixed("leak" + i));
    }
    Map<String, Collected> collected =
        collect(World.union(worlds).snapshot(DATES, TestRules.SNAPSHOT));
    List<String> leaked = new ArrayList<>();
    for (int i = 0; i < leaks.size(); i++) {
      Leak leak = leaks.get(i);
      String prefix = "leak" + i;
      Predicate<LocalDate> isHidden = d -> !d.isAfter(leak.hiddenUntil());
      collected.forEach(
          (name, rows) -> {
            if (!rows.of(prefix, isHidden).equals(rows.of(BASE, isHidden))) {
              leaked.add(
                  leak.name() + " reaches " + name + firstDifference(rows, prefix, isHidden));
            }
          });
      Collected own = collected.get(leak.table().name());
      assertThat(own.of(prefix, isHidden.negate()))
          .as("%s must show once it is known, else this test proves nothing", leak.name())
          .isNotEqualTo(own.of(BASE, isHidden.negate()));
    }
    assertThat(leaked).as("what a date shows though it was not known").isEmpty();
  }

  @Test
  void a_history_without_its_last_months_gives_the_same_features_before_them() {
    LocalDate shorter = LocalDate.parse("2025-01-15");
    AsOfDates before =
        AsOfDates.of(
            LocalDate.parse("2024-11-11"), LocalDate.parse("2024-12-24"), shorter.minusDays(1));
    World history = historyOnly(RandomWorld.of(12, 40).withTiles(RandomWorld.ZONE));
    World both =
        World.union(
            List.of(history.prefixed(BASE), loadedAt(history, shorter).prefixed("shorter")));
    Map<String, Collected> collected = collectFeatures(both.snapshot(before, TestRules.SNAPSHOT));
    collected.forEach(
        (name, rows) -> {
          assertThat(rows.of(BASE, d -> true)).as("%s has rows", name).hasSizeGreaterThan(20);
          assertThat(rows.of("shorter", d -> true))
              .as("%s from the shorter history", name)
              .isEqualTo(rows.of(BASE, d -> true));
        });
  }

  @Test
  void a_date_alone_gives_the_same_features_as_within_a_set_of_dates() {
    World one = world.prefixed(BASE);
    Map<String, Collected> together = collectFeatures(one.snapshot(DATES, TestRules.SNAPSHOT));
    for (LocalDate date : DATES.dates()) {
      Map<String, Collected> alone =
          collectFeatures(one.snapshot(AsOfDates.of(date), TestRules.SNAPSHOT));
      together.forEach(
          (name, rows) ->
              assertThat(alone.get(name).of(BASE, d -> true))
                  .as("%s of %s", name, date)
                  .isNotEmpty()
                  .isEqualTo(rows.of(BASE, date::equals)));
    }
  }

  private static Map<String, Collected> collect(Snapshot snapshot) {
    Map<String, Collected> collected = collectFeatures(snapshot);
    Canonical.tables().stream()
        .filter(World.CUT::contains)
        .forEach(t -> collected.put(t.name(), Collected.of(snapshot.rows(t))));
    collected.put(AccountDays.TABLE.name(), Collected.of(snapshot.accountDays()));
    collected.put(UserDays.TABLE.name(), Collected.of(snapshot.userDays()));
    return collected;
  }

  private static Map<String, Collected> collectFeatures(Snapshot snapshot) {
    Map<String, Collected> collected = new TreeMap<>();
    collected.put(
        AccountFeatures.TABLE.name(), Collected.of(Features.of(snapshot, TestRules.FEATURES)));
    collected.put(AccountEventFeatures.TABLE.name(), Collected.of(EventFeatures.of(snapshot)));
    return collected;
  }

  private static String firstDifference(Collected rows, String prefix, Predicate<LocalDate> dates) {
    List<String> found = new ArrayList<>(rows.of(prefix, dates));
    found.removeAll(rows.of(BASE, dates));
    List<String> wanted = new ArrayList<>(rows.of(BASE, dates));
    wanted.removeAll(rows.of(prefix, dates));
    return ": found "
        + found.stream().findFirst().orElse("a row less")
        + ", wanted "
        + wanted.stream().findFirst().orElse("no such row");
  }

  private static World historyOnly(World world) {
    World history = world;
    for (Table table : World.CUT) {
      history =
          history.with(
              table,
              world.rows(table).stream()
                  .filter(r -> r.date(Batch.INGESTED_ON).equals(RandomWorld.HISTORY_UNTIL))
                  .toList());
    }
    return history;
  }

  private static boolean isAfter(Cells row, Column column, LocalDate day) {
    return row.has(column) && row.day(column, RandomWorld.ZONE).isAfter(day);
  }

  /** The history as it would have been loaded on an earlier day, when attributes were others. */
  private static World loadedAt(World history, LocalDate until) {
    World shorter = history;
    for (Table table : World.CUT) {
      Optional<Column> occurred = World.occurred(table);
      shorter =
          shorter.with(
              table,
              history.rows(table).stream()
                  .filter(r -> occurred.stream().noneMatch(c -> isAfter(r, c, until)))
                  .map(r -> loadedAt(table, r, until))
                  .toList());
    }
    return shorter;
  }

  private static Cells loadedAt(Table table, Cells row, LocalDate until) {
    Cells shorter = World.landed(table, row, new World.Landing(until, true), RandomWorld.ZONE);
    for (Column column : table.canonical()) {
      Column event = column.role() == TimeRole.WITH ? table.column(column.with()) : column;
      boolean isLater = event.role() == TimeRole.HAPPENS && isAfter(row, event, until);
      if (isLater) {
        shorter = shorter.with(column, null);
      }
    }
    return table.columns().contains(Batch.IS_HISTORY)
        ? Leaks.asItWasBefore(table, shorter)
        : shorter;
  }
}
