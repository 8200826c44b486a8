package io.holdfast.model;

import static io.holdfast.model.Markdown.count;
import static io.holdfast.model.Markdown.decimals;
import static io.holdfast.model.Markdown.percent;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The figures of a card in sentences: who would have been called, and what then happened. */
final class CardFigures {
  /** With fewer accounts of either kind a part of the business tells nothing. */
  private static final int ENOUGH = 10;

  private final ModelCard card;
  private final String happened;
  private final Optional<Evaluation> own;

  CardFigures(ModelCard card) {
    this.card = card;
    this.happened = CardPage.happened(card);
    this.own = evaluation(Contenders.MODEL);
  }

  boolean isJudged() {
    return own.isPresent();
  }

  /** Judged rows where it happened; empty when nothing was judged. */
  Optional<Long> judgedPositives() {
    return own.map(Evaluation::positives);
  }

  /** Only the last fold has figures of the model as it was chosen. */
  private Optional<ModelCard.Figures> of(String contender) {
    return card.figures().stream().filter(f -> f.contender().equals(contender)).findFirst();
  }

  private Optional<Evaluation> evaluation(String contender) {
    return of(contender).map(ModelCard.Figures::evaluation);
  }

  /**
   * Of the accounts that would have been called, how many it happened to, and who finds how many.
   */
  List<String> ranks() {
    if (own.isEmpty()) {
      return List.of("It was not judged; the decision of the gate says why.");
    }
    Evaluation model = own.get();
    List<String> finds = new ArrayList<>();
    finds.add("Calling as many at random finds %s.".formatted(atRandom(model)));
    evaluation(Contenders.ONE_RULE)
        .ifPresent(
            rule ->
                finds.add(
                    "The one-line rule (%s) finds %s."
                        .formatted(
                            Baseline.inWords(card.task().rule().target()), found(rule, model))));
    evaluation(Contenders.CHAMPION)
        .ifPresent(
            champion ->
                finds.add(
                    "The model that counted before finds %s.".formatted(found(champion, model))));
    if (!Double.isNaN(model.capturedMrrAtCapacity())) {
      finds.add(
          "The calls would have reached %s of the MRR of all accounts that %s."
              .formatted(percent(model.capturedMrrAtCapacity()), happened));
    }
    return List.of(
        judgedOn(model),
        "**Of the %s accounts we would have called, %s %s**%s. There is time for %s on each date."
            .formatted(
                count(model.called()),
                count(model.calledInTime()),
                happened,
                withOthers(model),
                count(card.task().capacity())),
        Markdown.items(finds),
        "This ranks by probability alone. The published list ranks by probability times MRR.",
        ranking(model));
  }

  private String judgedOn(Evaluation model) {
    ModelCard.Figures figures = of(Contenders.MODEL).orElseThrow();
    return "It was judged on %s, fitted only on dates from %s to %s: %s accounts, of which %s (%s) %s.%s The model in use was then fitted once more, on all dates."
        .formatted(
            String.join(" and ", card.judgedOn()),
            figures.trainFrom(),
            figures.trainTo(),
            count(model.rows()),
            count(model.positives()),
            percent(model.rate()),
            happened,
            card.judgedOn().size() > 1 ? " An account counts once on each date." : "");
  }

  private static String atRandom(Evaluation model) {
    long found = Math.round(model.rate() * model.called());
    return found == 0 ? "less than one" : "about " + count(found);
  }

  /** A champion is judged on the dates only that it has not seen. */
  private static String found(Evaluation other, Evaluation model) {
    String found = count(other.calledInTime());
    return other.rows() == model.rows()
        ? found
        : "%s of %s, on the %s accounts of dates it had not seen"
            .formatted(found, count(other.called()), count(other.rows()));
  }

  private String withOthers(Evaluation model) {
    return metric(SliceMetrics.ALL, "precision_at_capacity")
        .filter(m -> m.low() != null)
        .map(
            m ->
                "; with other customers like these it would be between %s and %s (95 of 100 times)"
                    .formatted(
                        count(Math.round(m.low() * model.called())),
                        count(Math.round(m.high() * model.called()))))
        .orElse("");
  }

  private String ranking(Evaluation model) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(row("this model", model, range(metric(SliceMetrics.ALL, "auc"))));
    evaluation(Contenders.CHAMPION)
        .ifPresent(e -> rows.add(row("the model that counted before", e, "")));
    evaluation(Contenders.ONE_RULE).ifPresent(e -> rows.add(row("the one-line rule", e, "")));
    rows.add(
        List.of(
            "at random", count(model.called()), atRandom(model), percent(model.rate()), "0.500"));
    return Markdown.table(List.of("ranked by", "called", happened, "share", "AUC (range)"), rows)
        + "\n\nAUC: of an account that "
        + happened
        + " and one that did not, how often the first stands higher.";
  }

  private static List<String> row(String who, Evaluation e, String range) {
    return List.of(
        who,
        count(e.called()),
        count(e.calledInTime()),
        percent(e.precisionAtCapacity()),
        (Double.isNaN(e.auc()) ? "unknown" : decimals(e.auc())) + range);
  }

  private static String range(Optional<ModelCard.Metric> metric) {
    return metric
        .filter(m -> m.low() != null)
        .map(m -> " (%s to %s)".formatted(decimals(m.low()), decimals(m.high())))
        .orElse("");
  }

  /** What it said beside what happened, in all and by groups of like probability. */
  List<String> probabilities() {
    Evaluation model = own.orElseThrow();
    long agree =
        card.bins().stream()
            .filter(b -> b.low() <= b.meanProbability() && b.meanProbability() <= b.high())
            .count();
    List<List<String>> rows =
        card.bins().stream()
            .map(
                b ->
                    List.of(
                        String.valueOf(b.bin()),
                        count(b.rows()),
                        percent(b.meanProbability()),
                        percent(b.observedRate()),
                        percent(b.low()) + " to " + percent(b.high())))
            .toList();
    return List.of(
        "It expected %s of the %s accounts to %s; %s %s."
            .formatted(
                count(Math.round(model.meanProbability() * model.rows())),
                count(model.rows()),
                CardPage.happens(card),
                count(model.positives()),
                happened),
        "The accounts in groups of about equal size, the least likely first. In %d of the %d groups what it said lies in the plausible range (95 of 100 times) of what happened; one in twenty misses it by luck alone."
            .formatted(agree, card.bins().size()),
        Markdown.table(List.of("group", "accounts", "it said", happened, "plausible range"), rows));
  }

  /** Parts of the business with enough accounts, and those among them that stand out. */
  List<String> parts() {
    Map<String, Map<String, ModelCard.Metric>> slices = new LinkedHashMap<>();
    card.metrics().stream()
        .filter(m -> !m.slice().equals(SliceMetrics.ALL))
        .forEach(
            m -> slices.computeIfAbsent(m.slice(), s -> new LinkedHashMap<>()).put(m.metric(), m));
    List<String> small = new ArrayList<>();
    List<String> weak = new ArrayList<>();
    List<List<String>> rows = new ArrayList<>();
    slices.forEach(
        (slice, metrics) -> {
          String name = named(slice);
          double all = metrics.get("rows").value();
          double positives = metrics.get("positives").value();
          if (positives < ENOUGH || all - positives < ENOUGH) {
            small.add(name);
          } else {
            weak.addAll(weaknesses(slice, name, metrics));
            rows.add(
                List.of(
                    name,
                    count(Math.round(all)),
                    percent(metrics.get("mean_probability").value()),
                    percent(metrics.get("rate").value()),
                    Optional.ofNullable(metrics.get("auc"))
                        .map(m -> decimals(m.value()) + range(Optional.of(m)))
                        .orElse("unknown")));
          }
        });
    List<String> paragraphs = new ArrayList<>();
    paragraphs.add(
        weak.isEmpty()
            ? "None of the %d parts of the business with enough accounts stands out."
                .formatted(rows.size())
            : Markdown.items(weak));
    if (!rows.isEmpty()) {
      paragraphs.add(
          Markdown.table(List.of("part", "accounts", "it said", happened, "AUC (range)"), rows));
    }
    if (!small.isEmpty()) {
      paragraphs.add(
          "Too small to tell, with fewer than %d accounts that %s or that did not: %s."
              .formatted(ENOUGH, happened, String.join(", ", small)));
    }
    return paragraphs;
  }

  /** {@code risk_tier=high} as "risk tier high"; the member may be any word of the data. */
  private static String named(String slice) {
    int end = slice.indexOf('=');
    return slice.substring(0, end).replace('_', ' ')
        + " "
        + Markdown.text(slice.substring(end + 1));
  }

  private List<String> weaknesses(
      String slice, String name, Map<String, ModelCard.Metric> metrics) {
    List<String> found = new ArrayList<>();
    ModelCard.Metric rate = metrics.get("rate");
    double said = metrics.get("mean_probability").value();
    if (rate.low() != null && (said < rate.low() || said > rate.high())) {
      found.add(
          "%s: it says too %s, %s where %s %s."
              .formatted(
                  name,
                  said < rate.low() ? "little" : "much",
                  percent(said),
                  percent(rate.value()),
                  happened));
    }
    ModelCard.Metric auc = metrics.get("auc");
    Optional<Double> inAll = metric(SliceMetrics.ALL, "auc").map(ModelCard.Metric::value);
    // Within a tier probabilities are alike by the tier's definition: ranking is harder there
    // anyhow.
    if (!slice.startsWith("risk_tier")
        && auc != null
        && auc.high() != null
        && inAll.filter(a -> auc.high() < a).isPresent()) {
      found.add("%s: it ranks worse there than in all.".formatted(name));
    }
    return found;
  }

  private Optional<ModelCard.Metric> metric(String slice, String name) {
    return card.metrics().stream()
        .filter(m -> m.slice().equals(slice) && m.metric().equals(name))
        .findFirst();
  }
}
