package io.holdfast.model;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Decides whether a candidate becomes current, on rows that neither it nor its fit has seen. */
final class PromotionGate {
  /** Of the interval that must lie above zero before a champion gives way. */
  static final double CONFIDENCE = 0.90;

  /** Probabilities that are what they say go beyond it once in twenty. */
  private static final double CALIBRATED = 1.96;

  private PromotionGate() {}

  /**
   * A decision in words.
   *
   * @param isPromoted the candidate becomes current
   */
  record Decision(boolean isPromoted, String reason) {}

  /** Without a fold to judge on. */
  static Decision withoutFolds(int dates, int embargoDays) {
    return new Decision(
        false,
        "refused: "
            + dates
            + " mature dates do not reach over the embargo of "
            + embargoDays
            + " days, so nothing could be judged; the rule ranks until more dates have matured");
  }

  /**
   * Candidate and champion on the judged rows of dates that the champion did not train on.
   *
   * @param gain paired interval of how much greater the candidate's AUC is
   * @param championZ {@link Measures#spiegelhalter} of the champion
   */
  record Beside(Evaluation model, Evaluation champion, Bootstrap.Interval gain, double championZ) {}

  /**
   * The decision on the newest fold without a champion.
   *
   * @param contenders by name: model and base_rate on all judged rows
   */
  static Decision first(Map<String, Evaluation> contenders) {
    return belowBaseline(contenders).orElseGet(() -> promoted(contenders, ""));
  }

  /** The decision where all judged dates are among those that the champion trained on. */
  static Decision withoutNewDates(Map<String, Evaluation> contenders) {
    return belowBaseline(contenders)
        .orElseGet(
            () -> refused("no judged date has matured since the champion was trained; it stays"));
  }

  /** The decision on the newest fold with a champion: it stays unless there is evidence. */
  static Decision of(Map<String, Evaluation> contenders, Beside beside) {
    Optional<Decision> refusal = belowBaseline(contenders);
    if (refusal.isPresent()) {
      return refusal.get();
    }
    Evaluation model = beside.model();
    Evaluation champion = beside.champion();
    String compared =
        String.format(
            Locale.ROOT,
            "on %d positives that the champion has not seen AUC is %.3f against its %.3f, gain %s,"
                + " log loss %.4f against %.4f",
            model.positives(),
            model.auc(),
            champion.auc(),
            Double.isNaN(beside.gain().low())
                ? "unknown"
                : String.format(
                    Locale.ROOT,
                    "between %.3f and %.3f (90 %%)",
                    beside.gain().low(),
                    beside.gain().high()),
            model.logLoss(),
            champion.logLoss());
    if (beside.gain().low() > 0) {
      return promoted(contenders, "; " + compared);
    }
    boolean isOff = Math.abs(beside.championZ()) > CALIBRATED;
    if (isOff && model.logLoss() < champion.logLoss()) {
      return promoted(
          contenders,
          String.format(
              Locale.ROOT,
              "; the champion's probabilities are off (z %.1f): %s",
              beside.championZ(),
              compared));
    }
    return refused("the champion stays: %s", compared);
  }

  /**
   * The decision once the features were looked at: with one that knows the answer no model is
   * promoted, however well it does; a mere warning is told.
   */
  static Decision besideLeaks(Decision decision, List<ModelCard.Leak> leaks) {
    List<ModelCard.Leak> blocking = leaks.stream().filter(ModelCard.Leak::blocks).toList();
    if (!blocking.isEmpty()) {
      return refused("%s", told(blocking));
    }
    return leaks.isEmpty()
        ? decision
        : new Decision(decision.isPromoted(), decision.reason() + "; warning: " + told(leaks));
  }

  /** The first finding in words, and which other columns were found. */
  private static String told(List<ModelCard.Leak> leaks) {
    ModelCard.Leak first = leaks.get(0);
    List<String> others =
        leaks.stream()
            .map(ModelCard.Leak::column)
            .distinct()
            .filter(c -> !c.equals(first.column()))
            .toList();
    return first.says()
        + (others.isEmpty() ? "" : "; found too, see the card: " + String.join(", ", others));
  }

  /** What no model may be, champion or not. */
  private static Optional<Decision> belowBaseline(Map<String, Evaluation> contenders) {
    Evaluation model = contenders.get(Contenders.MODEL);
    Evaluation base = contenders.get(Contenders.BASE_RATE);
    long positives = model.positives();
    long negatives = model.rows() - positives;
    if (positives == 0 || negatives == 0) {
      return refusal(
          "the judged dates have only one class, %d of %d happened", positives, model.rows());
    }
    double byChance = 0.5 + 1.64 * Math.sqrt((model.rows() + 1) / (12.0 * positives * negatives));
    if (model.auc() <= byChance) {
      return refusal(
          "AUC %.3f on %d positives is no better than chance (%.3f is reached once in twenty)",
          model.auc(), positives, byChance);
    }
    if (model.logLoss() >= base.logLoss()) {
      return refusal(
          "log loss %.4f is no better than the base rate's %.4f", model.logLoss(), base.logLoss());
    }
    return Optional.empty();
  }

  private static Decision promoted(Map<String, Evaluation> contenders, String more) {
    Evaluation model = contenders.get(Contenders.MODEL);
    return new Decision(
        true,
        String.format(
            Locale.ROOT,
            "promoted: AUC %.3f and log loss %.4f on %d positives of %d rows, base rate's log loss"
                + " %.4f%s",
            model.auc(),
            model.logLoss(),
            model.positives(),
            model.rows(),
            contenders.get(Contenders.BASE_RATE).logLoss(),
            more));
  }

  private static Optional<Decision> refusal(String reason, Object... values) {
    return Optional.of(refused(reason, values));
  }

  private static Decision refused(String reason, Object... values) {
    return new Decision(false, "refused: " + String.format(Locale.ROOT, reason, values));
  }
}
