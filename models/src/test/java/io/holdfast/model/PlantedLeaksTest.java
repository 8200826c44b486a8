package io.holdfast.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.TestSession;
import io.holdfast.feature.Hindsight;
import io.holdfast.label.Target;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Whole trainings on simulated accounts: with a planted leak none is promoted, without it is. */
class PlantedLeaksTest {
  @Test
  void without_a_leak_the_model_is_promoted_and_nothing_is_found() {
    Trainer.Outcome outcome =
        train(
            Target.CHURN,
            honest()
                .with("segment", (seen, dice) -> seen.ownDice().nextBoolean() ? "smb" : "large")
                .with("renewals_due", Planted.RENEWALS_OF_A_YEAR),
            "segment");

    assertThat(outcome.decision()).as(outcome.reason()).isEqualTo(ModelLog.PROMOTED);
    assertThat(outcome.card().leaks()).isEmpty();
  }

  @Test
  void risk_signals_and_dated_leaks_are_refused_by_name_and_what_is_declared_is_ablated() {
    Trainer.Outcome outcome =
        train(
            Target.CHURN,
            honest()
                .with("segment", Planted.RISK_SIGNALS)
                .with("events_28d:offboarding", Planted.OFFBOARDING)
                .with("csat_score", Planted.EXIT_SURVEY)
                .with("renewals_due", Planted.ENDS_OF_THOSE_WHO_LEAVE),
            "segment");

    assertThat(outcome.decision()).isEqualTo(ModelLog.REFUSED);
    assertThat(outcome.reason())
        .startsWith("refused: feature ")
        .contains("segment", "events_28d:offboarding", "csat_score", "renewals_due");
    assertThat(outcome.card().leaks())
        .filteredOn(ModelCard.Leak::blocks)
        .extracting(ModelCard.Leak::column)
        .contains("segment", "events_28d:offboarding", "csat_score", "renewals_due")
        .doesNotContain("events_28d", "seats");
  }

  @Test
  void an_opportunity_type_is_refused_by_name_and_ablated() {
    Trainer.Outcome outcome =
        train(Target.EXPANSION, honest().with("channel", Planted.OPPORTUNITY_TYPE), "channel");

    assertThat(outcome.decision()).isEqualTo(ModelLog.REFUSED);
    assertThat(outcome.reason())
        .startsWith("refused: feature channel alone ranks with AUC 0.")
        .contains("accounts.channel is declared immutable");
    assertThat(outcome.card().leaks())
        .filteredOn(l -> l.test().equals(LeakageSentinel.ABLATION))
        .singleElement()
        .satisfies(l -> assertThat(l.column()).isEqualTo("channel"))
        .satisfies(l -> assertThat(l.figure()).as("gain, at least").isBetween(0.0, 0.5));
  }

  private static Leavers honest() {
    return new Leavers(400, 9)
        .with("events_28d", Planted.FADING_USE)
        .with("seats", (seen, dice) -> 1 + seen.ownDice().nextInt(50));
  }

  private static Trainer.Outcome train(Target target, Leavers leavers, String... declared) {
    return Trainer.train(
        leavers.trainingSet(TestSession.spark(), target),
        Optional.empty(),
        Customers.request(
            Leavers.DATES.get(13).plusDays(74),
            Customers.RULE,
            1_000_000,
            Arrays.stream(declared)
                .map(
                    f ->
                        new Hindsight(f, "accounts." + f, false, Leavers.DATES.get(13).plusDays(1)))
                .toArray(Hindsight[]::new)),
        line -> {});
  }
}
