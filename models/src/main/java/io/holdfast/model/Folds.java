package io.holdfast.model;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/**
 * Rolling-origin folds: each tests on later dates than it trains on, with the embargo between, so
 * that no label of a training row looks into the tested days. The same embargo lies between folds:
 * what is chosen on the earlier one was known before the dates that give the published figures.
 */
record Folds(List<Fold> folds) {
  private static final int MOST_TEST_DATES = 2;
  private static final int DATES_FOR_MOST = 6;

  /**
   * One fold.
   *
   * @param number 1 is the oldest
   */
  record Fold(int number, List<LocalDate> train, List<LocalDate> test) {}

  /**
   * The folds of mature dates, oldest first: two, one, or none when the dates do not reach over the
   * embargo. An earlier fold that trains on less than half of the last one's dates says too little
   * about it and is left out.
   *
   * @param embargoDays L+H+G
   */
  static Folds of(SortedSet<LocalDate> dates, int embargoDays) {
    Optional<Fold> last = newest(List.copyOf(dates), embargoDays);
    if (last.isEmpty()) {
      return new Folds(List.of());
    }
    Fold judging = last.get();
    return newest(judging.train(), embargoDays)
        .filter(earlier -> 2 * earlier.train().size() >= judging.train().size())
        .map(choosing -> new Folds(List.of(choosing, new Fold(2, judging.train(), judging.test()))))
        .orElse(new Folds(List.of(judging)));
  }

  private static Optional<Fold> newest(List<LocalDate> dates, int embargoDays) {
    int tested = dates.size() >= DATES_FOR_MOST ? MOST_TEST_DATES : 1;
    if (dates.size() < tested) {
      return Optional.empty();
    }
    List<LocalDate> test = List.copyOf(dates.subList(dates.size() - tested, dates.size()));
    LocalDate last = test.get(0).minusDays(embargoDays);
    List<LocalDate> train = dates.stream().filter(d -> !d.isAfter(last)).toList();
    return train.isEmpty() ? Optional.empty() : Optional.of(new Fold(1, train, test));
  }

  boolean isEmpty() {
    return folds.isEmpty();
  }

  /** The newest: its figures are the published ones. */
  Fold last() {
    return folds.get(folds.size() - 1);
  }

  /** The one before, for choosing and calibrating. */
  Optional<Fold> earlier() {
    return folds.size() < 2 ? Optional.empty() : Optional.of(folds.get(0));
  }
}
