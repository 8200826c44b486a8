package io.holdfast.snapshot;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/** A set of as-of dates: one night and a three-year backfill run the same code. */
public record AsOfDates(SortedSet<LocalDate> dates) {

  public static AsOfDates of(LocalDate... dates) {
    return of(Arrays.asList(dates));
  }

  public static AsOfDates of(Collection<LocalDate> dates) {
    return new AsOfDates(new TreeSet<>(dates));
  }

  /**
   * The anchored dates in [from, to]: (d − 1970-01-01) mod everyDays = 0, so that every night picks
   * the same ones.
   */
  public static AsOfDates anchored(int everyDays, LocalDate from, LocalDate to) {
    long first = -Math.floorDiv(-from.toEpochDay(), (long) everyDays) * everyDays;
    return of(
        Stream.iterate(first, d -> d <= to.toEpochDay(), d -> d + everyDays)
            .map(LocalDate::ofEpochDay)
            .toList());
  }

  /**
   * A stretch of days.
   *
   * @param after the day before its first one
   * @param upTo its last day
   */
  public record Days(LocalDate after, LocalDate upTo) {}

  /** The days of the windows that end on the dates; windows that meet are one stretch. */
  public List<Days> windows(int length) {
    List<Days> stretches = new ArrayList<>();
    for (LocalDate date : dates) {
      Days window = new Days(date.minusDays(length), date);
      int last = stretches.size() - 1;
      if (last >= 0 && !stretches.get(last).upTo().isBefore(window.after())) {
        stretches.set(last, new Days(stretches.get(last).after(), date));
      } else {
        stretches.add(window);
      }
    }
    return stretches;
  }

  public List<LocalDate> list() {
    return List.copyOf(dates);
  }

  public boolean isEmpty() {
    return dates.isEmpty();
  }
}
