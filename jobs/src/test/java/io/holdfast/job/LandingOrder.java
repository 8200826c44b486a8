package io.holdfast.job;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * When the days of one source are taken in: the history first, the others in any order, and any of
 * them once or twice more. Each taking is one ingest of what has landed since the one before.
 */
final class LandingOrder {
  private static final int AGAIN_ONE_IN = 3;

  private final List<SortedSet<LocalDate>> takings;

  private LandingOrder(List<SortedSet<LocalDate>> takings) {
    this.takings = takings;
  }

  /**
   * A random order in which each taking has a day that was not there before.
   *
   * @param days the first is the history's
   */
  static LandingOrder of(Random random, List<LocalDate> days, int takings) {
    List<SortedSet<LocalDate>> order = new ArrayList<>();
    IntStream.range(0, takings).forEach(i -> order.add(new TreeSet<>()));
    List<LocalDate> shuffled = new ArrayList<>(days.subList(1, days.size()));
    Collections.shuffle(shuffled, random);
    shuffled.add(0, days.get(0));
    for (int i = 0; i < shuffled.size(); i++) {
      int first = Math.max(0, i - 1) * takings / (shuffled.size() - 1);
      order.get(first).add(shuffled.get(i));
      for (int later = first + 1; later < takings; later++) {
        if (random.nextInt(AGAIN_ONE_IN) == 0) {
          order.get(later).add(shuffled.get(i));
        }
      }
    }
    return new LandingOrder(order);
  }

  /** The days whose files are written for a taking. */
  SortedSet<LocalDate> days(int taking) {
    return takings.get(taking);
  }

  /** Whether what a day lands for this taking is its last word. */
  boolean isLast(LocalDate day, int taking) {
    return takings.subList(taking + 1, takings.size()).stream().noneMatch(t -> t.contains(day));
  }

  /** How often a day lands. */
  long landings(LocalDate day) {
    return takings.stream().filter(t -> t.contains(day)).count();
  }

  /** By how many days a day was late when it first landed, behind the newest one taken before. */
  long daysLate(LocalDate day) {
    return takings.stream()
        .takeWhile(t -> !t.contains(day))
        .flatMap(SortedSet::stream)
        .mapToLong(newer -> ChronoUnit.DAYS.between(day, newer))
        .reduce(0, Math::max);
  }

  @Override
  public String toString() {
    return takings.toString();
  }
}
