package io.holdfast.check;

import static io.holdfast.check.SourceRhythm.State.BROKEN;
import static io.holdfast.check.SourceRhythm.State.FRESH;
import static io.holdfast.check.SourceRhythm.State.LATE;
import static io.holdfast.check.SourceRhythm.State.SILENT;
import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.check.SourceRhythm.Arrival;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SourceRhythmTest {
  /** A Monday. */
  private static final LocalDate START = LocalDate.of(2025, 3, 3);

  @Test
  void inside_its_history_a_source_is_fresh() {
    List<Arrival> history = List.of(new Arrival(START, true, 1000, 0));
    assertThat(SourceRhythm.of(history, START.minusDays(5), true).state()).isEqualTo(FRESH);
    assertThat(SourceRhythm.of(history, START.plusDays(1), true).state()).isEqualTo(LATE);
  }

  @Test
  void a_daily_feed_is_late_for_two_days_and_silent_from_the_third() {
    List<Arrival> days = daily(30, 100);
    LocalDate last = days.get(29).on();
    assertThat(SourceRhythm.of(days, last, true).state()).isEqualTo(FRESH);
    assertThat(SourceRhythm.of(days, last.plusDays(1), true).state()).isEqualTo(LATE);
    SourceRhythm late = SourceRhythm.of(days, last.plusDays(2), true);
    assertThat(late.state()).isEqualTo(LATE);
    assertThat(late.expectedBy()).isEqualTo(last.plusDays(1));
    assertThat(late.wholeUntil()).isEqualTo(last);
    assertThat(SourceRhythm.of(days, last.plusDays(3), true).state()).isEqualTo(SILENT);
  }

  @Test
  void a_feed_of_working_days_is_not_late_on_a_sunday() {
    List<Arrival> days = new ArrayList<>(daily(40, 100));
    days.removeIf(
        a ->
            a.on().getDayOfWeek() == DayOfWeek.SATURDAY
                || a.on().getDayOfWeek() == DayOfWeek.SUNDAY);
    LocalDate friday = days.get(days.size() - 1).on();
    assertThat(friday.getDayOfWeek()).isEqualTo(DayOfWeek.FRIDAY);
    assertThat(SourceRhythm.of(days, friday.plusDays(2), true).state()).isEqualTo(FRESH);
    assertThat(SourceRhythm.of(days, friday.plusDays(3), true).state()).isEqualTo(LATE);
  }

  @Test
  void files_that_land_empty_are_silence_of_events_and_a_quiet_day_of_anything_else() {
    List<Arrival> days = new ArrayList<>(daily(30, 100));
    days.add(new Arrival(START.plusDays(30), false, 0, 0));
    days.add(new Arrival(START.plusDays(31), false, 0, 0));
    assertThat(SourceRhythm.of(days, START.plusDays(31), true).state()).isEqualTo(SILENT);
    assertThat(SourceRhythm.of(days, START.plusDays(31), false).state()).isEqualTo(FRESH);
  }

  @Test
  void far_fewer_rows_than_on_such_weekdays_are_a_broken_feed_from_the_first_such_day() {
    List<Arrival> days = new ArrayList<>(daily(28, 100));
    days.add(new Arrival(START.plusDays(28), false, 20, 0));
    days.add(new Arrival(START.plusDays(29), false, 24, 0));
    SourceRhythm broken = SourceRhythm.of(days, START.plusDays(29), true);
    assertThat(broken.state()).isEqualTo(BROKEN);
    assertThat(broken.wholeUntil()).isEqualTo(START.plusDays(27));
    days.add(new Arrival(START.plusDays(30), false, 26, 0));
    assertThat(SourceRhythm.of(days, START.plusDays(30), true).state())
        .as("a quarter is a quiet day")
        .isEqualTo(FRESH);
  }

  @Test
  void few_rows_and_a_short_past_say_nothing_about_volume() {
    List<Arrival> few = new ArrayList<>(daily(28, 12));
    few.add(new Arrival(START.plusDays(28), false, 1, 0));
    assertThat(SourceRhythm.of(few, START.plusDays(28), true).state()).isEqualTo(FRESH);
    List<Arrival> young = new ArrayList<>(daily(4, 100));
    young.add(new Arrival(START.plusDays(4), false, 1, 0));
    assertThat(SourceRhythm.of(young, START.plusDays(4), true).state()).isEqualTo(FRESH);
  }

  @Test
  void a_batch_of_which_most_was_refused_is_broken() {
    List<Arrival> days = new ArrayList<>(daily(10, 100));
    days.add(new Arrival(START.plusDays(10), false, 40, 60));
    assertThat(SourceRhythm.of(days, START.plusDays(10), false).state()).isEqualTo(BROKEN);
  }

  private static List<Arrival> daily(int days, long rows) {
    return START
        .datesUntil(START.plusDays(days))
        .map(day -> new Arrival(day, false, rows, 0))
        .toList();
  }
}
