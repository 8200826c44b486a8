package io.holdfast.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class AsOfDatesTest {
  private static final LocalDate DAY = LocalDate.parse("2025-06-30");

  @Test
  void windows_that_meet_are_one_stretch_and_days_that_no_window_reaches_are_in_none() {
    AsOfDates dates =
        AsOfDates.of(DAY, DAY.minusDays(28), DAY.minusDays(84 + 28), DAY.minusDays(400));

    assertThat(dates.windows(84))
        .containsExactly(
            new AsOfDates.Days(DAY.minusDays(484), DAY.minusDays(400)),
            new AsOfDates.Days(DAY.minusDays(84 + 28 + 84), DAY));
    assertThat(AsOfDates.of(DAY, DAY.minusDays(85)).windows(84)).hasSize(2);
    assertThat(AsOfDates.of().windows(84)).isEmpty();
  }
}
