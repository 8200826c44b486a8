package io.holdfast.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.job.JobResult.Status;
import io.holdfast.table.AccountDays;
import io.holdfast.table.Table;
import io.holdfast.table.UsageEvents;
import io.holdfast.table.UserDays;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Days that land in any order, or once more, leave what a naive reading of the landed lines leaves.
 * Forty random worlds, an account each, share every landing.
 */
class IngestOrderTest {
  private static final int WORLDS = 40;
  private static final LocalDate HISTORY = Landing.HISTORY_UNTIL;
  private static final int DAYS = 5;

  @TempDir Path root;

  private record Event(
      String id, String account, String user, LocalDate day, int hour, String type) {
    private String line() {
      return String.join(",", id, account, user, day + String.format("T%02d:00:00Z", hour), type);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6})
  void daysInAnyOrderLeaveTheSame(int seed) {
    Random random = new Random(seed);
    SortedMap<LocalDate, List<Event>> landed = batches(random);
    SortedMap<LocalDate, List<Event>> before = batches(random);
    Landing landing = Landing.in(root).with(Landing.source(UsageEvents.TABLE).allowEmpty());
    List<LocalDate> order = new ArrayList<>(landed.keySet());
    order.remove(HISTORY);
    Collections.shuffle(order, random);
    LocalDate changed = random.nextBoolean() ? HISTORY : order.get(0);
    int first = 1 + random.nextInt(DAYS - 1);

    land(landing, HISTORY, changed.equals(HISTORY) ? before : landed);
    for (LocalDate day : order.subList(0, first)) {
      land(landing, day, changed.equals(day) ? before : landed);
    }
    landing.ingest(HISTORY.plusDays(DAYS).toString());
    order.subList(first, DAYS).forEach(day -> land(landing, day, landed));
    landing.ingest(HISTORY.plusDays(DAYS).toString());
    land(landing, changed, landed);
    landing.ingest(HISTORY.plusDays(DAYS).toString());

    Map<LocalDate, Collection<Event>> clean = new TreeMap<>();
    landed.forEach((day, events) -> clean.put(day, distinct(events)));
    assertThat(stored(landing, UsageEvents.TABLE, "ingested_on", "event_id", "user_id"))
        .as("clean events, order %s", order)
        .isEqualTo(lines(clean, e -> e.id() + " " + e.user()));
    Map<LocalDate, Collection<Event>> fresh = new TreeMap<>();
    clean.forEach(
        (day, events) ->
            fresh.put(day, events.stream().filter(e -> isNew(e, day, clean)).toList()));
    assertThat(
            stored(
                landing,
                AccountDays.TABLE,
                "ingested_on",
                "account_id",
                "activity_date",
                "event_type",
                "cast(quantity AS INT)",
                "active_users"))
        .as("account days, order %s", order)
        .isEqualTo(
            tiles(
                fresh, e -> e.account() + " " + e.day() + " " + e.type(), IngestOrderTest::users));
    assertThat(
            stored(
                landing,
                UserDays.TABLE,
                "ingested_on",
                "account_id",
                "user_id",
                "activity_date",
                "cast(quantity AS INT)"))
        .as("user days, order %s", order)
        .isEqualTo(tiles(fresh, e -> e.account() + " " + e.user() + " " + e.day(), e -> ""));
    assertThat(landing.ingest(HISTORY.plusDays(DAYS).toString()).status())
        .as("the same once more")
        .isEqualTo(Status.NOTHING_TO_DO);
  }

  /** Few ids, so that deliveries repeat, with the same content or another, near and far. */
  private static SortedMap<LocalDate, List<Event>> batches(Random random) {
    SortedMap<LocalDate, List<Event>> batches = new TreeMap<>();
    for (int i = 0; i <= DAYS; i++) {
      LocalDate batch = HISTORY.plusDays(i);
      List<Event> events = new ArrayList<>();
      for (int world = 0; world < WORLDS; world++) {
        for (int n = random.nextInt(4); n >= 0; n--) {
          int id = random.nextInt(6);
          boolean isUsual = random.nextInt(3) > 0;
          int variant = isUsual ? id : random.nextInt(20);
          events.add(
              new Event(
                  "w" + world + "e" + id,
                  "w" + world,
                  "u" + variant % 2,
                  HISTORY.plusDays(1 - variant % 7),
                  variant % 24,
                  variant % 3 == 0 ? "export" : "login"));
        }
      }
      Collections.shuffle(events, random);
      batches.put(batch, events);
    }
    return batches;
  }

  private static void land(Landing landing, LocalDate day, Map<LocalDate, List<Event>> content) {
    String folder = day.equals(HISTORY) ? "history" : day.toString();
    landing.file(
        folder + "/usage_events.csv",
        content.get(day).stream()
            .map(Event::line)
            .collect(
                Collectors.joining(
                    "\n", "event_id,account_id,user_id,event_at,event_type\n", "\n")));
  }

  /** Each id once: the first by user, instant and type. */
  private static Collection<Event> distinct(List<Event> events) {
    Map<String, Event> byId = new LinkedHashMap<>();
    events.stream()
        .sorted(
            Comparator.comparing(Event::user)
                .thenComparing(Event::day)
                .thenComparing(Event::hour)
                .thenComparing(Event::type))
        .forEach(e -> byId.putIfAbsent(e.id(), e));
    return byId.values();
  }

  private static boolean isNew(
      Event event, LocalDate batch, Map<LocalDate, Collection<Event>> clean) {
    for (int i = 1; i <= 3; i++) {
      LocalDate earlier = batch.minusDays(i);
      for (Event other : clean.getOrDefault(earlier, List.of())) {
        boolean isCompared =
            !earlier.equals(HISTORY)
                || !other.day().isBefore(batch.minusDays(3))
                || other.day().equals(event.day());
        if (other.id().equals(event.id()) && isCompared) {
          return false;
        }
      }
    }
    return true;
  }

  private static List<String> lines(
      Map<LocalDate, Collection<Event>> batches, java.util.function.Function<Event, String> text) {
    return batches.entrySet().stream()
        .flatMap(e -> e.getValue().stream().map(event -> e.getKey() + " " + text.apply(event)))
        .sorted()
        .toList();
  }

  private static List<String> tiles(
      Map<LocalDate, Collection<Event>> batches,
      java.util.function.Function<Event, String> key,
      java.util.function.Function<List<Event>, String> measure) {
    return batches.entrySet().stream()
        .flatMap(
            batch ->
                batch.getValue().stream().collect(Collectors.groupingBy(key)).entrySet().stream()
                    .map(
                        e ->
                            (batch.getKey()
                                    + " "
                                    + e.getKey()
                                    + " "
                                    + e.getValue().size()
                                    + " "
                                    + measure.apply(e.getValue()))
                                .strip()))
        .sorted()
        .toList();
  }

  private static String users(List<Event> events) {
    return "" + new TreeSet<>(events.stream().map(Event::user).toList()).size();
  }

  private static List<String> stored(Landing landing, Table table, String... columns) {
    return landing.lake().read(table).selectExpr(columns).collectAsList().stream()
        .map(r -> r.mkString(" "))
        .sorted()
        .toList();
  }
}
