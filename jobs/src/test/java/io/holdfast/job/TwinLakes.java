package io.holdfast.job;

import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;

import io.holdfast.landing.Source.Load;
import io.holdfast.table.Table;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The same days of the same businesses in two lakes: one takes them once, in their order, the other
 * each source in an order of its own. Until a day lands for the last time, each business may lack
 * it, have it wrong, or have it already.
 */
final class TwinLakes {
  /** What ids begin with when the rows of both lakes are looked at together. */
  static final String IN_ORDER = "in-order.";

  static final String MIXED = "mixed.";

  private final Map<Table, Load> loads;
  private final Map<Table, SortedMap<LocalDate, List<List<String>>>> landed = new LinkedHashMap<>();
  private final Map<Table, LandingOrder> orders = new LinkedHashMap<>();
  private final Landing inOrder;
  private final Landing mixed;

  private TwinLakes(Path root, Map<Table, Load> loads) {
    this.loads = loads;
    this.inOrder = landing(root.resolve("in-order"), loads);
    this.mixed = landing(root.resolve("mixed"), loads);
  }

  /**
   * Lands and ingests, both ways.
   *
   * @param loads the sources, each with how it lands
   * @param businesses whose randomness also draws the orders
   * @param days the first is the history's
   * @param takings how often the mixed lake ingests
   */
  static TwinLakes of(
      Path root,
      Map<Table, Load> loads,
      MixedWorlds businesses,
      List<LocalDate> days,
      int takings) {
    TwinLakes lakes = new TwinLakes(root, loads);
    Random random = businesses.random();
    Map<Table, List<SortedMap<LocalDate, List<List<String>>>>> drafts = new LinkedHashMap<>();
    for (Table source : loads.keySet()) {
      lakes.landed.put(source, businesses.landings(source));
      lakes.orders.put(source, LandingOrder.of(random, days, takings));
      drafts.put(source, List.of(businesses.landings(source), businesses.landings(source)));
    }
    lakes.landed.forEach(
        (source, byDay) -> byDay.forEach((day, rows) -> land(lakes.inOrder, source, day, rows)));
    lakes.inOrder.ingest(days.get(days.size() - 1).toString());
    for (int taking = 0; taking < takings; taking++) {
      lakes.take(taking, drafts, random);
    }
    return lakes;
  }

  /** The lake that took all days once. */
  Landing inOrder() {
    return inOrder;
  }

  /** The lake that took them in any order. */
  Landing mixed() {
    return mixed;
  }

  /** In which order each source's days were taken by the mixed lake. */
  Map<Table, LandingOrder> orders() {
    return orders;
  }

  /** The lines that each day of a source landed in the end. */
  SortedMap<LocalDate, List<String>> lines(Table source) {
    SortedMap<LocalDate, List<String>> lines = new TreeMap<>();
    landed
        .getOrDefault(source, new TreeMap<>())
        .forEach((day, rows) -> lines.put(day, rows.stream().flatMap(List::stream).toList()));
    return lines;
  }

  /** How a source lands. */
  Load load(Table source) {
    return loads.get(source);
  }

  /** The stored rows of both lakes, with marked ids. */
  Dataset<Row> rows(Table table) {
    return marked(inOrder, table, IN_ORDER).union(marked(mixed, table, MIXED));
  }

  private void take(
      int taking,
      Map<Table, List<SortedMap<LocalDate, List<List<String>>>>> drafts,
      Random random) {
    LocalDate newest = LocalDate.MIN;
    for (Table source : loads.keySet()) {
      for (LocalDate day : orders.get(source).days(taking)) {
        List<List<String>> last = landed.get(source).get(day);
        List<List<List<String>>> wrong = drafts.get(source).stream().map(d -> d.get(day)).toList();
        boolean isLast = orders.get(source).isLast(day, taking);
        land(mixed, source, day, isLast ? last : unfinished(last, wrong, random));
        newest = day.isAfter(newest) ? day : newest;
      }
    }
    mixed.ingest(newest.toString());
  }

  private static List<List<String>> unfinished(
      List<List<String>> last, List<List<List<String>>> wrong, Random random) {
    List<List<String>> unfinished = new ArrayList<>();
    for (int world = 0; world < last.size(); world++) {
      int fate = random.nextInt(2 + wrong.size());
      unfinished.add(
          fate == 0 ? List.of() : fate == 1 ? last.get(world) : wrong.get(fate - 2).get(world));
    }
    return unfinished;
  }

  private static Landing landing(Path root, Map<Table, Load> loads) {
    Landing landing = Landing.in(root);
    loads.forEach(
        (source, load) -> {
          Landing.Given given = Landing.source(source).allowEmpty();
          landing.with(load == Load.FULL ? given.full() : given);
        });
    return landing;
  }

  private static void land(
      Landing landing, Table source, LocalDate day, List<List<String>> businesses) {
    String folder = day.equals(Landing.HISTORY_UNTIL) ? "history" : day.toString();
    landing.file(
        folder + "/" + source.name() + ".csv",
        Stream.concat(
                Stream.of(MixedWorlds.HEADERS.get(source)),
                businesses.stream().flatMap(List::stream))
            .collect(Collectors.joining("\n", "", "\n")));
  }

  private static Dataset<Row> marked(Landing landing, Table table, String mark) {
    return landing
        .lake()
        .read(table)
        .select(
            table.columns().stream()
                .map(
                    c ->
                        c.name().endsWith("_id")
                            ? concat(lit(mark), c.col()).as(c.name())
                            : c.col())
                .toArray(Column[]::new));
  }
}
