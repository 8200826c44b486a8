package io.holdfast.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.snapshot.AsOfDates;
import java.time.LocalDate;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ParityTest {
  private static final LocalDate NIGHT = LocalDate.parse("2025-06-30");

  @Test
  void a_night_compares_one_earlier_date_and_over_the_nights_each_has_its_turn() {
    AsOfDates dates =
        AsOfDates.of(
            NIGHT.minusDays(28), NIGHT.minusDays(56), NIGHT.minusDays(84), NIGHT.minusDays(112));

    assertThat(Parity.date(NIGHT, dates)).isEqualTo(Parity.date(NIGHT, dates));
    assertThat(
            IntStream.range(0, 40)
                .mapToObj(n -> Parity.date(NIGHT.plusDays(n), dates).orElseThrow()))
        .containsAll(dates.dates());
  }

  @Test
  void the_night_itself_is_no_earlier_date() {
    assertThat(Parity.date(NIGHT, AsOfDates.of(NIGHT, NIGHT.plusDays(1)))).isEmpty();
    assertThat(Parity.date(NIGHT, AsOfDates.of(NIGHT.minusDays(1), NIGHT)))
        .isEqualTo(Optional.of(NIGHT.minusDays(1)));
  }
}
