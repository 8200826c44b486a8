package io.holdfast.job;

import io.holdfast.table.Accounts;
import io.holdfast.table.Invoices;
import io.holdfast.table.Subscriptions;
import io.holdfast.table.SupportTickets;
import io.holdfast.table.Table;
import io.holdfast.table.UsageEvents;
import io.holdfast.table.Users;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What some days land of many small businesses: rows that come, change, go and come back. A
 * business is the part of an id before the slash, so that one file holds many.
 */
final class MixedWorlds {
  /** The header of each source's files, the key first. */
  static final Map<Table, String> HEADERS =
      Map.of(
          Accounts.TABLE, "account_id,segment,csm_owner",
          Subscriptions.TABLE, "subscription_id,starts_on,account_id,plan,seats,mrr,ended_on",
          SupportTickets.TABLE, "ticket_id,opened_at,account_id,priority,resolved_at",
          Invoices.TABLE, "invoice_id,issued_on,account_id,amount,due_on,paid_on",
          Users.TABLE, "user_id,created_on,account_id,role,is_sponsor,deactivated_on",
          UsageEvents.TABLE, "event_id,event_at,account_id,user_id,event_type");

  /** A cell for which its row is refused. */
  static final String UNREADABLE = "?";

  /** The one day with refused rows: each makes its followers be derived anew. */
  private static final int DAY_OF_REFUSED = 3;

  private static final int ACCOUNTS = 2;
  private static final int ROWS = 2;

  private final Random random;
  private final List<LocalDate> days;
  private final int first;
  private final int worlds;

  MixedWorlds(Random random, List<LocalDate> days, int first, int worlds) {
    this.random = random;
    this.days = days;
    this.first = first;
    this.worlds = worlds;
  }

  /** Where all that is drawn comes from. */
  Random random() {
    return random;
  }

  /** Day → the lines of each business; a day's lines are those of the day before, changed. */
  SortedMap<LocalDate, List<List<String>>> landings(Table table) {
    SortedMap<LocalDate, List<List<String>>> landings = new TreeMap<>();
    Map<Integer, Map<String, String>> rows = new TreeMap<>();
    for (LocalDate day : days) {
      List<List<String>> ofDay = new ArrayList<>();
      for (int world = first; world < first + worlds; world++) {
        Map<String, String> standing = rows.computeIfAbsent(world, w -> new TreeMap<>());
        for (int i = 0; i < ACCOUNTS * ROWS; i++) {
          step(standing, table, "w" + world + "/a" + i % ACCOUNTS, i / ACCOUNTS, day);
        }
        ofDay.add(List.copyOf(standing.values()));
      }
      landings.put(day, ofDay);
    }
    return landings;
  }

  private void step(
      Map<String, String> standing, Table table, String account, int row, LocalDate day) {
    String key = account + "-" + row;
    int fate = random.nextInt(10);
    if (table == Accounts.TABLE && row > 0) {
      return;
    }
    boolean wasRefused = standing.getOrDefault(key, "").contains(UNREADABLE);
    if (fate < 2) {
      standing.remove(key);
    } else if (fate < 6 || wasRefused) {
      standing.put(key, line(table, account, row, day));
    }
  }

  private String line(Table table, String account, int row, LocalDate day) {
    LocalDate first = days.get(0);
    if (table == Accounts.TABLE) {
      return String.join(",", account, one("smb", "mid", "big"), one("ann", "bob"));
    }
    if (table == Subscriptions.TABLE) {
      // Two terms of one line, the second begins among the days.
      return String.join(
          ",",
          account + "-s",
          "" + first.plusDays(row == 0 ? -20 : 5),
          account,
          one("basic", "pro"),
          one("5", "8"),
          amount(day, "10", "20"),
          one("", "", "" + first.plusDays(12), "" + first.plusDays(27)));
    }
    if (table == SupportTickets.TABLE) {
      return String.join(
          ",",
          account + "-" + row,
          first + "T09:00:00Z",
          account,
          one("low", "urgent"),
          one("", first.plusDays(3) + "T08:00:00Z", first.plusDays(9) + "T08:00:00Z"));
    }
    if (table == Invoices.TABLE) {
      LocalDate issuedOn = first.plusDays(row == 0 ? -20 : 6);
      return String.join(
          ",",
          account + "-" + row,
          "" + issuedOn,
          account,
          amount(day, "100", "200"),
          "" + issuedOn.plusDays(14),
          one("", "" + issuedOn.plusDays(3), "" + issuedOn.plusDays(25)));
    }
    if (table == Users.TABLE) {
      return String.join(
          ",",
          account + "-u" + row,
          "" + first.plusDays(row == 0 ? -20 : 2),
          account,
          one("admin", "member"),
          one("true", "false"),
          one("", "", "" + first.plusDays(7), "" + first.plusDays(30)));
    }
    return String.join(
        ",",
        account + "-" + row + one("x", "y"),
        day.minusDays(random.nextInt(4)) + "T10:00:00Z",
        account,
        account + one("-u0", "-u1"),
        one("login", "export"));
  }

  private String amount(LocalDate day, String... amounts) {
    boolean isRefused = day.equals(days.get(DAY_OF_REFUSED)) && random.nextInt(4) == 0;
    return isRefused ? UNREADABLE : one(amounts);
  }

  private String one(String... choices) {
    return choices[random.nextInt(choices.length)];
  }
}
