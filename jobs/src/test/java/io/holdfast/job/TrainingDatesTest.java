package io.holdfast.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.label.LabelRule;
import io.holdfast.label.Target;
import io.holdfast.settings.Settings;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrainingDatesTest {
  private static final LabelRule RULE =
      new LabelRule(Target.CHURN, 0, 60, 14, new BigDecimal("0.05"));
  private static final LocalDate FIRST = LocalDate.of(2024, 3, 25);
  private static final LocalDate NIGHT = LocalDate.of(2025, 4, 23);

  @Test
  void dates_are_anchored_and_mature() {
    List<LocalDate> dates = dates(24, NIGHT, NIGHT);

    assertThat(dates).allMatch(d -> d.toEpochDay() % 28 == 0);
    assertThat(dates.get(0)).isEqualTo("2024-04-11");
    assertThat(dates.get(dates.size() - 1)).isEqualTo("2025-01-16");
  }

  @Test
  void a_date_matures_on_the_last_day_of_its_grace() {
    LocalDate maturity = LocalDate.of(2025, 1, 16).plusDays(74);

    assertThat(dates(24, maturity, maturity)).contains(LocalDate.of(2025, 1, 16));
    assertThat(dates(24, maturity.minusDays(1), maturity))
        .doesNotContain(LocalDate.of(2025, 1, 16));
  }

  @Test
  void subscriptions_that_end_early_hold_maturity_back() {
    assertThat(dates(24, NIGHT, LocalDate.of(2024, 12, 31)))
        .isEqualTo(dates(24, LocalDate.of(2024, 12, 31), NIGHT))
        .last()
        .isEqualTo(LocalDate.of(2024, 9, 26));
  }

  @Test
  void only_the_newest_are_kept() {
    List<LocalDate> all = dates(24, NIGHT, NIGHT);

    assertThat(dates(3, NIGHT, NIGHT)).isEqualTo(all.subList(all.size() - 3, all.size()));
  }

  @Test
  void a_young_business_has_none() {
    assertThat(dates(24, LocalDate.of(2024, 6, 1), LocalDate.of(2024, 6, 1))).isEmpty();
  }

  private static List<LocalDate> dates(int most, LocalDate night, LocalDate watermark) {
    return TrainingDates.of(
            RULE,
            new Settings.Training(28, most, Settings.When.WEEKLY, 50),
            night,
            watermark,
            FIRST)
        .list();
  }
}
