package io.holdfast.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class PromotionGateTest {
  private static final Evaluation BASE = evaluation(100, 0.5, 0.33);
  private static final Evaluation GOOD = evaluation(100, 0.75, 0.28);

  @Test
  void a_model_that_beats_the_base_rate_is_promoted_with_its_figures() {
    PromotionGate.Decision decision = decide(GOOD, Map.of());

    assertThat(decision.isPromoted()).isTrue();
    assertThat(decision.reason())
        .isEqualTo(
            "promoted: AUC 0.750 and log loss 0.2800 on 100 positives of 1000 rows, base rate's"
                + " log loss 0.3300");
  }

  @Test
  void an_area_that_luck_reaches_is_refused() {
    PromotionGate.Decision decision = decide(evaluation(100, 0.53, 0.32), Map.of());

    assertThat(decision.isPromoted()).isFalse();
    assertThat(decision.reason())
        .isEqualTo(
            "refused: AUC 0.530 on 100 positives is no better than chance (0.550 is reached once"
                + " in twenty)");
  }

  @Test
  void a_log_loss_no_better_than_the_base_rates_is_refused() {
    PromotionGate.Decision decision = decide(evaluation(100, 0.7, 0.34), Map.of());

    assertThat(decision.reason())
        .isEqualTo("refused: log loss 0.3400 is no better than the base rate's 0.3300");
  }

  @Test
  void a_champion_that_is_better_on_the_rows_it_has_not_seen_stays() {
    Map<String, Evaluation> beside =
        Map.of("model", evaluation(50, 0.70, 0.30), "champion", evaluation(50, 0.80, 0.27));

    PromotionGate.Decision decision = decide(GOOD, beside);

    assertThat(decision.isPromoted()).isFalse();
    assertThat(decision.reason())
        .isEqualTo(
            "refused: the champion is better on the same rows: AUC 0.800 against 0.700, log loss"
                + " 0.2700 against 0.3000");
  }

  @Test
  void a_champion_that_is_hardly_better_gives_way_to_newer_data() {
    Map<String, Evaluation> beside =
        Map.of("model", evaluation(50, 0.79, 0.275), "champion", evaluation(50, 0.80, 0.27));

    assertThat(decide(GOOD, beside).isPromoted()).isTrue();
  }

  @Test
  void judged_dates_of_one_class_are_refused() {
    assertThat(decide(evaluation(0, Double.NaN, 0.01), Map.of()).reason())
        .isEqualTo("refused: the judged dates have only one class, 0 of 1000 happened");
  }

  @Test
  void nothing_to_judge_on_is_refused() {
    PromotionGate.Decision decision = PromotionGate.withoutFolds(2, 74);

    assertThat(decision.isPromoted()).isFalse();
    assertThat(decision.reason())
        .startsWith("refused: 2 mature dates do not reach over the embargo of 74 days");
  }

  private static PromotionGate.Decision decide(
      Evaluation model, Map<String, Evaluation> besideChampion) {
    return PromotionGate.of(Map.of("model", model, "base_rate", BASE), besideChampion);
  }

  private static Evaluation evaluation(long positives, double auc, double logLoss) {
    return new Evaluation(1000, positives, auc, 0.3, logLoss, 0.08, 0.01, 2, 0.4, 0.3);
  }
}
