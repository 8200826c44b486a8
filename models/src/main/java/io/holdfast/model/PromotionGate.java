package io.holdfast.model;

import java.util.Locale;
import java.util.Map;

/** Decides whether a candidate becomes current, on rows that neither it nor its fit has seen. */
final class PromotionGate {
  /** Differences of AUC below this are no evidence. */
  private static final double NO_EVIDENCE = 0.02;

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
   * The decision on the newest fold.
   *
   * @param contenders by name: model, base_rate and one_rule on all judged rows
   * @param besideChampion model and champion on the rows that the champion did not train on; empty
   *     without such rows
   */
  static Decision of(Map<String, Evaluation> contenders, Map<String, Evaluation> besideChampion) {
    Evaluation model = contenders.get(Contenders.MODEL);
    Evaluation base = contenders.get(Contenders.BASE_RATE);
    Evaluation champion = besideChampion.get(Contenders.CHAMPION);
    long positives = model.positives();
    long negatives = model.rows() - positives;
    if (positives == 0 || negatives == 0) {
      return refused(
          "the judged dates have only one class, %d of %d happened", positives, model.rows());
    }
    double byChance = 0.5 + 1.64 * Math.sqrt((model.rows() + 1) / (12.0 * positives * negatives));
    if (model.auc() <= byChance) {
      return refused(
          "AUC %.3f on %d positives is no better than chance (%.3f is reached once in twenty)",
          model.auc(), positives, byChance);
    }
    if (model.logLoss() >= base.logLoss()) {
      return refused(
          "log loss %.4f is no better than the base rate's %.4f", model.logLoss(), base.logLoss());
    }
    if (champion != null && isBetter(champion, besideChampion.get(Contenders.MODEL))) {
      Evaluation same = besideChampion.get(Contenders.MODEL);
      return refused(
          "the champion is better on the same rows: AUC %.3f against %.3f, log loss %.4f against"
              + " %.4f",
          champion.auc(), same.auc(), champion.logLoss(), same.logLoss());
    }
    return new Decision(
        true,
        String.format(
            Locale.ROOT,
            "promoted: AUC %.3f and log loss %.4f on %d positives of %d rows, base rate's log loss"
                + " %.4f%s",
            model.auc(),
            model.logLoss(),
            positives,
            model.rows(),
            base.logLoss(),
            champion == null
                ? ""
                : String.format(Locale.ROOT, ", champion's AUC %.3f", champion.auc())));
  }

  private static boolean isBetter(Evaluation champion, Evaluation model) {
    return champion.auc() > model.auc() + NO_EVIDENCE && champion.logLoss() < model.logLoss();
  }

  private static Decision refused(String reason, Object... values) {
    return new Decision(false, "refused: " + String.format(Locale.ROOT, reason, values));
  }
}
