package io.holdfast.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.feature.EventFeatures;
import io.holdfast.feature.FeatureRules;
import io.holdfast.feature.Features;
import io.holdfast.label.LabelRule;
import io.holdfast.label.Labels;
import io.holdfast.label.Target;
import io.holdfast.lake.Inputs;
import io.holdfast.snapshot.AsOfDates;
import io.holdfast.snapshot.Snapshot;
import io.holdfast.snapshot.SnapshotRules;
import io.holdfast.table.AccountDays;
import io.holdfast.table.Accounts;
import io.holdfast.table.Batch;
import io.holdfast.table.InPlace;
import io.holdfast.table.Subscriptions;
import io.holdfast.table.SupportTickets;
import io.holdfast.table.Table;
import io.holdfast.table.UsageEvents;
import io.holdfast.table.UserDays;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Full dumps, changes and events of more than a thousand random businesses that share every
 * landing: days in any order, more than a month late, some of them wrong at first and landed again.
 * What is known in the end is what all days landed at once give, and what a naive reading of the
 * dumps gives.
 */
class MixedOrderTest {
  private static final int WORLDS = 1040;
  private static final LocalDate HISTORY = Landing.HISTORY_UNTIL;
  private static final List<LocalDate> DAYS =
      Stream.of(0, 1, 2, 4, 9, 20, 34).map(HISTORY::plusDays).toList();
  private static final LocalDate LAST = DAYS.get(DAYS.size() - 1);
  private static final List<Table> SOURCES =
      List.of(Accounts.TABLE, Subscriptions.TABLE, SupportTickets.TABLE, UsageEvents.TABLE);
  private static final List<Table> DUMPED = List.of(Accounts.TABLE, Subscriptions.TABLE);
  private static final AsOfDates DATES =
      AsOfDates.of(HISTORY.plusDays(3), HISTORY.plusDays(10), LAST);
  private static final SnapshotRules RULES =
      new SnapshotRules(ZoneOffset.UTC, "USD", Map.of(), 5, Map.of()).with(InPlace.CHANGE);
  private static final FeatureRules FEATURES =
      new FeatureRules(10, 5, Set.of("export"), FeatureRules.TicketWords.DEFAULT);
  private static final List<LabelRule> LABELS =
      List.of(
          new LabelRule(Target.CHURN, 0, 10, 5, BigDecimal.ZERO),
          new LabelRule(Target.EXPANSION, 0, 10, 5, new BigDecimal("0.05")));

  @TempDir Path root;

  @Test
  void days_in_any_order_late_or_again_leave_the_same() {
    Random random = new Random(7);
    MixedWorlds worlds = new MixedWorlds(random.nextLong(), DAYS, WORLDS);
    Map<Table, Map<LocalDate, Map<Integer, List<String>>>> right = new LinkedHashMap<>();
    Map<Table, Map<LocalDate, Map<Integer, List<String>>>> wrong = new LinkedHashMap<>();
    for (Table source : SOURCES) {
      right.put(source, worlds.landings(source));
      wrong.put(source, worlds.mistaken(source, right.get(source)));
    }
    Landing atOnce = landing(root.resolve("at-once"));
    DAYS.forEach(day -> land(atOnce, day, right));
    atOnce.ingest(LAST.toString());

    Landing shuffled = landing(root.resolve("shuffled"));
    List<LocalDate> order = new ArrayList<>(DAYS.subList(1, DAYS.size()));
    Collections.shuffle(order, random);
    land(shuffled, HISTORY, right);
    land(shuffled, order.get(0), wrong);
    land(shuffled, order.get(1), right);
    land(shuffled, order.get(2), right);
    shuffled.ingest(LAST.toString());
    land(shuffled, order.get(3), wrong);
    land(shuffled, order.get(4), right);
    shuffled.ingest(order.get(3).toString());
    land(shuffled, order.get(5), right);
    land(shuffled, order.get(0), right);
    shuffled.ingest(LAST.toString());
    // The last word is one day's, with days before and behind it that stay as they are stored.
    land(shuffled, order.get(3), right);
    shuffled.ingest(order.get(3).toString());

    Map<String, Collection<String>> wanted = lines(atOnce);
    Map<String, Collection<String>> found = lines(shuffled);
    wanted.forEach(
        (name, lines) -> {
          assertThat(lines).as("%s has rows", name).isNotEmpty();
          assertThat(differing(lines, found.get(name)))
              .as("businesses whose %s differ when days land as %s", name, order)
              .isEmpty();
        });
    for (Table source : DUMPED) {
      assertThat(differing(naive(right.get(source), source), wanted.get(source.name())))
          .as("businesses whose %s differ from a naive reading of the dumps", source.name())
          .isEmpty();
    }
  }

  private static Landing landing(Path root) {
    Landing landing = Landing.in(root);
    for (Table source : SOURCES) {
      Landing.Given given = Landing.source(source).allowEmpty();
      landing.with(DUMPED.contains(source) ? given.full() : given);
    }
    return landing;
  }

  private static void land(
      Landing landing,
      LocalDate day,
      Map<Table, Map<LocalDate, Map<Integer, List<String>>>> contents) {
    String folder = day.equals(HISTORY) ? "history" : day.toString();
    contents.forEach(
        (source, ofSource) ->
            landing.file(
                folder + "/" + source.name() + ".csv",
                Stream.concat(
                        Stream.of(MixedWorlds.HEADERS.get(source)),
                        ofSource.get(day).values().stream().flatMap(List::stream))
                    .collect(Collectors.joining("\n", "", "\n"))));
  }

  /** Everything that follows from what has landed, as text, by what it is. */
  private static Map<String, Collection<String>> lines(Landing landing) {
    Map<String, Collection<String>> lines = new TreeMap<>();
    for (Table table : SOURCES) {
      lines.put("clean " + table.name(), texts(landing.lake().read(table)));
    }
    for (Table table : List.of(AccountDays.TABLE, UserDays.TABLE)) {
      lines.put("tiles " + table.name(), texts(landing.lake().read(table)));
    }
    Snapshot snapshot = Snapshot.at(landing.lake(), DATES, RULES, Inputs.of(landing.lake()));
    lines.put(Accounts.TABLE.name(), texts(snapshot.accounts(), Accounts.TABLE));
    lines.put(Subscriptions.TABLE.name(), texts(snapshot.subscriptions(), Subscriptions.TABLE));
    lines.put(SupportTickets.TABLE.name(), texts(snapshot.supportTickets(), SupportTickets.TABLE));
    lines.put("spans", texts(snapshot.mrrSpans()));
    lines.put("features", texts(Features.of(snapshot, FEATURES)));
    lines.put("event features", texts(EventFeatures.of(snapshot)));
    AsOfDates labelled = AsOfDates.of(HISTORY.plusDays(9));
    for (LabelRule rule : LABELS) {
      lines.put(
          rule.target() + " labels",
          texts(
              Labels.of(
                  Snapshot.at(
                      landing.lake(), rule.maturities(labelled), RULES, Inputs.of(landing.lake())),
                  rule)));
    }
    return lines;
  }

  private static Collection<String> texts(Dataset<Row> rows) {
    return rows.selectExpr("to_json(struct(*))").collectAsList().stream()
        .map(r -> r.getString(0))
        .sorted()
        .toList();
  }

  /** As-of date, what the source's files say, and when it vanished. */
  private static Collection<String> texts(Dataset<Row> rows, Table table) {
    List<String> columns = new ArrayList<>(List.of("as_of"));
    for (String column : MixedWorlds.HEADERS.get(table).split(",")) {
      columns.add(
          switch (column) {
            case "opened_at" -> "date_format(opened_at, \"yyyy-MM-dd'T'HH:mm:ss'Z'\")";
            case "mrr" -> "int(mrr)";
            default -> column;
          });
    }
    columns.add(Batch.VANISHED_ON.name());
    return rows.selectExpr(columns.toArray(String[]::new)).collectAsList().stream()
        .map(r -> r.mkString(","))
        .sorted()
        .toList();
  }

  /** Day by day: what stands in a dump is so, what does not and stood before has vanished. */
  private static Collection<String> naive(
      Map<LocalDate, Map<Integer, List<String>>> dumps, Table table) {
    int keyCells = table == Subscriptions.TABLE ? 2 : 1;
    List<String> lines = new ArrayList<>();
    for (LocalDate asOf : DATES.dates()) {
      Map<String, String> rows = new TreeMap<>();
      Map<String, LocalDate> vanished = new TreeMap<>();
      for (LocalDate day : dumps.keySet()) {
        if (day.isAfter(asOf)) {
          break;
        }
        Set<String> standing = new TreeSet<>();
        for (String line : dumps.get(day).values().stream().flatMap(List::stream).toList()) {
          String key = String.join(",", List.of(line.split(",")).subList(0, keyCells));
          rows.put(key, line);
          standing.add(key);
          vanished.remove(key);
        }
        rows.keySet().stream()
            .filter(key -> !standing.contains(key))
            .forEach(key -> vanished.putIfAbsent(key, day));
      }
      rows.forEach(
          (key, line) -> {
            boolean hasBegun =
                table != Subscriptions.TABLE || !LocalDate.parse(line.split(",")[1]).isAfter(asOf);
            if (hasBegun) {
              lines.add(asOf + "," + line + "," + vanished.get(key));
            }
          });
    }
    Collections.sort(lines);
    return lines;
  }

  /** The businesses that have a line in one and not in the other. */
  private static Set<String> differing(Collection<String> wanted, Collection<String> found) {
    Set<String> differing = new TreeSet<>();
    Set<String> once = new TreeSet<>(wanted);
    Set<String> other = new TreeSet<>(found);
    Stream.concat(
            once.stream().filter(line -> !other.contains(line)),
            other.stream().filter(line -> !once.contains(line)))
        .forEach(line -> differing.add(line.replaceAll(".*?\\b(w\\d+)/.*", "$1")));
    return differing;
  }
}
