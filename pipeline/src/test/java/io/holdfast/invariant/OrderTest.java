package io.holdfast.invariant;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.feature.EventFeatures;
import io.holdfast.feature.Features;
import io.holdfast.label.LabelRule;
import io.holdfast.label.Labels;
import io.holdfast.snapshot.AsOfDates;
import io.holdfast.snapshot.Snapshot;
import io.holdfast.table.AccountEventFeatures;
import io.holdfast.table.AccountFeatures;
import io.holdfast.table.AccountLabels;
import io.holdfast.table.Batch;
import io.holdfast.table.Canonical;
import io.holdfast.table.MrrSpans;
import io.holdfast.table.Subscriptions;
import io.holdfast.table.Table;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Days may land in any order, and again: the rows of the tables lie in another order then, and
 * nothing that is made from them differs.
 */
class OrderTest {
  private static final int WORLDS = 50;
  private static final AsOfDates DATES =
      AsOfDates.of(LocalDate.parse("2025-02-20"), LocalDate.parse("2025-04-14"));

  @Test
  void rows_that_landed_in_another_order_give_the_same_snapshots_features_and_labels() {
    World ordered =
        World.union(
            IntStream.range(0, WORLDS)
                .mapToObj(seed -> withTies(RandomWorld.of(500 + seed, 3)).prefixed("w" + seed))
                .toList());
    World tiled = ordered.withTiles(RandomWorld.ZONE);
    Map<String, Collected> inOrder = collect(tiled, 2);
    Map<String, Collected> inAnother = collect(shuffled(tiled), 3);
    List<String> differing = new ArrayList<>();
    inOrder.forEach(
        (name, rows) -> {
          for (int world = 0; world < WORLDS; world++) {
            if (!rows.of("w" + world, d -> true)
                .equals(inAnother.get(name).of("w" + world, d -> true))) {
              differing.add(name + " of world " + world);
            }
          }
          assertThat(IntStream.range(0, WORLDS).mapToObj(w -> rows.of("w" + w, d -> true)))
              .as("%s has rows", name)
              .anyMatch(l -> !l.isEmpty());
        });
    assertThat(differing).as("what depends on the order in which rows lie").isEmpty();
  }

  private static Map<String, Collected> collect(World world, int partitions) {
    Snapshot snapshot = world.snapshot(DATES, TestRules.SNAPSHOT, partitions);
    Map<String, Collected> collected = new TreeMap<>();
    Canonical.tables().stream()
        .filter(t -> World.CUT.contains(t) && t != Subscriptions.TABLE)
        .forEach(t -> collected.put(t.name(), Collected.of(snapshot.rows(t))));
    collected.put(MrrSpans.TABLE.name(), Collected.of(snapshot.mrrSpans()));
    collected.put(
        AccountFeatures.TABLE.name(), Collected.of(Features.of(snapshot, TestRules.FEATURES)));
    collected.put(AccountEventFeatures.TABLE.name(), Collected.of(EventFeatures.of(snapshot)));
    for (LabelRule rule : List.of(TestRules.CHURN, TestRules.EXPANSION)) {
      Snapshot known = world.snapshot(rule.maturities(DATES), TestRules.SNAPSHOT, partitions);
      collected.put(
          AccountLabels.TABLE.name() + " " + rule.target().word(),
          Collected.of(Labels.of(known, rule)));
    }
    return collected;
  }

  /** Batches as if landed in another order, one of them again: the same rows, elsewhere. */
  private static World shuffled(World world) {
    World shuffled = world;
    for (Table table : World.CUT) {
      List<Cells> rows = new ArrayList<>(world.rows(table));
      Collections.shuffle(rows, new Random(7));
      LocalDate again = RandomWorld.HISTORY_UNTIL.plusDays(40);
      List<Cells> others =
          new ArrayList<>(
              rows.stream().filter(r -> !r.date(Batch.INGESTED_ON).equals(again)).toList());
      rows.stream().filter(r -> r.date(Batch.INGESTED_ON).equals(again)).forEach(others::add);
      shuffled = shuffled.with(table, others);
    }
    return shuffled;
  }

  /** Equal amounts and ends everywhere, so that only a rule can decide who comes first. */
  private static World withTies(World world) {
    return world.each(
        Subscriptions.TABLE,
        r ->
            r.with(Subscriptions.MRR, new BigDecimal("100"))
                .with(Subscriptions.LIST_MRR, null)
                .with(Subscriptions.CURRENCY, null)
                .with(Subscriptions.TERM_ENDS_ON, endOfMonth(r.date(Subscriptions.TERM_ENDS_ON))));
  }

  private static LocalDate endOfMonth(LocalDate day) {
    return day == null ? null : day.withDayOfMonth(28);
  }
}
