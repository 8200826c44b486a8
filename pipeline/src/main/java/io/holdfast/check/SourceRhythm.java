package io.holdfast.check;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Whether a source kept to its own rhythm up to a night, told from its batches alone: a feed that
 * stopped must not look like customers who fell silent.
 *
 * @param state what is to be thought of it
 * @param last its newest delivery; null when nothing came after a history that ended long ago
 * @param lastOn day of the newest delivery, else the end of the history
 * @param expectedBy day by which the next one is due; null inside the history
 * @param wholeUntil last day up to which nothing seems to be missing
 */
public record SourceRhythm(
    State state, Arrival last, LocalDate lastOn, LocalDate expectedBy, LocalDate wholeUntil) {

  /** What is to be thought of a source. */
  public enum State {
    /** It came when it was due, with about what it usually brings. */
    FRESH,
    /** It is overdue. */
    LATE,
    /** It is overdue by two more of its intervals, or it landed empty. */
    SILENT,
    /** It landed with far less than usual, or most of it was refused. */
    BROKEN;

    /** The word in {@code state}. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** One batch as far as rhythm goes. */
  public record Arrival(LocalDate on, boolean isHistory, long rows, long rejects) {}

  /** The past that a rhythm is taken from, in days. */
  private static final int REMEMBERED = 84;

  /** Fewer intervals than this are no rhythm: the next folder is due the next day. */
  private static final int FEWEST_GAPS = 5;

  /** Fewer deliveries than this of the same weekday, or of any, say nothing about volume. */
  private static final int FEWEST_OF_WEEKDAY = 3;

  private static final int FEWEST_OF_ANY = 5;

  /** A source that usually brings fewer rows than this varies too much to be judged by them. */
  private static final long FEWEST_ROWS = 20;

  /** Less than a quarter of the usual rows is no quiet day. */
  private static final int FAR_LESS = 4;

  /**
   * The rhythm of one source.
   *
   * @param arrivals its batches known on the night, oldest first; at least one
   * @param isSteady it brings rows on every day it comes (events); of other sources an empty
   *     delivery is a day without changes
   */
  public static SourceRhythm of(List<Arrival> arrivals, LocalDate asOf, boolean isSteady) {
    Optional<Arrival> history = arrivals.stream().filter(Arrival::isHistory).findFirst();
    if (history.isPresent() && !history.get().on().isBefore(asOf)) {
      return new SourceRhythm(State.FRESH, history.get(), asOf, null, asOf);
    }
    List<Arrival> deliveries =
        arrivals.stream()
            .filter(Predicate.not(Arrival::isHistory))
            .filter(a -> a.on().isAfter(asOf.minusDays(REMEMBERED)) && !a.on().isAfter(asOf))
            .toList();
    List<Arrival> filled = deliveries.stream().filter(a -> !isSteady || a.rows() > 0).toList();
    List<LocalDate> days = new ArrayList<>();
    history.ifPresent(h -> days.add(h.on()));
    filled.forEach(a -> days.add(a.on()));
    if (days.isEmpty()) {
      Arrival newest = arrivals.get(arrivals.size() - 1);
      return new SourceRhythm(State.SILENT, newest, newest.on(), newest.on(), newest.on());
    }
    LocalDate lastOn = days.get(days.size() - 1);
    long gap = usualGap(days);
    LocalDate expectedBy = lastOn.plusDays(gap);
    Arrival last = filled.isEmpty() ? null : filled.get(filled.size() - 1);
    if (!asOf.isBefore(expectedBy)) {
      boolean landedEmpty = deliveries.stream().anyMatch(a -> a.on().isAfter(lastOn));
      boolean isLongOverdue = !asOf.isBefore(expectedBy.plusDays(2 * gap));
      State state = landedEmpty || isLongOverdue ? State.SILENT : State.LATE;
      return new SourceRhythm(state, last, lastOn, expectedBy, lastOn);
    }
    int whole = filled.size();
    while (whole > 0 && isBroken(filled.subList(0, whole), isSteady)) {
      whole--;
    }
    if (whole == filled.size()) {
      return new SourceRhythm(State.FRESH, last, lastOn, expectedBy, lastOn);
    }
    LocalDate brokenOn = filled.get(whole).on();
    return new SourceRhythm(State.BROKEN, last, lastOn, expectedBy, brokenOn.minusDays(1));
  }

  /** Nine in ten intervals are no longer: weekends count, one outage does not. */
  private static long usualGap(List<LocalDate> days) {
    List<Long> gaps = new ArrayList<>();
    for (int i = 1; i < days.size(); i++) {
      gaps.add(ChronoUnit.DAYS.between(days.get(i - 1), days.get(i)));
    }
    gaps.sort(null);
    return gaps.size() < FEWEST_GAPS ? 1 : gaps.get((int) Math.ceil(0.9 * gaps.size()) - 1);
  }

  /** Whether the newest of some deliveries brought far less than the whole ones before it. */
  private static boolean isBroken(List<Arrival> deliveries, boolean isSteady) {
    Arrival newest = deliveries.get(deliveries.size() - 1);
    if (newest.rejects() > newest.rows()) {
      return true;
    }
    List<Arrival> earlier = deliveries.subList(0, deliveries.size() - 1);
    List<Long> ofWeekday =
        rows(earlier.stream().filter(a -> a.on().getDayOfWeek() == newest.on().getDayOfWeek()));
    List<Long> ofAny = rows(earlier.stream());
    List<Long> usual = ofWeekday.size() >= FEWEST_OF_WEEKDAY ? ofWeekday : ofAny;
    if (!isSteady || usual.size() < (usual == ofWeekday ? FEWEST_OF_WEEKDAY : FEWEST_OF_ANY)) {
      return false;
    }
    long median = usual.get(usual.size() / 2);
    return median >= FEWEST_ROWS && newest.rows() * FAR_LESS < median;
  }

  private static List<Long> rows(java.util.stream.Stream<Arrival> arrivals) {
    return arrivals.map(Arrival::rows).sorted().toList();
  }
}
