package io.holdfast.model;

import io.holdfast.feature.Hindsight;
import io.holdfast.table.AccountFeatures;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntUnaryOperator;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Looks for features that know the answer, on the judged rows of a training, before a model may be
 * promoted. Every limit is one that luck has to be added to: with few positives nothing blocks.
 */
final class LeakageSentinel {
  static final String DOMINANCE = "dominance";
  static final String SHIFT_BACK = "shift_back";
  static final String FILLED_AFTER = "filled_after";
  static final String CONTRACT_STATUS = "contract_status";
  static final String ABLATION = "ablation";

  /** A whole model that ranks better usually means that the answer leaked into the question. */
  static final double SUSPICIOUS = 0.90;

  /** What whole models reach on honest data: an attribute that nobody can prove must not alone. */
  static final double USUAL = 0.75;

  /** Below it attributes that nobody can prove are not worth another fit. */
  static final double MATTERS = 0.65;

  /**
   * Where the event comes within the horizon now, and one training date earlier lay beyond it, an
   * honest forerunner shows then too, if less clearly. A feature that keeps less than this of what
   * it ranks above chance was written because of the event.
   */
  static final double KEPT = 0.25;

  /** Of the renewals that are due some customers stay in any business that goes on. */
  static final double MOST_OF_DUE = 0.80;

  /** A gain in AUC that no one would call noise: differences under 0.02 are no evidence. */
  static final double GAIN = 0.05;

  /** When and how a contract ends, which tells who can leave and must not tell who does. */
  private static final Set<String> CONTRACT =
      names(
          AccountFeatures.DAYS_TO_TERM_END,
          AccountFeatures.TERM_LEFT_RATIO,
          AccountFeatures.RENEWALS_DUE,
          AccountFeatures.DAYS_SINCE_RENEWAL,
          AccountFeatures.DAYS_TO_DISCOUNT_END);

  private final FeatureRows rows;
  private final int[] train;
  private final int[] judged;
  private final int[] judgedAnew;
  private final Map<String, Hindsight> unproven = new HashMap<>();
  private final List<ModelCard.Leak> leaks = new ArrayList<>();
  private boolean doUnprovenMatter;

  private LeakageSentinel(FeatureRows rows, Folds.Fold fold, List<Hindsight> hindsight) {
    this.rows = rows;
    this.train = rows.on(Set.copyOf(fold.train()));
    this.judged = rows.on(Set.copyOf(fold.test()));
    this.judgedAnew =
        Arrays.stream(judged)
            .filter(i -> rows.earlier()[i] >= 0 && !rows.hasHappened(rows.earlier()[i]))
            .toArray();
    List<Hindsight> before =
        hindsight.stream().filter(h -> fold.test().get(0).isBefore(h.until())).toList();
    rows.features()
        .forEach(
            f ->
                before.stream()
                    .filter(h -> h.isOf(f.name()))
                    .findFirst()
                    .ifPresent(h -> unproven.put(f.name(), h)));
  }

  /**
   * Looks at every feature.
   *
   * @param fold the judged dates, and those that the judged model learned from
   * @param hindsight features that rest on what the settings declare
   */
  static LeakageSentinel of(FeatureRows rows, Folds.Fold fold, List<Hindsight> hindsight) {
    LeakageSentinel sentinel = new LeakageSentinel(rows, fold, hindsight);
    rows.features().stream().filter(f -> !CONTRACT.contains(f.name())).forEach(sentinel::lookAt);
    sentinel.lookAtContracts();
    return sentinel;
  }

  /** What was found, the gravest of a feature first. */
  List<ModelCard.Leak> leaks() {
    return List.copyOf(leaks);
  }

  /**
   * The features that nobody can prove, when one of an account or a contract tells something alone:
   * what the model is without them is worth knowing. Else none.
   */
  Set<String> toAblate() {
    return rows.features().stream()
        .map(FeatureRows.Feature::name)
        .filter(name -> doUnprovenMatter && unproven.containsKey(name))
        .collect(Collectors.toSet());
  }

  private void lookAt(FeatureRows.Feature feature) {
    SoloRanking alone = SoloRanking.of(rows, feature, train);
    boolean isUnproven = unproven.containsKey(feature.name());
    double auc = alone.auc(judged);
    Optional<Shift> lost = lost(i -> alone.auc(judgedAnew, i));
    Optional<Shift> filled =
        feature.mayBeEmpty() ? lost(i -> alone.aucOfHavingOne(judgedAnew, i)) : Optional.empty();
    boolean isTrusted = !isUnproven || unproven.get(feature.name()).isOfDatedRow();
    doUnprovenMatter |= !isTrusted && auc > byLuck(MATTERS, judged);
    double limit = byLuck(isTrusted ? SUSPICIOUS : USUAL, judged);
    boolean isDominant = auc > limit;
    if (isDominant) {
      add(
          feature,
          DOMINANCE,
          auc,
          limit,
          isUnproven || lost.isPresent(),
          "alone ranks with AUC %.3f (at most %.3f is wanted)%s",
          auc,
          limit,
          unprovenWords(feature));
    }
    lost.ifPresent(
        shift ->
            add(
                feature,
                SHIFT_BACK,
                shift.before(),
                shift.wanted(),
                isDominant || isUnproven,
                "ranks with AUC %.3f, and with %.3f by its values of one training date earlier (at"
                    + " least %.3f is wanted)%s",
                shift.now(),
                shift.before(),
                shift.wanted(),
                unprovenWords(feature)));
    lookAtFilling(feature, alone, filled);
  }

  /** Having a value at all, where that speaks for the event. */
  private void lookAtFilling(
      FeatureRows.Feature feature, SoloRanking alone, Optional<Shift> filled) {
    boolean isUnproven = unproven.containsKey(feature.name());
    double auc = alone.aucOfHavingOne(judged, IntUnaryOperator.identity());
    double limit = byLuck(USUAL, judged);
    if (feature.mayBeEmpty() && auc > limit && (isUnproven || filled.isPresent())) {
      add(
          feature,
          FILLED_AFTER,
          auc,
          limit,
          true,
          "is filled for those to whom it happens: having a value alone ranks with AUC %.3f (at most"
              + " %.3f is wanted)%s%s",
          auc,
          limit,
          filled
              .map(s -> String.format(Locale.ROOT, ", one training date earlier %.3f", s.before()))
              .orElse(""),
          unprovenWords(feature));
    }
  }

  /**
   * What a feature that ranks better than is usual loses when the same accounts have their values
   * of one training date earlier, when the event lay beyond the horizon.
   *
   * @param now AUC on the rows themselves
   * @param before AUC by the values before
   * @param wanted least of that
   */
  private record Shift(double now, double before, double wanted) {}

  /** Empty when a feature keeps enough, or ranks no better than is usual. */
  private Optional<Shift> lost(Function<IntUnaryOperator, Double> auc) {
    double now = auc.apply(IntUnaryOperator.identity());
    double before = auc.apply(i -> rows.earlier()[i]);
    double wanted = 0.5 + KEPT * (now - 0.5);
    return now > byLuck(USUAL, judgedAnew) && before < wanted
        ? Optional.of(new Shift(now, before, wanted))
        : Optional.empty();
  }

  /**
   * Among accounts whose term ends within the horizon, by whether they renew automatically: a
   * contract's status says that they may leave. Where nearly all of them do, or where the status
   * tells who does, it was written once that was known.
   */
  private void lookAtContracts() {
    Map<String, FeatureRows.Feature> features =
        rows.features().stream()
            .collect(Collectors.toMap(FeatureRows.Feature::name, Function.identity()));
    FeatureRows.Feature due = features.get(AccountFeatures.RENEWALS_DUE.name());
    if (due == null) {
      return;
    }
    FeatureRows.Feature renewal = features.get(AccountFeatures.AUTO_RENEWS.name());
    for (RenewalType type : RenewalType.values()) {
      Predicate<Integer> isDue =
          i -> rows.values()[due.number()][i] > 0 && type == RenewalType.of(rows, renewal, i);
      int[] judgedDue = Arrays.stream(judged).filter(isDue::test).toArray();
      int[] trainDue = Arrays.stream(train).filter(isDue::test).toArray();
      shareOfDue(type, due, judgedDue);
      rows.features().stream()
          .filter(f -> CONTRACT.contains(f.name()))
          .forEach(
              f -> {
                double auc = SoloRanking.of(rows, f, trainDue).auc(judgedDue);
                double limit = byLuck(SUSPICIOUS, judgedDue);
                if (auc > limit) {
                  add(
                      f,
                      CONTRACT_STATUS,
                      auc,
                      limit,
                      true,
                      "tells with AUC %.3f (at most %.3f is wanted) to which of the accounts it"
                          + " happens whose term ends within the horizon and that %s",
                      auc,
                      limit,
                      type.words);
                }
              });
    }
  }

  private void shareOfDue(RenewalType type, FeatureRows.Feature due, int[] judgedDue) {
    double accounts = accounts(judgedDue, i -> true);
    double share = accounts(judgedDue, rows::hasHappened) / accounts;
    double limit =
        MOST_OF_DUE + Area.DEVIATE * Math.sqrt(MOST_OF_DUE * (1 - MOST_OF_DUE) / accounts);
    if (share > limit) {
      add(
          due,
          CONTRACT_STATUS,
          share,
          limit,
          true,
          "gives the answer: it happens to %.3f (at most %.3f is wanted) of the accounts whose term"
              + " ends within the horizon and that %s",
          share,
          limit,
          type.words);
    }
  }

  /** How contracts go on. */
  private enum RenewalType {
    AUTOMATIC("renew automatically"),
    BY_HAND("are renewed by hand"),
    UNKNOWN("do not say how they renew");

    private final String words;

    RenewalType(String words) {
      this.words = words;
    }

    /** Of a row; a column that never differs is not learned from, and says nothing. */
    static RenewalType of(FeatureRows rows, FeatureRows.Feature autoRenews, int row) {
      if (autoRenews == null
          || (autoRenews.missing() >= 0 && rows.values()[autoRenews.missing()][row] == 1)) {
        return UNKNOWN;
      }
      return rows.values()[autoRenews.number()][row] > 0 ? AUTOMATIC : BY_HAND;
    }
  }

  /** A limit and what luck adds to it; an account counts once, however often it is judged. */
  private double byLuck(double limit, int[] some) {
    long positives = accounts(some, rows::hasHappened);
    return Area.byLuck(limit, positives, accounts(some, i -> true) - positives);
  }

  private long accounts(int[] some, Predicate<Integer> isMeant) {
    return Arrays.stream(some)
        .filter(isMeant::test)
        .map(i -> rows.accounts()[i])
        .distinct()
        .count();
  }

  private String unprovenWords(FeatureRows.Feature feature) {
    Hindsight hindsight = unproven.get(feature.name());
    return hindsight == null
        ? ""
        : ", and no stored version proves that it was known: "
            + hindsight.source()
            + " is declared immutable; take it out of the source's immutable, or out of its select";
  }

  private void add(
      FeatureRows.Feature feature,
      String test,
      double figure,
      double wanted,
      boolean blocks,
      String says,
      Object... values) {
    leaks.add(
        new ModelCard.Leak(
            feature.name(),
            test,
            figure,
            wanted,
            blocks,
            "feature " + feature.name() + " " + String.format(Locale.ROOT, says, values)));
  }

  private static Set<String> names(io.holdfast.table.Column... columns) {
    return Arrays.stream(columns)
        .map(io.holdfast.table.Column::name)
        .collect(Collectors.toUnmodifiableSet());
  }
}
