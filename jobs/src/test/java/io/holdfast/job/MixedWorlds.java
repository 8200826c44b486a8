package io.holdfast.job;

import io.holdfast.table.Accounts;
import io.holdfast.table.Subscriptions;
import io.holdfast.table.SupportTickets;
import io.holdfast.table.Table;
import io.holdfast.table.UsageEvents;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * What some days land of many small businesses: rows that come, change, go and come back. A
 * business is the part of an id before the slash, so that one file holds many.
 */
final class MixedWorlds {
  /** The header of each source's files. */
  static final Map<Table, String> HEADERS =
      Map.of(
          Accounts.TABLE, "account_id,segment",
          Subscriptions.TABLE, "subscription_id,starts_on,account_id,plan,mrr",
          SupportTickets.TABLE, "ticket_id,opened_at,account_id,priority",
          UsageEvents.TABLE, "event_id,event_at,account_id,user_id,event_type");

  private static final int ACCOUNTS = 2;
  private static final int ROWS = 2;

  private final Random random;
  private final List<LocalDate> days;
  private final int worlds;

  MixedWorlds(long seed, List<LocalDate> days, int worlds) {
    this.random = new Random(seed);
    this.days = days;
    this.worlds = worlds;
  }

  /** Day → business → lines of one source; a day's lines are those of the day before, changed. */
  Map<LocalDate, Map<Integer, List<String>>> landings(Table table) {
    Map<LocalDate, Map<Integer, List<String>>> landings = new TreeMap<>();
    Map<Integer, Map<String, String>> rows = new TreeMap<>();
    for (LocalDate day : days) {
      Map<Integer, List<String>> ofDay = new TreeMap<>();
      for (int world = 0; world < worlds; world++) {
        Map<String, String> standing = rows.computeIfAbsent(world, w -> new TreeMap<>());
        for (int i = 0; i < ACCOUNTS * ROWS; i++) {
          step(standing, table, "w" + world + "/a" + i % ACCOUNTS, i / ACCOUNTS, day);
        }
        ofDay.put(world, List.copyOf(standing.values()));
      }
      landings.put(day, ofDay);
    }
    return landings;
  }

  /** The same with other rows, or none, for a third of all days and businesses. */
  Map<LocalDate, Map<Integer, List<String>>> mistaken(
      Table table, Map<LocalDate, Map<Integer, List<String>>> landings) {
    Map<LocalDate, Map<Integer, List<String>>> others = landings(table);
    Map<LocalDate, Map<Integer, List<String>>> mistaken = new TreeMap<>();
    landings.forEach(
        (day, ofDay) -> {
          Map<Integer, List<String>> some = new TreeMap<>();
          ofDay.forEach(
              (world, lines) -> {
                int fate = random.nextInt(6);
                some.put(
                    world, fate == 0 ? List.of() : fate == 1 ? others.get(day).get(world) : lines);
              });
          mistaken.put(day, some);
        });
    return mistaken;
  }

  private void step(
      Map<String, String> standing, Table table, String account, int row, LocalDate day) {
    String key = account + "-" + row;
    int fate = random.nextInt(10);
    if (table == Accounts.TABLE && row > 0) {
      return;
    }
    if (fate < 2) {
      standing.remove(key);
    } else if (fate < 6) {
      standing.put(key, line(table, account, row, day));
    }
  }

  private String line(Table table, String account, int row, LocalDate day) {
    LocalDate first = days.get(0);
    if (table == Accounts.TABLE) {
      return account + "," + one("smb", "mid", "big");
    }
    if (table == Subscriptions.TABLE) {
      // Two terms of one line, the second begins among the days.
      LocalDate startsOn = first.plusDays(row == 0 ? -20 : 5);
      return String.join(
          ",", account + "-s", "" + startsOn, account, one("basic", "pro"), one("10", "20"));
    }
    if (table == SupportTickets.TABLE) {
      return String.join(
          ",", account + "-" + row, first + "T09:00:00Z", account, one("low", "urgent"));
    }
    return String.join(
        ",",
        account + "-" + row + one("x", "y"),
        day.minusDays(random.nextInt(4)) + "T10:00:00Z",
        account,
        one("u1", "u2"),
        one("login", "export"));
  }

  private String one(String... choices) {
    return choices[random.nextInt(choices.length)];
  }
}
