package io.holdfast.model;

import static io.holdfast.model.Markdown.code;
import static io.holdfast.model.Markdown.count;
import static io.holdfast.model.Markdown.percent;

import io.holdfast.error.DataException;
import io.holdfast.label.LabelRule;
import io.holdfast.label.Target;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A model card as a page for the people who act on its lists: in Markdown, in sentences, with
 * nothing that the card itself does not say.
 */
public final class CardPage {
  /** With fewer judged positives each of them moves the figures by a percent or more. */
  private static final int FEW_POSITIVES = 100;

  private static final int YEAR = 365;

  private final ModelCard card;
  private final LabelRule rule;
  private final CardFigures figures;

  private CardPage(ModelCard card) {
    this.card = card;
    this.rule = card.task().rule();
    this.figures = new CardFigures(card);
  }

  /**
   * The page of a card.
   *
   * @throws DataException when the card was written by a build that did not say enough
   */
  public static String of(ModelCard card) {
    if (card.task() == null) {
      throw new DataException(
          "model card of "
              + card.modelId()
              + " was written by an earlier build and does not say what was predicted;"
              + " train again");
    }
    return new CardPage(card).text();
  }

  /** What an account does that the target speaks of, in the past. */
  static String happened(ModelCard card) {
    return switch (Target.of(card.target())) {
      case CHURN -> "left";
      case EXPANSION -> "bought more";
    };
  }

  /** The same of an account to come. */
  static String happens(ModelCard card) {
    return switch (Target.of(card.target())) {
      case CHURN -> "leave";
      case EXPANSION -> "buy more";
    };
  }

  private String text() {
    CardData data = new CardData(card);
    List<String> parts = new ArrayList<>();
    parts.add("# Model card " + card.modelId() + "\n\n" + lead() + "\n");
    parts.add(Markdown.section("What it predicts", List.of(Markdown.items(predicts()))));
    parts.add(Markdown.section("How well it ranks", figures.ranks()));
    if (figures.isJudged()) {
      parts.add(Markdown.section("How far its probabilities hold", figures.probabilities()));
      parts.add(Markdown.section("Where it is weaker", figures.parts()));
    }
    parts.add(Markdown.section("Columns that may know the answer", leaks()));
    parts.add(Markdown.section("Limits of use", List.of(Markdown.items(limits()))));
    parts.add(Markdown.section("What the data lacked", List.of(Markdown.items(data.lacked()))));
    parts.add(Markdown.section("What it was made from", data.madeFrom()));
    parts.add(Markdown.section("The decision of the gate", List.of(decision())));
    parts.add(Markdown.section("Settings and versions", data.settings()));
    parts.add(Markdown.section("The columns it uses", List.of(data.columns())));
    return String.join("\n", parts);
  }

  private String lead() {
    String question =
        switch (rule.target()) {
          case CHURN -> "Which accounts are about to leave?";
          case EXPANSION -> "Which accounts are about to buy more?";
        };
    return question
        + " A model trained on the night of "
        + card.asOf()
        + (isPromoted()
            ? "; the gate promoted it."
            : "; the gate refused it, and no list rests on it unless a person chose it.");
  }

  private boolean isPromoted() {
    return card.decision().equals(ModelLog.PROMOTED);
  }

  private List<String> predicts() {
    List<String> items = new ArrayList<>();
    String days = "%d to %d days after the night".formatted(rule.leadDays() + 1, lastDay());
    switch (rule.target()) {
      case CHURN -> {
        items.add("For each account that pays: the probability that it leaves " + days + ".");
        items.add(
            "An account has left when none of its subscriptions runs for at least %d days in a row. It left on the first of them. Who comes back sooner has not left."
                .formatted(Math.max(1, rule.graceDays())));
        if (rule.leadDays() > 0) {
          items.add(
              "Who leaves in the first %d days is not counted: there is no time to act."
                  .formatted(rule.leadDays()));
        }
        items.add("An account that has given notice gets no probability: it is known to leave.");
      }
      case EXPANSION -> {
        items.add("For each account that pays: the probability that it buys more " + days + ".");
        items.add(
            "An account has bought more when it pays at least "
                + percent(rule.minIncrease().doubleValue())
                + " more a month than on the night, for more seats, another plan or another"
                + " product. A higher price alone does not count.");
        items.add("Who has left by then has not bought more.");
      }
    }
    return items;
  }

  private int lastDay() {
    return rule.leadDays() + rule.horizonDays();
  }

  private List<String> leaks() {
    if (!figures.isJudged()) {
      return List.of("Nobody looked: without judged dates there is nothing to look at.");
    }
    if (card.leaks().isEmpty()) {
      return List.of(
          "Each column was asked alone, and none ranks so well that it must have known.");
    }
    return List.of(
        Markdown.items(
            card.leaks().stream()
                .map(leak -> (leak.blocks() ? "**Blocks.** " : "Warns. ") + says(leak))
                .toList()));
  }

  private static String says(ModelCard.Leak leak) {
    return Markdown.text(leak.says()) + " (" + code(leak.test()) + ")";
  }

  private List<String> limits() {
    List<String> items = new ArrayList<>();
    items.add(
        "It learned what accounts did, not what was tried with them: it does not say why they "
            + happens(card)
            + ", nor whether a call helps.");
    items.add(
        "It learned nothing else: it says nothing of any person, nor of what a customer can pay.");
    items.add("Its probabilities are for %d days, not for a year.".formatted(lastDay()));
    long rarer = Math.min(card.positives(), card.rows() - card.positives());
    if (rarer < card.task().minPositives()) {
      items.add(
          "It learned from few cases, %s where trees need %s: it is a simple model, and keeps its probabilities near the average."
              .formatted(count(rarer), count(card.task().minPositives())));
    }
    figures.judgedPositives().stream()
        .filter(n -> n < FEW_POSITIVES)
        .forEach(
            n ->
                items.add(
                    "Its figures rest on %s cases that %s: take the ranges as seriously as the figures."
                        .formatted(count(n), CardPage.happened(card))));
    if (!figures.isJudged()) {
      items.add("How good it is was never measured.");
    }
    LocalDate first = LocalDate.parse(card.trainDates().get(0));
    LocalDate last = LocalDate.parse(card.trainDates().get(card.trainDates().size() - 1));
    items.add(
        "It has seen what happened until %s. What changed since, such as prices or products, it does not know."
            .formatted(rule.maturesOn(last)));
    long span = ChronoUnit.DAYS.between(first, last);
    if (span < YEAR) {
      items.add(
          "Its dates span %d days, less than a year: it cannot tell a season from a change."
              .formatted(span));
    }
    items.add(
        "It learned from accounts that were paying. Those whose last term ended less than %d days ago are scored by what it learned from the others."
            .formatted(rule.graceDays()));
    return items;
  }

  private String decision() {
    String consequence =
        isPromoted()
            ? "The nights from %s on rest on it, until another model takes its place."
            : "It is kept, and no night rests on it unless a person chooses it for nights after %s.";
    return String.format(
        Locale.ROOT,
        "In the gate's own words: %s. %s %s shows which model counts now.",
        Markdown.text(card.reason()),
        consequence.formatted(card.asOf()),
        code("holdfast models"));
  }
}
