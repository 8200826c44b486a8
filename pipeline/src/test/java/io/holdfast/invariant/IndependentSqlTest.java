package io.holdfast.invariant;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.label.LabelRule;
import io.holdfast.label.Labels;
import io.holdfast.snapshot.AsOfDates;
import io.holdfast.table.AccountLabels;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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

  private final World world =
      World.union(
              IntStream.range(0, 60)
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
    assertThat(
            naive.values().stream()
                .filter(r -> Integer.valueOf(1).equals(r.value(AccountLabels.LABEL))))
        .as("accounts to which it happens")
        .hasSizeGreaterThan(20);
    assertThat(
            Differences.of(
                    found,
                    naive,
                    List.of(
                        AccountLabels.LABEL,
                        AccountLabels.EXCLUDED_REASON,
                        AccountLabels.HAPPENED_ON,
                        AccountLabels.KIND,
                        AccountLabels.MRR_CHANGE))
                .lines())
        .as("%s labels of %d accounts and dates", rule.target(), naive.size())
        .isEmpty();
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
                r -> r.date(AccountLabels.AS_OF) + " " + r.text(AccountLabels.ACCOUNT_ID),
                r -> r,
                (a, b) -> {
                  throw new AssertionError("twice the same key: " + a + " and " + b);
                },
                TreeMap::new));
  }
}
