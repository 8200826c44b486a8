package io.holdfast.snapshot;

import java.time.LocalDate;
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

  public List<LocalDate> list() {
    return List.copyOf(dates);
  }

  public boolean isEmpty() {
    return dates.isEmpty();
  }
}
