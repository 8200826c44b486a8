package io.holdfast.model;

import static io.holdfast.model.LeakageSentinel.CONTRACT_STATUS;
import static io.holdfast.model.LeakageSentinel.DOMINANCE;
import static io.holdfast.model.LeakageSentinel.FILLED_AFTER;
import static io.holdfast.model.LeakageSentinel.SHIFT_BACK;
import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.feature.Hindsight;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Planted leaks and features that only look like them, each with the tests that must tell. */
class LeakageSentinelTest {
  private static final LocalDate LATER = LocalDate.parse("2026-01-01");

  @Test
  void an_attribute_that_dominates_and_is_only_declared_to_be_known_blocks() {
    ModelCard.Leak leak =
        only(
            DOMINANCE, leaks(leavers().with("segment", Planted.RISK_SIGNALS), declared("segment")));

    assertThat(leak.column()).isEqualTo("segment");
    assertThat(leak.blocks()).isTrue();
    assertThat(leak.figure()).isGreaterThan(leak.wanted());
    assertThat(leak.says())
        .startsWith("feature segment alone ranks with AUC 0.")
        .endsWith(
            "no stored version proves that it was known: accounts.segment is declared immutable;"
                + " take it out of the source's immutable, or out of its select");
  }

  @Test
  void a_column_that_is_filled_for_those_to_whom_it_happens_blocks_where_nothing_proves_it() {
    Leavers.Value reason =
        (seen, dice) ->
            seen.everLeaves() ? new String[] {"price", "missing"}[seen.ownDice().nextInt(2)] : null;
    Leavers leavers = leavers().with("industry", reason);

    assertThat(only(FILLED_AFTER, leaks(leavers, declared("industry"))).blocks()).isTrue();
    assertThat(leaks(leavers, List.of())).noneMatch(ModelCard.Leak::blocks);
  }

  @Test
  void what_landed_when_it_was_known_is_proven() {
    Leavers leavers = leavers().with("segment", Planted.RISK_SIGNALS);
    LocalDate judgedFrom = Leavers.FOLD.test().get(0);

    assertThat(leaks(leavers, List.of(declared("segment", judgedFrom.plusDays(1)))))
        .anyMatch(ModelCard.Leak::blocks);
    assertThat(leaks(leavers, List.of(declared("segment", judgedFrom))))
        .noneMatch(ModelCard.Leak::blocks);
  }

  @Test
  void what_is_written_because_of_the_event_blocks_though_it_is_dated() {
    List<ModelCard.Leak> leaks =
        leaks(leavers().with("events_28d:offboarding", Planted.OFFBOARDING), List.of());

    assertThat(only(SHIFT_BACK, leaks).blocks()).isTrue();
    assertThat(only(DOMINANCE, leaks).blocks()).isTrue();
  }

  @Test
  void a_loss_by_the_values_before_warns_where_the_feature_does_not_dominate() {
    Leavers.Value hint = (seen, dice) -> dice.nextDouble() < (seen.leaves() ? 0.85 : 0.15) ? 1 : 0;

    List<ModelCard.Leak> leaks = leaks(leavers().with("tickets_open", hint), List.of());

    assertThat(only(SHIFT_BACK, leaks).blocks()).isFalse();
    assertThat(leaks).hasSize(1);
  }

  @Test
  void a_column_that_is_filled_only_once_the_event_is_near_blocks() {
    List<ModelCard.Leak> leaks =
        leaks(leavers().with("csat_score", Planted.EXIT_SURVEY), List.of());

    assertThat(only(FILLED_AFTER, leaks).blocks()).isTrue();
    assertThat(only(FILLED_AFTER, leaks).says()).contains(", one training date earlier 0.");
  }

  @Test
  void ends_of_contract_that_only_those_have_who_leave_block() {
    ModelCard.Leak leak =
        only(
            CONTRACT_STATUS,
            leaks(leavers().with("renewals_due", Planted.ENDS_OF_THOSE_WHO_LEAVE), List.of()));

    assertThat(leak.blocks()).isTrue();
    assertThat(leak.figure()).isEqualTo(1);
    assertThat(leak.says()).endsWith("and that do not say how they renew");
  }

  @Test
  void a_status_that_tells_who_leaves_blocks_for_the_renewal_type_where_it_does() {
    Leavers leavers =
        leavers()
            .with("renewals_due", (seen, dice) -> 1)
            .with("auto_renews", (seen, dice) -> seen.ownDice().nextInt(2))
            .with(
                "days_to_term_end",
                (seen, dice) ->
                    seen.ownDice().nextInt(2) == 1 && seen.leaves()
                        ? 1 + dice.nextInt(4)
                        : 10 + dice.nextInt(50));

    List<ModelCard.Leak> leaks = leaks(leavers, List.of());

    assertThat(leaks).extracting(ModelCard.Leak::test).containsOnly(CONTRACT_STATUS);
    assertThat(leaks)
        .extracting(ModelCard.Leak::says)
        .allMatch(s -> s.endsWith("and that renew automatically"));
  }

  @Test
  void contracts_of_a_year_that_end_with_most_customers_staying_are_clean() {
    assertThat(leaks(leavers().with("renewals_due", Planted.RENEWALS_OF_A_YEAR), List.of()))
        .isEmpty();
  }

  @Test
  void use_that_fades_and_noise_are_clean_even_where_nothing_proves_them() {
    Leavers leavers = leavers().with("events_28d", Planted.FADING_USE);
    for (int i = 0; i < 60; i++) {
      leavers.with("noise_" + i, Planted.NOISE);
    }

    assertThat(leaks(leavers, List.of())).noneMatch(ModelCard.Leak::blocks);
    assertThat(leaks(leavers, List.of(declared("noise_1", LATER)))).noneMatch(l -> l.blocks());
  }

  @Test
  void a_few_positives_never_block() {
    Leavers few = new Leavers(60, 6).with("segment", (s, dice) -> s.leaves() ? "high" : "low");

    FeatureRows rows = few.rows();
    assertThat(Arrays.stream(rows.on(Leavers.FOLD.test())).filter(rows::hasHappened).count())
        .as("or this proves nothing")
        .isBetween(2L, 8L);
    assertThat(leaks(few, declared("segment"))).isEmpty();
  }

  @Test
  void attributes_that_nobody_can_prove_are_ablated_only_where_one_of_them_tells_something() {
    Leavers.Value hint =
        (seen, dice) -> dice.nextDouble() < (seen.leaves() ? 0.8 : 0.2) ? "new" : "old";
    Leavers leavers = leavers().with("channel", hint).with("country", Planted.NOISE);

    assertThat(sentinel(leavers, declared("channel", "country")).toAblate())
        .containsExactlyInAnyOrder("channel", "country");
    assertThat(sentinel(leavers, declared("country")).toAblate()).isEmpty();
  }

  @Test
  void an_attribute_that_is_declared_with_all_the_others_is_unproven_and_named_by_itself() {
    Leavers leavers = leavers().with("attr_signals", Planted.RISK_SIGNALS);

    assertThat(only(DOMINANCE, leaks(leavers, declared("attributes"))).column())
        .isEqualTo("attr_signals");
    assertThat(only(DOMINANCE, leaks(leavers, declared("attr_signals"))).blocks()).isTrue();
    assertThat(leaks(leavers, declared("attr_region"))).noneMatch(ModelCard.Leak::blocks);
    assertThat(sentinel(leavers, declared("attributes")).toAblate())
        .containsExactly("attr_signals");
  }

  private static Leavers leavers() {
    return new Leavers(900, 8);
  }

  private static List<Hindsight> declared(String... features) {
    return List.of(features).stream().map(f -> declared(f, LATER)).toList();
  }

  private static Hindsight declared(String feature, LocalDate until) {
    return new Hindsight(feature, "accounts." + feature, false, until);
  }

  private static List<ModelCard.Leak> leaks(Leavers leavers, List<Hindsight> hindsight) {
    return sentinel(leavers, hindsight).leaks();
  }

  private static LeakageSentinel sentinel(Leavers leavers, List<Hindsight> hindsight) {
    return LeakageSentinel.of(leavers.rows(), Leavers.FOLD, hindsight);
  }

  private static ModelCard.Leak only(String test, List<ModelCard.Leak> leaks) {
    List<ModelCard.Leak> found = leaks.stream().filter(l -> l.test().equals(test)).toList();
    assertThat(found).as("%s in %s", test, leaks).hasSize(1);
    return found.get(0);
  }
}
