package io.holdfast.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.feature.EventFeatures;
import io.holdfast.feature.FeatureRules;
import io.holdfast.feature.Features;
import io.holdfast.job.JobResult.Status;
import io.holdfast.label.LabelRule;
import io.holdfast.label.Labels;
import io.holdfast.label.Target;
import io.holdfast.landing.Source.Load;
import io.holdfast.snapshot.AsOfDates;
import io.holdfast.snapshot.Snapshot;
import io.holdfast.snapshot.SnapshotRules;
import io.holdfast.table.AccountDays;
import io.holdfast.table.Accounts;
import io.holdfast.table.Batch;
import io.holdfast.table.Batches;
import io.holdfast.table.InPlace;
import io.holdfast.table.Invoices;
import io.holdfast.table.Rejects;
import io.holdfast.table.Subscriptions;
import io.holdfast.table.SupportTickets;
import io.holdfast.table.Table;
import io.holdfast.table.UsageEvents;
import io.holdfast.table.UserDays;
import io.holdfast.table.Users;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * More than a thousand random businesses whose days land in any order, a month late, wrong at first
 * or not there, and again. What is known in the end is what all days give that land once and in
 * their order, and what a naive reading of the lines gives.
 */
class MixedOrderTest {
  private static final LocalDate HISTORY = Landing.HISTORY_UNTIL;

  /** With pairs that lie K days apart, within which events repeat, and K + 1. */
  private static final List<LocalDate> DAYS =
      Stream.of(0, 1, 4, 5, 20, 34).map(HISTORY::plusDays).toList();

  private static final LocalDate LAST = DAYS.get(DAYS.size() - 1);
  private static final List<Table> ENTITIES =
      List.of(
          Accounts.TABLE, Subscriptions.TABLE, SupportTickets.TABLE, Invoices.TABLE, Users.TABLE);
  private static final AsOfDates DATES =
      AsOfDates.of(HISTORY.plusDays(4), HISTORY.plusDays(10), LAST);
  private static final SnapshotRules RULES =
      new SnapshotRules(ZoneOffset.UTC, "USD", Map.of(), 5, Map.of()).with(InPlace.CHANGE);
  private static final FeatureRules FEATURES =
      new FeatureRules(10, 5, Set.of("export"), FeatureRules.TicketWords.DEFAULT);
  private static final List<LabelRule> LABELS =
      List.of(
          new LabelRule(Target.CHURN, 0, 15, 5, BigDecimal.ZERO),
          new LabelRule(Target.EXPANSION, 0, 15, 5, new BigDecimal("0.05")));

  @TempDir Path root;

  @Test
  void days_in_any_order_late_or_again_leave_the_same() {
    Map<Table, Load> loads = loads(Load.FULL, Load.CHANGES);
    loads.put(UsageEvents.TABLE, Load.APPEND);
    TwinLakes twins = TwinLakes.of(root, loads, worlds(7, 0, 1040), DAYS, 3);

    assertThat(twins.orders().values())
        .as("a day a month late")
        .anyMatch(order -> isAny(order::daysLate, 30))
        .as("a day corrected twice")
        .anyMatch(order -> isAny(order::landings, 3));
    check(twins);
  }

  /**
   * What the businesses above land as full dumps others land as changes, and the other way round.
   * On request ({@code -Dholdfast.orders=all}): it takes as long again.
   */
  @Test
  @EnabledIfSystemProperty(named = "holdfast.orders", matches = "all")
  void days_in_any_order_leave_the_same_by_the_other_way_of_loading() {
    check(TwinLakes.of(root, loads(Load.CHANGES, Load.FULL), worlds(8, 1040, 520), DAYS, 2));
  }

  private static void check(TwinLakes twins) {
    SoftAssertions softly = new SoftAssertions();
    softly
        .assertThat(twins.mixed().ingest(LAST.toString()).status())
        .as("all that landed is loaded")
        .isEqualTo(Status.NOTHING_TO_DO);
    softly
        .assertThat(batches(twins.mixed()))
        .as("batches when days land as %s", twins.orders())
        .isEqualTo(batches(twins.inOrder()));
    softly
        .assertThat(refused(twins.mixed()))
        .as("refused rows when days land as %s", twins.orders())
        .isNotEmpty()
        .isEqualTo(refused(twins.inOrder()));
    Map<String, List<String>> lines = lines(twins);
    lines.forEach(
        (name, all) -> {
          List<String> wanted = of(TwinLakes.IN_ORDER, all);
          List<String> found = of(TwinLakes.MIXED, all);
          softly.assertThat(wanted).as("%s has rows", name).isNotEmpty();
          softly.assertThat(found.size()).as("number of rows of %s", name).isEqualTo(wanted.size());
          softly
              .assertThat(differing(wanted, found))
              .as("businesses whose %s differ when days land as %s", name, twins.orders())
              .isEmpty();
        });
    for (LabelRule rule : LABELS) {
      for (int label : List.of(0, 1)) {
        softly
            .assertThat(lines.get(rule.target() + " labels"))
            .as("%s labels", rule.target())
            .anyMatch(line -> line.contains("\"label\":" + label));
      }
    }
    for (Table source : ENTITIES) {
      List<String> naive =
          NaiveRows.of(source, twins.load(source), twins.lines(source), DATES.list());
      softly
          .assertThat(differing(naive, of(TwinLakes.IN_ORDER, lines.get(source.name()))))
          .as("businesses whose %s differ from a naive reading of the lines", source.name())
          .isEmpty();
    }
    softly.assertAll();
  }

  private static Map<Table, Load> loads(Load ofEven, Load ofOdd) {
    Map<Table, Load> loads = new LinkedHashMap<>();
    ENTITIES.forEach(table -> loads.put(table, loads.size() % 2 == 0 ? ofEven : ofOdd));
    return loads;
  }

  private static MixedWorlds worlds(long seed, int first, int worlds) {
    return new MixedWorlds(new Random(seed), DAYS, first, worlds);
  }

  private static boolean isAny(Function<LocalDate, Long> measure, long least) {
    return DAYS.stream().anyMatch(day -> measure.apply(day) >= least);
  }

  /** What is kept of each batch, but for where its files lie and when they were written. */
  private static List<String> batches(Landing landing) {
    return json(landing.lake().read(Batches.TABLE).drop(Batches.FILES.name()));
  }

  private static List<String> refused(Landing landing) {
    return json(landing.lake().read(Rejects.TABLE).drop(Rejects.FILE.name()));
  }

  /**
   * Everything that follows from what has landed, as text, by what it is: the rows of both lakes in
   * one pass, told apart by their ids.
   */
  private static Map<String, List<String>> lines(TwinLakes twins) {
    Map<Table, Dataset<Row>> tables = new LinkedHashMap<>();
    List<Table> ofUse =
        twins.load(UsageEvents.TABLE) == null
            ? List.of()
            : List.of(UsageEvents.TABLE, AccountDays.TABLE, UserDays.TABLE);
    Stream.concat(ENTITIES.stream(), ofUse.stream())
        .forEach(table -> tables.put(table, twins.rows(table).persist(StorageLevel.MEMORY_ONLY())));
    Map<String, List<String>> lines = new TreeMap<>();
    tables.forEach((table, rows) -> lines.put("stored " + table.name(), json(rows)));
    Snapshot snapshot = Snapshot.of(tables::get, tables::containsKey, DATES, RULES);
    for (Table source : ENTITIES) {
      lines.put(source.name(), texts(snapshot.rows(source), source));
    }
    lines.put("spans", json(snapshot.mrrSpans()));
    lines.put("features", json(Features.of(snapshot, FEATURES)));
    if (!ofUse.isEmpty()) {
      lines.put("event features", json(EventFeatures.of(snapshot)));
    }
    AsOfDates labelled = AsOfDates.of(HISTORY.plusDays(9));
    for (LabelRule rule : LABELS) {
      Snapshot mature =
          Snapshot.of(tables::get, tables::containsKey, rule.maturities(labelled), RULES);
      lines.put(rule.target() + " labels", json(Labels.of(mature, rule)));
    }
    tables.values().forEach(Dataset::unpersist);
    return lines;
  }

  private static List<String> json(Dataset<Row> rows) {
    return texts(rows.selectExpr("to_json(struct(*))"));
  }

  private static List<String> texts(Dataset<Row> rows) {
    return rows.collectAsList().stream().map(r -> r.mkString(",")).sorted().toList();
  }

  /** As-of date, what the source's files say, and when it vanished. */
  private static List<String> texts(Dataset<Row> rows, Table table) {
    List<String> columns = new ArrayList<>(List.of("as_of"));
    for (String column : MixedWorlds.HEADERS.get(table).split(",")) {
      columns.add(
          switch (column) {
            case "opened_at", "resolved_at" ->
                "date_format(" + column + ", \"yyyy-MM-dd'T'HH:mm:ss'Z'\")";
            case "mrr", "amount" -> "int(" + column + ")";
            default -> column;
          });
    }
    columns.add(Batch.VANISHED_ON.name());
    return texts(rows.selectExpr(columns.toArray(String[]::new)));
  }

  /** The lines whose ids have a mark, without it. */
  private static List<String> of(String mark, List<String> lines) {
    return lines.stream()
        .filter(line -> line.contains(mark))
        .map(line -> line.replace(mark, ""))
        .toList();
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
