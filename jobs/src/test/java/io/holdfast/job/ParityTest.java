package io.holdfast.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.snapshot.AsOfDates;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ParityTest {
  private static final LocalDate NIGHT = LocalDate.parse("2025-06-30");

  @Test
  void a_night_compares_the_newest_earlier_date_and_one_in_seven_any_of_them() {
    AsOfDates dates =
        AsOfDates.of(
            NIGHT.minusDays(28), NIGHT.minusDays(56), NIGHT.minusDays(84), NIGHT.minusDays(112));

    assertThat(Parity.date(NIGHT, dates)).isEqualTo(Parity.date(NIGHT, dates));
    List<LocalDate> compared =
        IntStream.range(0, 210)
            .mapToObj(n -> Parity.date(NIGHT.plusDays(n), dates).orElseThrow())
            .toList();
    assertThat(compared).containsAll(dates.dates());
    assertThat(compared.stream().filter(dates.dates().last()::equals).count())
        .isBetween(180L, 209L);
  }

  @Test
  void the_night_itself_is_no_earlier_date() {
    assertThat(Parity.date(NIGHT, AsOfDates.of(NIGHT, NIGHT.plusDays(1)))).isEmpty();
    assertThat(Parity.date(NIGHT, AsOfDates.of(NIGHT.minusDays(1), NIGHT)))
        .isEqualTo(Optional.of(NIGHT.minusDays(1)));
  }
}
