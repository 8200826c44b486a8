package io.holdfast.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PromotionGateTest {
  private static final Evaluation BASE = evaluation(100, 0.5, 0.33);
  private static final Evaluation GOOD = evaluation(100, 0.75, 0.28);

  @Test
  void a_model_that_beats_the_base_rate_is_promoted_with_its_figures() {
    PromotionGate.Decision decision = decide(GOOD);

    assertThat(decision.isPromoted()).isTrue();
    assertThat(decision.reason())
        .isEqualTo(
            "promoted: AUC 0.750 and log loss 0.2800 on 100 positives of 1000 rows, base rate's"
                + " log loss 0.3300");
  }

  @Test
  void an_area_that_luck_reaches_is_refused() {
    PromotionGate.Decision decision = decide(evaluation(100, 0.53, 0.32));

    assertThat(decision.isPromoted()).isFalse();
    assertThat(decision.reason())
        .isEqualTo(
            "refused: AUC 0.530 on 100 positives is no better than chance (0.550 is reached once"
                + " in twenty)");
  }

  @Test
  void a_log_loss_no_better_than_the_base_rates_is_refused() {
    PromotionGate.Decision decision = decide(evaluation(100, 0.7, 0.34));

    assertThat(decision.reason())
        .isEqualTo("refused: log loss 0.3400 is no better than the base rate's 0.3300");
  }

  @Test
  void a_champion_gives_way_to_a_gain_that_is_no_luck() {
    PromotionGate.Decision decision = beside(0.01, 0.5);

    assertThat(decision.isPromoted()).isTrue();
    assertThat(decision.reason())
        .endsWith(
            "; on 50 positives that the champion has not seen AUC is 0.790 against its 0.750, gain"
                + " between 0.010 and 0.080 (90 %), log loss 0.2750 against 0.2800");
  }

  @Test
  void a_champion_stays_while_the_gain_may_be_luck() {
    PromotionGate.Decision decision = beside(-0.01, 0.5);

    assertThat(decision.isPromoted()).isFalse();
    assertThat(decision.reason())
        .startsWith("refused: the champion stays: on 50 positives that the champion has not seen");
    assertThat(beside(Double.NaN, 0.5).reason()).contains("gain unknown");
  }

  @Test
  void a_champion_whose_probabilities_are_off_gives_way_to_better_ones() {
    assertThat(beside(-0.01, 2.5).isPromoted()).isTrue();
    assertThat(beside(-0.01, 2.5).reason())
        .contains("; the champion's probabilities are off (z 2.5): on 50");
    assertThat(beside(-0.01, -1.9).isPromoted()).isFalse();
  }

  @Test
  void a_champion_that_has_seen_all_judged_dates_stays() {
    PromotionGate.Decision decision =
        PromotionGate.withoutNewDates(Map.of("model", GOOD, "base_rate", BASE));

    assertThat(decision.isPromoted()).isFalse();
    assertThat(decision.reason())
        .isEqualTo("refused: no judged date has matured since the champion was trained; it stays");
  }

  @Test
  void a_candidate_below_the_base_rate_is_refused_whatever_the_champion_is() {
    PromotionGate.Beside beside =
        new PromotionGate.Beside(GOOD, BASE, new Bootstrap.Interval(0.1, 0.2), 0);

    assertThat(
            PromotionGate.of(Map.of("model", evaluation(100, 0.7, 0.34), "base_rate", BASE), beside)
                .isPromoted())
        .isFalse();
  }

  @Test
  void judged_dates_of_one_class_are_refused() {
    assertThat(decide(evaluation(0, Double.NaN, 0.01)).reason())
        .isEqualTo("refused: the judged dates have only one class, 0 of 1000 happened");
  }

  @Test
  void nothing_to_judge_on_is_refused() {
    PromotionGate.Decision decision = PromotionGate.withoutFolds(2, 74);

    assertThat(decision.isPromoted()).isFalse();
    assertThat(decision.reason())
        .startsWith("refused: 2 mature dates do not reach over the embargo of 74 days");
  }

  @Test
  void with_a_feature_that_knows_the_answer_no_model_is_promoted_however_well_it_does() {
    PromotionGate.Decision decision =
        PromotionGate.besideLeaks(
            decide(GOOD), List.of(leak("seats", false), leak("segment", true), leak("plan", true)));

    assertThat(decision.isPromoted()).isFalse();
    assertThat(decision.reason())
        .isEqualTo("refused: feature segment tells 100 % of it; found too, see the card: plan");
  }

  @Test
  void a_warning_is_told_and_decides_nothing() {
    PromotionGate.Decision decision =
        PromotionGate.besideLeaks(decide(GOOD), List.of(leak("seats", false)));

    assertThat(decision.isPromoted()).isTrue();
    assertThat(decision.reason())
        .startsWith("promoted: AUC 0.750")
        .endsWith("; warning: feature seats tells 100 % of it");
    assertThat(PromotionGate.besideLeaks(decide(GOOD), List.of())).isEqualTo(decide(GOOD));
  }

  private static ModelCard.Leak leak(String column, boolean blocks) {
    return new ModelCard.Leak(
        column, "dominance", 1, 0.75, blocks, "feature " + column + " tells 100 % of it");
  }

  private static PromotionGate.Decision decide(Evaluation model) {
    return PromotionGate.first(Map.of("model", model, "base_rate", BASE));
  }

  private static PromotionGate.Decision beside(double low, double championZ) {
    return PromotionGate.of(
        Map.of("model", GOOD, "base_rate", BASE),
        new PromotionGate.Beside(
            evaluation(50, 0.79, 0.275),
            evaluation(50, 0.75, 0.28),
            new Bootstrap.Interval(low, 0.08),
            championZ));
  }

  private static Evaluation evaluation(long positives, double auc, double logLoss) {
    return new Evaluation(1000, positives, auc, 0.3, logLoss, 0.08, 0.01, 2, 0.4, 0.3, 0.1, 50);
  }
}
