package io.holdfast.invariant;

import static io.holdfast.invariant.NaiveSubscription.ratio;

import io.holdfast.table.AccountEventFeatures;
import io.holdfast.table.AccountFeatures;
import io.holdfast.table.Batch;
import io.holdfast.table.Column;
import io.holdfast.table.UsageEvents;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** How an account used the product, from its single events. */
final class NaiveUsage {
  private static final Set<String> KEY_EVENTS = Set.of("export", "invite_user");

  private final LocalDate asOf;
  private final List<Cells> events;

  private NaiveUsage(LocalDate asOf, List<Cells> events) {
    this.asOf = asOf;
    this.events = events;
  }

  static Cells of(Known known, Cells row) {
    return new NaiveUsage(known.asOf(), known.events()).features(row);
  }

  /** One row per event type seen in the last 84 days. */
  static Map<String, Cells> byType(Known known) {
    return known.events().stream()
        .map(e -> e.text(UsageEvents.EVENT_TYPE))
        .distinct()
        .map(type -> new NaiveUsage(known.asOf(), ofType(known.events(), type)))
        .filter(u -> !u.last(84).isEmpty())
        .collect(
            Collectors.toMap(
                u -> u.events.get(0).text(UsageEvents.EVENT_TYPE),
                u ->
                    Cells.of()
                        .with(AccountEventFeatures.EVENTS_28D, quantity(u.last(28)))
                        .with(AccountEventFeatures.EVENTS_84D, quantity(u.last(84)))
                        .with(AccountEventFeatures.ACTIVE_USERS_28D, meanOfDays(u.last(28)))
                        .with(AccountEventFeatures.DAYS_SINCE_EVENT, u.recency())));
  }

  private static List<Cells> ofType(List<Cells> events, String type) {
    return events.stream().filter(e -> type.equals(e.text(UsageEvents.EVENT_TYPE))).toList();
  }

  private Cells features(Cells row) {
    double before = (quantity(last(84)) - quantity(last(28))) / 2;
    double daysBefore = (days(last(84)).size() - days(last(28)).size()) / 2.0;
    Cells windows =
        window(
            window(
                window(
                    row,
                    7,
                    AccountFeatures.EVENTS_7D,
                    AccountFeatures.ACTIVE_DAYS_7D,
                    AccountFeatures.ACTIVE_USERS_7D,
                    AccountFeatures.EVENT_TYPES_7D),
                28,
                AccountFeatures.EVENTS_28D,
                AccountFeatures.ACTIVE_DAYS_28D,
                AccountFeatures.ACTIVE_USERS_28D,
                AccountFeatures.EVENT_TYPES_28D),
            84,
            AccountFeatures.EVENTS_84D,
            AccountFeatures.ACTIVE_DAYS_84D,
            AccountFeatures.ACTIVE_USERS_84D,
            AccountFeatures.EVENT_TYPES_84D);
    long seats = row.has(AccountFeatures.SEATS) ? (Long) row.value(AccountFeatures.SEATS) : 0;
    Double users = users(last(28));
    Double usersLong = users(last(84));
    return windows
        .with(AccountFeatures.EVENTS_PER_SEAT_28D, ratio(quantity(last(28)), seats))
        .with(AccountFeatures.SEAT_USE_RATIO_28D, users == null ? null : ratio(users, seats))
        .with(AccountFeatures.EVENTS_TREND_RATIO_28D, ratio(quantity(last(28)), before))
        .with(AccountFeatures.ACTIVE_DAYS_TREND_RATIO_28D, ratio(days(last(28)).size(), daysBefore))
        .with(
            AccountFeatures.ACTIVE_USERS_TREND_RATIO_28D,
            users == null || usersLong == null ? null : ratio(users, usersLong))
        .with(AccountFeatures.EVENTS_Z_SCORE_28D, zScore(row, NaiveUsage::quantity))
        .with(AccountFeatures.ACTIVE_DAYS_Z_SCORE_28D, zScore(row, week -> days(week).size()))
        .with(
            AccountFeatures.ACTIVE_USERS_Z_SCORE_28D,
            zScore(row, week -> userIds(week).distinct().count()))
        .with(AccountFeatures.DAYS_SINCE_ACTIVITY, recency())
        .with(AccountFeatures.HEAVIEST_USER_RATIO_28D, heaviest(last(28)))
        .with(AccountFeatures.KEY_EVENTS_28D, quantity(key(last(28))))
        .with(AccountFeatures.KEY_EVENTS_84D, quantity(key(last(84))));
  }

  private Cells window(
      Cells row, int length, Column quantity, Column activeDays, Column users, Column types) {
    List<Cells> in = last(length);
    return row.with(quantity, quantity(in))
        .with(activeDays, days(in).size())
        .with(users, users(in))
        .with(types, (int) in.stream().map(e -> e.text(UsageEvents.EVENT_TYPE)).distinct().count());
  }

  /** The last four weeks against the eight before, of those that the account had begun in. */
  private Double zScore(Cells row, ToDoubleFunction<List<Cells>> ofWeek) {
    LocalDate start =
        Stream.concat(
                Stream.of(asOf.minusDays((Integer) row.value(AccountFeatures.TENURE_DAYS))),
                last(84).stream().map(NaiveUsage::day))
            .min(LocalDate::compareTo)
            .orElseThrow();
    double recent =
        IntStream.range(0, 4).mapToDouble(w -> ofWeek.applyAsDouble(week(w))).average().orElse(0);
    double[] before =
        IntStream.range(4, 12)
            .filter(w -> !asOf.minusWeeks(w).isBefore(start))
            .mapToDouble(w -> ofWeek.applyAsDouble(week(w)))
            .toArray();
    double mean = DoubleStream.of(before).average().orElse(0);
    double squares = DoubleStream.of(before).map(x -> (x - mean) * (x - mean)).sum();
    double deviation = Math.max(Math.sqrt(squares / (before.length - 1)), mean / 10);
    return before.length < 4 || mean == 0 ? null : (Double) ((recent - mean) / deviation);
  }

  /** The seven days that end so many weeks before the date. */
  private List<Cells> week(int ago) {
    LocalDate end = asOf.minusWeeks(ago);
    return events.stream()
        .filter(e -> !day(e).isAfter(end) && day(e).isAfter(end.minusDays(7)))
        .toList();
  }

  private List<Cells> last(int length) {
    return events.stream().filter(e -> day(e).isAfter(asOf.minusDays(length))).toList();
  }

  private static List<Cells> key(List<Cells> events) {
    return events.stream()
        .filter(e -> KEY_EVENTS.contains(e.text(UsageEvents.EVENT_TYPE)))
        .toList();
  }

  private Integer recency() {
    return last(84).stream()
        .map(e -> (int) ChronoUnit.DAYS.between(day(e), asOf))
        .min(Integer::compare)
        .orElse(null);
  }

  private static LocalDate day(Cells event) {
    return event.day(UsageEvents.EVENT_AT, RandomWorld.ZONE);
  }

  private static double quantity(List<Cells> events) {
    return events.stream().mapToDouble(e -> e.decimal(UsageEvents.QUANTITY).doubleValue()).sum();
  }

  private static Set<LocalDate> days(List<Cells> events) {
    return events.stream().map(NaiveUsage::day).collect(Collectors.toSet());
  }

  /** Distinct users; where none is known, the mean over days of the greatest daily total. */
  private static Double users(List<Cells> events) {
    long distinct = userIds(events).distinct().count();
    if (events.isEmpty()) {
      return 0.0;
    }
    return distinct > 0 ? (Double) (double) distinct : meanOfDays(events);
  }

  private static Stream<String> userIds(List<Cells> events) {
    return events.stream().map(e -> e.text(UsageEvents.USER_ID)).filter(Objects::nonNull);
  }

  /** The mean, over the days that say it, of the active users of the type or batch with most. */
  private static Double meanOfDays(List<Cells> events) {
    Map<LocalDate, Long> greatest = new HashMap<>();
    Map<List<Object>, List<Cells>> tiles =
        events.stream()
            .collect(
                Collectors.groupingBy(
                    e ->
                        List.of(
                            day(e), e.text(UsageEvents.EVENT_TYPE), e.date(Batch.INGESTED_ON))));
    tiles.values().stream()
        .forEach(
            tile -> {
              Long active = activeUsers(tile);
              if (active != null) {
                greatest.merge(day(tile.get(0)), active, Math::max);
              }
            });
    return greatest.isEmpty()
        ? null
        : (Double) greatest.values().stream().mapToLong(Long::longValue).average().orElseThrow();
  }

  private static Long activeUsers(List<Cells> tile) {
    long distinct = userIds(tile).distinct().count();
    return distinct > 0
        ? (Long) distinct
        : tile.stream()
            .map(e -> (Long) e.value(UsageEvents.ACTIVE_USERS))
            .filter(Objects::nonNull)
            .max(Long::compare)
            .orElse(null);
  }

  private static Double heaviest(List<Cells> events) {
    Map<String, Double> byUser =
        events.stream()
            .filter(e -> e.has(UsageEvents.USER_ID))
            .collect(
                Collectors.groupingBy(
                    e -> e.text(UsageEvents.USER_ID),
                    Collectors.summingDouble(e -> e.decimal(UsageEvents.QUANTITY).doubleValue())));
    double all = byUser.values().stream().mapToDouble(Double::doubleValue).sum();
    return byUser.values().stream()
        .max(Double::compare)
        .map(heaviest -> ratio(heaviest, all))
        .orElse(null);
  }
}
