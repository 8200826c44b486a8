package io.holdfast.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.error.DataException;
import io.holdfast.label.LabelRule;
import io.holdfast.label.Target;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CardPageTest {
  private static final LabelRule EXPANSION =
      new LabelRule(Target.EXPANSION, 0, 60, 14, new BigDecimal("0.05"));

  @Test
  void whom_we_would_have_called_stands_beside_chance_the_rule_and_the_champion() {
    assertThat(page(judged("churn")))
        .contains(
            "judged on 2025-01-02 and 2025-01-30, fitted only on dates from 2024-07-01 to 2024-10-01:")
        .contains("**Of the 40 accounts we would have called, 21 left**; with other customers like")
        .contains("it would be between 15 and 27 (95 of 100 times). There is time for 20 on each")
        .contains("- Calling as many at random finds about 6.")
        .contains("silent accounts first) finds 12.")
        .contains("counted before finds 9 of 20, on the 300 accounts of dates it had not seen.")
        .contains("reached 45.0 % of the MRR of all accounts that left.")
        .contains("| this model | 40 | 21 | 52.5 % | 0.800 (0.740 to 0.860) |")
        .contains("| at random | 40 | about 6 | 15.0 % | 0.500 |");
  }

  @Test
  void what_it_said_stands_beside_what_happened() {
    assertThat(page(judged("churn")))
        .contains("It expected 96 of the 600 accounts to leave; 90 left.")
        .contains("In 1 of the 2 groups what it said lies in the plausible range")
        .contains("| 2 | 300 | 30.0 % | 20.0 % | 15.9 % to 24.9 % |");
  }

  @Test
  void a_part_that_is_off_is_named_and_one_too_small_tells_nothing() {
    assertThat(page(judged("churn")))
        .contains("- segment smb: it says too little, 10.0 % where 20.0 % left.")
        .contains("- segment smb: it ranks worse there than in all.")
        .contains("| segment smb | 200 | 10.0 % | 20.0 % | 0.600 (0.520 to 0.700) |")
        .contains("or that did not: segment a \\| &lt;b>.")
        .contains("| risk tier high | 100 |")
        .contains("| risk tier as of high 2025-01-02 | 50 |")
        .doesNotContain("risk tier high: it ranks")
        .doesNotContain("risk tier as of high 2025-01-02: it ranks");
  }

  @Test
  void what_it_predicts_is_said_in_words() {
    assertThat(page(card("churn", new LabelRule(Target.CHURN, 7, 60, 14, null), List.of())))
        .contains("the probability that it leaves 8 to 67 days after the night.")
        .contains("none of its subscriptions runs for at least 14 days in a row")
        .contains("Who leaves in the first 7 days is not counted")
        .contains("An account that has given notice gets no probability");
    assertThat(page(card("expansion", EXPANSION, List.of())))
        .contains("the probability that it buys more 1 to 60 days after the night.")
        .contains("at least 5.0 % more a month than on the night, for more seats")
        .doesNotContain("given notice");
  }

  @Test
  void limits_follow_from_the_rows_and_dates() {
    assertThat(page(judged("churn")))
        .contains("It learned from few cases, 40 where trees need 50")
        .contains("Its figures rest on 90 cases that left")
        .contains("It has seen what happened until 2025-04-14.")
        .contains("Its dates span 28 days, less than a year");
    assertThat(page(card("churn", Customers.RULE, List.of())))
        .contains("It was not judged; the decision of the gate says why.")
        .contains("How good it is was never measured.")
        .doesNotContain("## How far its probabilities hold");
  }

  @Test
  void what_seems_to_know_the_answer_is_named() {
    assertThat(page(judged("churn")))
        .contains("- **Blocks.** feature nps\\_score \\[1\\] (`dominance`)")
        .contains("- Warns. feature mrr ranks (`shift_back`)");
    assertThat(page(card("churn", Customers.RULE, List.of()))).contains("Nobody looked:");
  }

  @Test
  void what_the_data_lacked_is_named() {
    assertThat(page(judged("churn")))
        .contains("- No data of `usage_events`, `support_tickets`, `invoices`, `users`,")
        .contains("- Empty in every row: `csat_84d`.")
        .contains(
            "- The same in every row, so that nothing could be learned: `is_trial`, `attr_one`.")
        .contains("anything to tell: `nps_score` (known in 25.0 %), `attr_tier` (known in 30.0 %).")
        .doesNotContain("list_feedback");
  }

  @Test
  void inputs_stand_by_source_with_their_newest_batch() {
    assertThat(page(judged("churn")))
        .containsPattern(
            "\\| `accounts` \\| 2 \\| 2024-08-31 \\| 2024-09-01 \\| `[0-9a-f]{16}` \\|")
        .containsPattern(
            "\\| `subscriptions` \\| 1 \\| none \\| 2024-09-01 \\| `[0-9a-f]{16}` \\|");
  }

  @Test
  void columns_stand_with_their_meaning_and_words_of_data_as_they_are() {
    assertThat(page(judged("churn")))
        .contains(
            "| `nps_score` | Last NPS answer of the last 365 days, 0 to 10 | number, or unknown")
        .contains(
            "| `plan` | Plan of the line with the greatest MRR | one of basic, pro\\|x | 100.0 %")
        .contains("| `attr_tier` | Attribute of the account, as known | one of gold | 30.0 %")
        .contains("| `events` | Quantity of \\[log\\](in) in the last 28 and 84 days |");
  }

  @Test
  void a_card_that_does_not_say_what_was_predicted_has_no_page() {
    assertThatThrownBy(() -> page(card("churn", null, List.of())))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("was written by an earlier build");
  }

  private static String page(ModelCard card) {
    return CardPage.of(card);
  }

  private static ModelCard judged(String target) {
    return card(
        target,
        Customers.RULE,
        List.of(
            figures(Contenders.MODEL, evaluation(600, 90, 0.8, 40, 21)),
            figures(Contenders.ONE_RULE, evaluation(600, 90, 0.65, 40, 12)),
            figures(Contenders.CHAMPION, evaluation(300, 45, 0.75, 20, 9))));
  }

  private static Evaluation evaluation(
      long rows, long positives, double auc, long called, long happened) {
    double precision = (double) happened / called;
    return new Evaluation(
        rows, positives, auc, 0.3, 0.2, 0.1, 0.01, 3, precision, 0.45, 0.16, called);
  }

  private static ModelCard.Figures figures(String contender, Evaluation evaluation) {
    return new ModelCard.Figures(
        2, contender, "2024-07-01", "2024-10-01", "2025-01-30", evaluation);
  }

  private static ModelCard card(String target, LabelRule rule, List<ModelCard.Figures> figures) {
    Encoding encoding =
        new Encoding(
            List.of(
                new Encoding.Number("mrr", 10, false), new Encoding.Number("nps_score", 8, true)),
            List.of(
                new Encoding.Category("plan", "basic"),
                new Encoding.Category("plan", "pro|x"),
                new Encoding.Category("attr_tier", "gold")),
            List.of("[log](in)"));
    List<ModelCard.Metric> metrics = new ArrayList<>();
    if (!figures.isEmpty()) {
      metrics.add(new ModelCard.Metric("all", "auc", 0.8, 0.74, 0.86));
      metrics.add(new ModelCard.Metric("all", "precision_at_capacity", 0.525, 0.375, 0.675));
      metrics.addAll(slice("segment=smb", 200, 40, 0.1, 0.6));
      metrics.addAll(slice("segment=a | <b>", 9, 1, 0.1, 0.6));
      metrics.addAll(slice("risk_tier=high", 100, 20, 0.2, 0.6));
      metrics.addAll(slice("risk_tier_as_of=high 2025-01-02", 50, 12, 0.2, 0.6));
    }
    return new ModelCard(
        target + "-2025-04-24-abc",
        target,
        "2025-04-24",
        "shrunk",
        List.of("2025-01-02", "2025-01-30"),
        400,
        40,
        0.1,
        "rows",
        encoding,
        encoding.places(),
        Calibration.NONE,
        "logistic regression",
        1,
        figures,
        metrics,
        List.of(
            new ModelCard.Bin(1, 300, 0.02, 0.03, 0.01, 0.06),
            new ModelCard.Bin(2, 300, 0.3, 0.2, 0.159, 0.249)),
        figures.isEmpty()
            ? List.of()
            : List.of(
                new ModelCard.Leak(
                    "nps_score", "dominance", 0.9, 0.8, true, "feature nps_score [1]"),
                new ModelCard.Leak("mrr", "shift_back", 0.1, 0.05, false, "feature mrr ranks")),
        ModelLog.REFUSED,
        "refused: the champion stays",
        "settings",
        "code",
        "inputs",
        rule == null ? null : new ModelCard.Task(rule, 20, 50),
        figures.isEmpty() ? List.of() : List.of("2025-01-02", "2025-01-30"),
        ModelCard.Source.of(Customers.INPUTS),
        Map.of(
            "mrr", 400L,
            "nps_score", 100L,
            "csat_84d", 0L,
            "is_trial", 400L,
            "plan", 400L,
            "attr_one", 400L,
            "attr_tier", 120L),
        List.of(),
        "files");
  }

  private static List<ModelCard.Metric> slice(
      String name, double rows, double positives, double said, double auc) {
    double rate = positives / rows;
    return List.of(
        new ModelCard.Metric(name, "rows", rows, null, null),
        new ModelCard.Metric(name, "positives", positives, null, null),
        new ModelCard.Metric(name, "rate", rate, rate - 0.05, rate + 0.05),
        new ModelCard.Metric(name, "mean_probability", said, said - 0.01, said + 0.01),
        new ModelCard.Metric(name, "auc", auc, auc - 0.08, auc + 0.1));
  }
}
