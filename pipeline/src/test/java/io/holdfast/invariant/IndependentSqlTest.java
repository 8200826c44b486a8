package io.holdfast.invariant;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.feature.EventFeatures;
import io.holdfast.feature.Features;
import io.holdfast.label.LabelRule;
import io.holdfast.label.Labels;
import io.holdfast.label.Target;
import io.holdfast.snapshot.AsOfDates;
import io.holdfast.snapshot.Snapshot;
import io.holdfast.table.AccountEventFeatures;
import io.holdfast.table.AccountFeatures;
import io.holdfast.table.AccountLabels;
import io.holdfast.table.Column;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every label and feature again, by loops over days written from the documents alone, on worlds in
 * which everything happens that goes wrong in real ones.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IndependentSqlTest {
  private static final AsOfDates DATES =
      AsOfDates.of(
          LocalDate.parse("2024-12-10"),
          LocalDate.parse("2025-02-20"),
          LocalDate.parse("2025-03-31"),
          LocalDate.parse("2025-05-20"));

  private static final int WORLDS = 40;

  private static final List<Column> COMPARED =
      AccountFeatures.TABLE.columns().stream()
          .filter(c -> !c.isKey() && !c.equals(AccountFeatures.INPUTS_FINGERPRINT))
          .toList();

  private final World world =
      World.union(
              IntStream.range(0, WORLDS)
                  .mapToObj(seed -> RandomWorld.of(seed, 5).prefixed("w" + seed))
                  .toList())
          .withTiles(RandomWorld.ZONE);

  static Stream<LabelRule> rules() {
    return Stream.of(TestRules.CHURN, TestRules.EXPANSION);
  }

  @ParameterizedTest
  @MethodSource("rules")
  void labels_are_what_a_walk_through_the_days_finds(LabelRule rule) {
    Map<String, Cells> found =
        byKey(
            World.collected(
                Labels.of(world.snapshot(rule.maturities(DATES), TestRules.SNAPSHOT), rule)));
    Map<String, Cells> naive = naive(asOf -> NaiveLabels.of(world, rule, asOf));
    assertThat(naive.values().stream().map(IndependentSqlTest::outcome).distinct())
        .as("%s outcomes, else the worlds are too tame", rule.target())
        .containsExactlyInAnyOrder(
            rule.target() == Target.CHURN
                ? new String[] {"0", "1", "too_soon", "notice_given", "not_paying"}
                : new String[] {"0", "upsell", "cross_sell", "not_paying"});
    assertThat(
            Differences.of(
                    found,
                    naive,
                    List.of(
                        AccountLabels.MRR,
                        AccountLabels.PLAN,
                        AccountLabels.LABEL,
                        AccountLabels.EXCLUDED_REASON,
                        AccountLabels.HAPPENED_ON,
                        AccountLabels.KIND,
                        AccountLabels.MRR_CHANGE))
                .lines())
        .as("%s labels of %d accounts and dates", rule.target(), naive.size())
        .isEmpty();
  }

  private static String outcome(Cells label) {
    return Stream.of(AccountLabels.EXCLUDED_REASON, AccountLabels.KIND, AccountLabels.LABEL)
        .filter(label::has)
        .map(c -> String.valueOf(label.value(c)))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void features_are_what_a_walk_through_days_and_the_rows_of_every_source_finds() {
    Snapshot snapshot = world.snapshot(DATES, TestRules.SNAPSHOT);
    Map<String, Cells> naive = naive(asOf -> features(Known.of(world, asOf)));
    assertThat(COMPARED)
        .as("columns, each with more than one value, else the worlds are too tame")
        .allMatch(c -> naive.values().stream().map(r -> r.value(c)).distinct().count() > 1);
    assertThat(
            Differences.of(
                    byKey(World.collected(Features.of(snapshot, TestRules.FEATURES))),
                    naive,
                    COMPARED)
                .lines())
        .as("features of %d accounts and dates", naive.size())
        .isEmpty();
  }

  @Test
  void event_features_are_what_single_events_give() {
    Snapshot snapshot = world.snapshot(DATES, TestRules.SNAPSHOT);
    Map<String, Cells> naive =
        naive(
            asOf -> {
              Map<String, Cells> rows = new TreeMap<>();
              Known.of(world, asOf)
                  .forEach(
                      (account, known) ->
                          NaiveUsage.byType(known)
                              .forEach((type, row) -> rows.put(account + " " + type, row)));
              return rows;
            });
    assertThat(
            Differences.of(
                    byKey(World.collected(EventFeatures.of(snapshot))),
                    naive,
                    AccountEventFeatures.TABLE.columns().stream().filter(c -> !c.isKey()).toList())
                .lines())
        .as("event features of %d accounts, types and dates", naive.size())
        .isEmpty();
  }

  private static Map<String, Cells> features(Map<String, Known> accounts) {
    Map<String, Cells> rows = new TreeMap<>();
    accounts.forEach(
        (account, known) ->
            NaiveSubscription.of(known, TestRules.GRACE_DAYS, TestRules.FEATURES.horizonDays())
                .map(row -> NaiveSupport.of(known, NaiveUsage.of(known, row)))
                .map(row -> NaiveDealings.of(known, NaivePeople.of(known, row)))
                .map(row -> NaiveValue.of(known, row))
                .ifPresent(row -> rows.put(account, row)));
    return rows;
  }

  private static Map<String, Cells> naive(Function<LocalDate, Map<String, Cells>> ofDate) {
    Map<String, Cells> rows = new TreeMap<>();
    for (LocalDate asOf : DATES.dates()) {
      ofDate.apply(asOf).forEach((account, row) -> rows.put(asOf + " " + account, row));
    }
    return rows;
  }

  private static Map<String, Cells> byKey(List<Cells> rows) {
    return rows.stream()
        .collect(
            Collectors.toMap(
                r ->
                    r.date(AccountFeatures.AS_OF)
                        + " "
                        + r.text(AccountFeatures.ACCOUNT_ID)
                        + type(r),
                r -> r,
                (a, b) -> {
                  throw new AssertionError("twice the same key: " + a + " and " + b);
                },
                TreeMap::new));
  }

  private static String type(Cells row) {
    return row.has(AccountEventFeatures.EVENT_TYPE)
        ? " " + row.text(AccountEventFeatures.EVENT_TYPE)
        : "";
  }
}
