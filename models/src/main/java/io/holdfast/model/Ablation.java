package io.holdfast.model;

import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * The candidate beside one that learned from the same rows without some features.
 *
 * @param columns that it was without
 * @param with AUC of the candidate
 * @param without AUC of the other
 * @param gain paired interval of how much greater the first is
 */
record Ablation(Set<String> columns, double with, double without, Bootstrap.Interval gain) {

  /**
   * Compares the two on the same judged rows.
   *
   * @param with what the contender {@link Contenders#MODEL} says
   * @param without what it says that was refitted
   */
  static Ablation of(Set<String> columns, JudgedRows with, JudgedRows without, int capacity) {
    return new Ablation(
        new TreeSet<>(columns),
        new Measures(with, Contenders.MODEL, capacity).once().auc(),
        new Measures(without, Contenders.MODEL, capacity).once().auc(),
        Bootstrap.difference(
            Bootstrap.drawn(with, Contenders.MODEL, capacity),
            Bootstrap.drawn(without, Contenders.MODEL, capacity),
            Evaluation::auc,
            PromotionGate.CONFIDENCE));
  }

  /** Whether the candidate owes something to the features, and not to luck. */
  boolean isFinding() {
    return gain.low() > 0;
  }

  /** As a finding: it blocks where the gain is more than anyone would call noise. */
  ModelCard.Leak leak() {
    return new ModelCard.Leak(
        String.join(",", columns),
        LeakageSentinel.ABLATION,
        gain.low(),
        LeakageSentinel.GAIN,
        gain.low() > LeakageSentinel.GAIN,
        "features " + words());
  }

  /** The difference in words. */
  String words() {
    return String.format(
        Locale.ROOT,
        "%s, which are declared immutable and which no stored version proves: AUC %.3f with them,"
            + " %.3f without, gain between %.3f and %.3f (90 %%; more than %.2f is refused)",
        String.join(", ", columns),
        with,
        without,
        gain.low(),
        gain.high(),
        LeakageSentinel.GAIN);
  }
}
