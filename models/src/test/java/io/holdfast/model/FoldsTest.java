package io.holdfast.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class FoldsTest {
  private static final int EMBARGO = 74;

  @Test
  void no_fold_trains_within_the_embargo_before_its_tested_dates() {
    for (int dates = 1; dates <= 24; dates++) {
      for (Folds.Fold fold : folds(dates).folds()) {
        LocalDate newestTrained = fold.train().get(fold.train().size() - 1);
        assertThat(newestTrained.plusDays(EMBARGO))
            .as("fold %s of %s dates", fold.number(), dates)
            .isBeforeOrEqualTo(fold.test().get(0));
      }
    }
  }

  @Test
  void what_is_chosen_on_the_earlier_fold_was_known_before_the_judged_dates() {
    Folds folds = folds(16);

    List<LocalDate> choosing = folds.earlier().orElseThrow().test();
    assertThat(choosing.get(choosing.size() - 1).plusDays(EMBARGO))
        .isBeforeOrEqualTo(folds.last().test().get(0));
  }

  @Test
  void the_newest_two_dates_are_judged() {
    assertThat(folds(16).last().test()).isEqualTo(Customers.months(16).subList(14, 16));
  }

  @Test
  void an_earlier_fold_with_less_than_half_of_the_training_dates_is_left_out() {
    Folds folds = folds(11);

    assertThat(folds.last().train()).hasSize(7);
    assertThat(folds.earlier()).isEmpty();
  }

  @Test
  void dates_that_do_not_reach_over_the_embargo_give_no_fold() {
    assertThat(folds(3).isEmpty()).isTrue();
    assertThat(folds(0).isEmpty()).isTrue();
    assertThat(folds(4).last().train()).hasSize(1);
  }

  private static Folds folds(int dates) {
    return Folds.of(new TreeSet<>(Customers.months(dates)), EMBARGO);
  }
}
