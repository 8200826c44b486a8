package io.holdfast.invariant;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.snapshot.AsOfDates;
import io.holdfast.snapshot.SnapshotRules;
import io.holdfast.table.Accounts;
import io.holdfast.table.Batch;
import io.holdfast.table.InPlace;
import io.holdfast.table.MrrSpans;
import io.holdfast.table.Subscriptions;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What two thousand random lines pay on each day, by spans and by asking every version on every
 * day: terms that end, vanish, come back, and are overwritten in place; accounts that vanish.
 */
class NaiveSpansTest {
  private static final int LINES = 2000;
  private static final LocalDate FIRST = LocalDate.parse("2025-01-01");
  private static final int DAYS = 40;
  private static final AsOfDates DATES =
      AsOfDates.of(FIRST.plusDays(14), FIRST.plusDays(27), FIRST.plusDays(DAYS));

  private final Dice dice = new Dice(8);

  @ParameterizedTest
  @EnumSource(InPlace.class)
  void spans_pay_on_each_day_what_the_versions_known_then_say(InPlace inPlace) {
    List<Cells> terms = new ArrayList<>();
    List<Cells> accounts = new ArrayList<>();
    for (int line = 0; line < LINES; line++) {
      for (int term = 1 + dice.below(3); term > 0; term--) {
        terms.addAll(versions("l" + line, FIRST.plusDays(7L * term + dice.below(7))));
      }
      accounts.addAll(account("l" + line));
    }
    SnapshotRules rules =
        new SnapshotRules(ZoneOffset.UTC, "USD", Map.of(), 14, Map.of()).with(inPlace);
    World world = World.empty().with(Subscriptions.TABLE, terms).with(Accounts.TABLE, accounts);
    Map<String, List<Cells>> spans =
        byLine(World.collected(world.snapshot(DATES, rules).mrrSpans()));
    Map<String, List<Cells>> termsOf = byLine(terms);
    Map<String, List<Cells>> accountOf =
        accounts.stream().collect(Collectors.groupingBy(r -> r.text(Accounts.ACCOUNT_ID)));
    List<String> differing = new ArrayList<>();
    long paid = 0;
    for (LocalDate asOf : DATES.dates()) {
      for (String line : termsOf.keySet()) {
        LocalDate accountVanishedOn =
            newest(accountOf.get(line), asOf).map(a -> a.date(Batch.VANISHED_ON)).orElse(null);
        for (LocalDate day : FIRST.datesUntil(FIRST.plusDays(DAYS + 20L)).toList()) {
          String found = bySpans(spans.getOrDefault(line, List.of()), asOf, day);
          String naive = byVersions(termsOf.get(line), accountVanishedOn, asOf, day, inPlace);
          paid += naive.isEmpty() ? 0 : 1;
          if (!found.equals(naive)) {
            differing.add(
                line + " on " + day + " as of " + asOf + ": " + found + ", naively " + naive);
          }
        }
      }
    }
    assertThat(paid).as("days that are paid for, else the lines are too tame").isGreaterThan(9999);
    assertThat(differing.stream().limit(5)).as("%d differ", differing.size()).isEmpty();
  }

  private List<Cells> versions(String line, LocalDate startsOn) {
    List<Cells> versions = new ArrayList<>();
    LocalDate landed = startsOn.plusDays(dice.one(-5, 0, 0, 3));
    Cells row =
        Cells.of()
            .with(Subscriptions.SUBSCRIPTION_ID, line)
            .with(Subscriptions.STARTS_ON, startsOn)
            .with(Subscriptions.ACCOUNT_ID, line)
            .with(Subscriptions.MRR, dice.money(1, 100))
            .with(
                Subscriptions.TERM_ENDS_ON,
                dice.chance(0.3) ? startsOn.plusDays(5 + dice.below(20)) : null);
    versions.add(landed(row, landed));
    for (int i = dice.below(4); i > 0; i--) {
      landed = landed.plusDays(1 + dice.below(9));
      row =
          switch (dice.below(5)) {
            case 0 -> row.with(Batch.VANISHED_ON, landed);
            case 1 -> row.with(Batch.VANISHED_ON, null);
            case 2 ->
                row.with(Batch.VANISHED_ON, null)
                    .with(Subscriptions.ENDED_ON, landed.plusDays(dice.below(9) - 4));
            default ->
                row.with(Batch.VANISHED_ON, null).with(Subscriptions.MRR, dice.money(1, 100));
          };
      versions.add(landed(row, landed));
    }
    return versions;
  }

  private List<Cells> account(String id) {
    Cells row = Cells.of().with(Accounts.ACCOUNT_ID, id);
    List<Cells> versions = new ArrayList<>(List.of(landed(row, FIRST)));
    if (dice.chance(0.2)) {
      LocalDate vanishedOn = FIRST.plusDays(5 + dice.below(DAYS));
      versions.add(landed(row.with(Batch.VANISHED_ON, vanishedOn), vanishedOn));
      if (dice.chance(0.5)) {
        versions.add(landed(row, vanishedOn.plusDays(1 + dice.below(9))));
      }
    }
    return versions;
  }

  private static Cells landed(Cells row, LocalDate day) {
    LocalDate startsOn = row.date(Subscriptions.STARTS_ON);
    return row.with(Batch.INGESTED_ON, day)
        .with(Batch.KNOWN_ON, startsOn != null && startsOn.isAfter(day) ? startsOn : day)
        .with(Batch.IS_HISTORY, false);
  }

  private static Map<String, List<Cells>> byLine(List<Cells> rows) {
    return rows.stream().collect(Collectors.groupingBy(r -> r.text(Subscriptions.SUBSCRIPTION_ID)));
  }

  /** The amounts of the spans that cover the day: at most one, if all is well. */
  private static String bySpans(List<Cells> spans, LocalDate asOf, LocalDate day) {
    return spans.stream()
        .filter(s -> s.date(MrrSpans.AS_OF).equals(asOf))
        .filter(s -> !s.date(MrrSpans.STARTS_ON).isAfter(day))
        .filter(s -> isOpenOn(s.date(MrrSpans.ENDS_BEFORE), day))
        .map(s -> s.decimal(MrrSpans.MRR).toString())
        .collect(Collectors.joining(" and "));
  }

  private static String byVersions(
      List<Cells> versions,
      LocalDate accountVanishedOn,
      LocalDate asOf,
      LocalDate day,
      InPlace inPlace) {
    if (!isOpenOn(accountVanishedOn, day)) {
      return "";
    }
    Map<LocalDate, List<Cells>> terms =
        versions.stream().collect(Collectors.groupingBy(v -> v.date(Subscriptions.STARTS_ON)));
    return terms.entrySet().stream()
        .filter(t -> !t.getKey().isAfter(day) && !t.getKey().isAfter(asOf))
        .filter(t -> newest(t.getValue(), asOf).isPresent())
        .filter(t -> isOpenOn(newest(t.getValue(), asOf).get().date(Batch.VANISHED_ON), day))
        .max(Map.Entry.comparingByKey())
        .filter(t -> pays(newest(t.getValue(), asOf).get(), asOf, day))
        .map(t -> price(t.getValue(), asOf, day, inPlace).toString())
        .orElse("");
  }

  private static boolean pays(Cells term, LocalDate asOf, LocalDate day) {
    LocalDate endedOn = term.date(Subscriptions.ENDED_ON);
    boolean isEndKnown = endedOn != null && !endedOn.isAfter(asOf);
    return isOpenOn(isEndKnown ? endedOn : null, day)
        && isOpenOn(term.date(Subscriptions.TERM_ENDS_ON), day);
  }

  private static BigDecimal price(
      List<Cells> versions, LocalDate asOf, LocalDate day, InPlace inPlace) {
    Cells newest = newest(versions, asOf).orElseThrow();
    Cells counting =
        inPlace == InPlace.CORRECTION
            ? newest
            : newest(versions, day.isBefore(asOf) ? day : asOf)
                .orElseGet(() -> byLanding(versions).get(0));
    return counting.decimal(Subscriptions.MRR);
  }

  private static Optional<Cells> newest(List<Cells> versions, LocalDate asOf) {
    return byLanding(versions).stream()
        .filter(v -> !v.date(Batch.KNOWN_ON).isAfter(asOf))
        .reduce((a, b) -> b);
  }

  private static List<Cells> byLanding(List<Cells> versions) {
    return versions.stream().sorted(Comparator.comparing(v -> v.date(Batch.INGESTED_ON))).toList();
  }

  private static boolean isOpenOn(LocalDate end, LocalDate day) {
    return end == null || end.isAfter(day);
  }
}
