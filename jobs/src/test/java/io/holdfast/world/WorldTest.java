package io.holdfast.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.error.SettingsException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorldTest {
  private static final WorldPlan PLAN =
      new WorldPlan(600, 400, 600, 11, LocalDate.of(2024, 1, 1), 20);

  @TempDir static Path temporary;

  private static Path world;
  private static Contracts contracts;
  private static List<Map<String, String>> truths;

  @BeforeAll
  static void generate() {
    world = temporary.resolve("world");
    World.generate(PLAN, world, line -> {});
    contracts = Contracts.of(world);
    truths = WorldFiles.rows(world.resolve("truth/accounts.csv"));
  }

  @Test
  void theSamePlanGivesTheSameFilesAndAnotherSeedOthers() {
    WorldPlan small = WorldPlan.of(40, 60, 50, 3);
    Path once = temporary.resolve("once");
    Path twice = temporary.resolve("twice");
    Path other = temporary.resolve("other");
    World.generate(small, once, line -> {});
    World.generate(small, twice, line -> {});
    World.generate(WorldPlan.of(40, 60, 50, 4), other, line -> {});

    assertThat(WorldFiles.contents(twice)).isEqualTo(WorldFiles.contents(once));
    assertThat(WorldFiles.contents(other)).isNotEqualTo(WorldFiles.contents(once));
  }

  @Test
  void allSourcesAreFurtherFilesAndChangeNoOther() {
    WorldPlan small = WorldPlan.of(40, 60, 50, 3);
    Path plain = temporary.resolve("plain");
    Path full = temporary.resolve("full");
    World.generate(small, plain, line -> {});
    World.generateAllSources(small, full, line -> {});

    Map<String, List<String>> further = new TreeMap<>(WorldFiles.contents(full));
    WorldFiles.contents(plain)
        .forEach(
            (file, lines) -> {
              List<String> same = further.remove(file);
              if (!file.equals("holdfast.yaml")) {
                assertThat(same).as(file).isEqualTo(lines);
              }
            });
    assertThat(further)
        .containsKeys("sql/invoices.sql", "landing/history/users.csv")
        .hasSize(6 * (1 + 1 + small.nights()));
    assertThat(WorldFiles.landed(full, "users.csv"))
        .anyMatch(u -> u.get("is_sponsor").equals("true"));
  }

  @Test
  void whoLeftHasNoLaterTermUnlessItIsSaidToHaveReturned() {
    List<Map<String, String>> leavers =
        truths.stream().filter(t -> !t.get("left_on").isEmpty()).toList();

    assertThat(leavers).hasSizeGreaterThan(80);
    assertThat(leavers)
        .filteredOn(t -> t.get("returned_on").isEmpty())
        .allSatisfy(
            t ->
                assertThat(contracts.spans().get(t.get("account")))
                    .allMatch(s -> !s.until().isAfter(LocalDate.parse(t.get("left_on")))));
  }

  @Test
  void whoReturnsWasAwayForLongerThanGrace() {
    List<Map<String, String>> returned =
        truths.stream().filter(t -> !t.get("returned_on").isEmpty()).toList();

    assertThat(returned).isNotEmpty();
    assertThat(returned)
        .allSatisfy(
            t -> {
              LocalDate left = first(t.get("left_on"));
              LocalDate back = LocalDate.parse(t.get("returned_on"));
              assertThat(back).isAfter(left.plusDays(Contracts.GRACE));
              assertThat(contracts.isActive(t.get("account"), left)).isFalse();
              assertThat(contracts.isActive(t.get("account"), back.minusDays(1))).isFalse();
              assertThat(contracts.isActive(t.get("account"), back)).isTrue();
            });
  }

  @Test
  void whoGoesFromMonthlyToAnnualTermsKeepsItsMrr() {
    int switches = 0;
    for (Map<String, String> truth : truths) {
      if (truth.get("archetype").equals("annual_switcher")) {
        List<Contracts.Span> spans =
            contracts.spans().getOrDefault(truth.get("account"), List.of());
        for (Contracts.Span span : spans) {
          LocalDate before = span.from().minusDays(1);
          boolean isFirst = !contracts.isActive(truth.get("account"), before);
          if (span.months() == 12 && wasMonthly(spans, before) && !isFirst) {
            BigDecimal now = contracts.mrr(truth.get("account"), span.from());
            assertThat(now).isEqualByComparingTo(contracts.mrr(truth.get("account"), before));
            switches++;
          }
        }
      }
    }
    assertThat(switches).isGreaterThan(10);
  }

  @Test
  void aDatedFolderHasOnlyWhatWasKnownOnItsDay() {
    List<Path> nights = WorldFiles.nights(world);
    assertThat(nights).hasSize(PLAN.nights());
    for (Path night : nights) {
      String day = night.getFileName().toString();
      assertThat(WorldFiles.rows(night.resolve("accounts.csv")))
          .allSatisfy(row -> assertThat(row.get("created")).isLessThanOrEqualTo(day));
      assertThat(WorldFiles.rows(night.resolve("subscriptions.csv")))
          .allSatisfy(
              row ->
                  assertThat(
                          List.of(row.get("start"), row.get("cancel_requested"), row.get("ended")))
                      .allMatch(date -> date.compareTo(day) <= 0));
      assertThat(WorldFiles.rows(night.resolve("support_tickets.csv")))
          .allSatisfy(
              row ->
                  assertThat(
                          List.of(
                              row.get("opened"),
                              row.get("first_reply"),
                              row.get("solved"),
                              row.get("reopened"),
                              row.get("escalated"),
                              row.get("rated")))
                      .allMatch(at -> at.compareTo(day + "T24") < 0));
      assertThat(WorldFiles.lines(night.resolve("usage_events.jsonl.gz")))
          .isNotEmpty()
          .allMatch(line -> day(line).compareTo(day) <= 0);
    }
  }

  @Test
  void theHistoryKnowsNothingLaterThanItsLastDay() {
    String until = PLAN.historyUntil().toString();
    Path history = world.resolve("landing/history");
    assertThat(WorldFiles.rows(history.resolve("subscriptions.csv")))
        .allSatisfy(
            row ->
                assertThat(List.of(row.get("start"), row.get("cancel_requested"), row.get("ended")))
                    .allMatch(date -> date.compareTo(until) <= 0));
    assertThat(WorldFiles.rows(history.resolve("support_tickets.csv")))
        .allSatisfy(
            row ->
                assertThat(List.of(row.get("solved"), row.get("rated"), row.get("escalated")))
                    .allMatch(at -> at.compareTo(until + "T24") < 0));
  }

  @Test
  void someEventsAreLateOrDeliveredTwiceOrAtMidnightOrOfNobodyKnown() {
    List<Path> nights = WorldFiles.nights(world);
    List<String> late = new ArrayList<>();
    List<String> twice = new ArrayList<>();
    for (int i = 1; i < nights.size(); i++) {
      String yesterday = nights.get(i - 1).getFileName().toString();
      List<String> before = WorldFiles.lines(nights.get(i - 1).resolve("usage_events.jsonl.gz"));
      WorldFiles.lines(nights.get(i).resolve("usage_events.jsonl.gz")).stream()
          .filter(line -> day(line).equals(yesterday))
          .forEach(line -> (before.contains(line) ? twice : late).add(line));
    }

    assertThat(late).isNotEmpty();
    assertThat(twice).isNotEmpty();
    List<String> all =
        nights.stream()
            .flatMap(n -> WorldFiles.lines(n.resolve("usage_events.jsonl.gz")).stream())
            .toList();
    assertThat(all).anyMatch(l -> l.contains("T00:00:00Z")).anyMatch(l -> l.contains("T23:59:59Z"));
    assertThat(all).anyMatch(l -> l.contains("\"A999999\""));
  }

  @Test
  void aboutOneInTwentyLeavesAndAboutOneInTwentyBuysMoreInSixtyDays() {
    int paying = 0;
    int churned = 0;
    int grown = 0;
    for (int after = 100; after <= 320; after += 28) {
      LocalDate day = PLAN.from().plusDays(after);
      for (String account : contracts.spans().keySet()) {
        if (contracts.isPaying(account, day)) {
          paying++;
          churned += contracts.churns(account, day, day.plusDays(60)) ? 1 : 0;
        }
      }
      for (Map<String, String> truth : truths) {
        grown +=
            (int)
                List.of(truth.get("expanded_on").split(" ")).stream()
                    .filter(d -> !d.isEmpty())
                    .map(LocalDate::parse)
                    .filter(d -> d.isAfter(day) && !d.isAfter(day.plusDays(60)))
                    .count();
      }
    }
    assertThat((double) churned / paying).isBetween(0.03, 0.075);
    assertThat((double) grown / paying).isBetween(0.03, 0.09);
  }

  @Test
  void theDaysAreOfEqualVolumeAfterTheFirstMonth() {
    assertThat(WorldFiles.nights(world))
        .allSatisfy(
            night ->
                assertThat(WorldFiles.lines(night.resolve("usage_events.jsonl.gz")).size())
                    .isBetween(480, 720));
  }

  @Test
  void aPlanThatCannotBeAWorldIsRefused() {
    assertThatThrownBy(() -> WorldPlan.of(0, 10, 10, 1))
        .isInstanceOf(SettingsException.class)
        .hasMessage("generate: --accounts is 0; wanted at least 1; give another number");
    assertThatThrownBy(() -> new WorldPlan(5, 10, 10, 1, WorldPlan.FROM, 10))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("--nights is 10; wanted 0 to one less than --days");
  }

  private static boolean wasMonthly(List<Contracts.Span> spans, LocalDate day) {
    return spans.stream()
        .anyMatch(s -> s.months() == 1 && !s.from().isAfter(day) && s.until().isAfter(day));
  }

  private static LocalDate first(String dates) {
    return LocalDate.parse(dates.split(" ")[0]);
  }

  private static String day(String event) {
    int at = event.indexOf("\"ts\":\"") + 6;
    return event.substring(at, at + 10);
  }
}
