package io.holdfast.model;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;

/**
 * Rolling-origin folds: each tests on later dates than it trains on, with the embargo between, so
 * that no label of a training row looks into the tested days.
 */
record Folds(List<Fold> folds) {
  private static final int MOST_FOLDS = 2;
  private static final int MOST_TEST_DATES = 2;

  /**
   * One fold.
   *
   * @param number 1 is the oldest
   */
  record Fold(int number, List<LocalDate> train, List<LocalDate> test) {}

  /**
   * The folds of mature dates, oldest first; none when the dates do not reach over the embargo.
   *
   * @param embargoDays L+H+G
   */
  static Folds of(SortedSet<LocalDate> dates, int embargoDays) {
    List<LocalDate> sorted = List.copyOf(dates);
    int tested = sorted.size() >= 6 ? MOST_TEST_DATES : 1;
    List<Fold> newestFirst = new ArrayList<>();
    for (int end = sorted.size(); newestFirst.size() < MOST_FOLDS && end >= tested; end -= tested) {
      List<LocalDate> test = sorted.subList(end - tested, end);
      LocalDate last = test.get(0).minusDays(embargoDays);
      List<LocalDate> train = sorted.stream().filter(d -> !d.isAfter(last)).toList();
      if (train.isEmpty()) {
        break;
      }
      newestFirst.add(new Fold(0, train, List.copyOf(test)));
    }
    List<Fold> folds = new ArrayList<>();
    for (int i = newestFirst.size() - 1; i >= 0; i--) {
      Fold fold = newestFirst.get(i);
      folds.add(new Fold(folds.size() + 1, fold.train(), fold.test()));
    }
    return new Folds(folds);
  }

  boolean isEmpty() {
    return folds.isEmpty();
  }

  /** The newest: its figures are the published ones. */
  Fold last() {
    return folds.get(folds.size() - 1);
  }

  /** All but the newest: for choosing and calibrating. */
  List<Fold> earlier() {
    return folds.subList(0, folds.size() - 1);
  }
}
