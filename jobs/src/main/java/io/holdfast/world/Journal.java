package io.holdfast.world;

import java.nio.file.Path;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the business's systems land, a day at a time. During the history a row is written once, when
 * nothing more will happen to it or the history ends; afterwards each day's folder has the rows
 * that changed on that day, as known then. Only open rows are held in memory.
 */
final class Journal implements AutoCloseable {
  private static final int DAY = 86_400;

  private final Path landing;
  private final int historyUntil;
  private final Map<String, Profile> accounts = new LinkedHashMap<>();
  private final Set<Term> terms = new LinkedHashSet<>();
  private final Set<Ticket> tickets = new LinkedHashSet<>();
  private final StringBuilder line = new StringBuilder();
  private List<String> tomorrow = new ArrayList<>();
  private LandedFile accountFile;
  private LandedFile termFile;
  private LandedFile ticketFile;
  private LandedFile eventFile;
  private YearMonth eventMonth;
  private int today;
  private long eventNumber;
  private int dateDay = Integer.MIN_VALUE;
  private String date;

  private Journal(Path landing, int historyUntil) {
    this.landing = landing;
    this.historyUntil = historyUntil;
  }

  /** Files below a landing folder; the history ends with a day. */
  static Journal of(Path landing, int historyUntil) {
    Journal journal = new Journal(landing, historyUntil);
    journal.openEntities(landing.resolve("history"));
    return journal;
  }

  void begin(int day) {
    today = day;
    LocalDate of = LocalDate.ofEpochDay(day);
    if (isHistory()) {
      YearMonth month = YearMonth.from(of);
      if (!month.equals(eventMonth)) {
        closeEvents();
        eventMonth = month;
        eventFile = LandedFile.at(landing.resolve("history/usage_events-" + month + ".jsonl.gz"));
      }
    } else {
      closeEvents();
      Path folder = landing.resolve(of.toString());
      openEntities(folder);
      eventFile = LandedFile.at(folder.resolve("usage_events.jsonl.gz"));
    }
    List<String> late = tomorrow;
    tomorrow = new ArrayList<>();
    late.forEach(eventFile::line);
  }

  /** The account is new or has changed. */
  void account(Profile account) {
    accounts.put(account.id, account);
  }

  /** The term is new or has changed. */
  void term(Term term) {
    terms.add(term);
  }

  /** Nothing more will happen to the term. */
  void settled(Term term) {
    if (isHistory() && term.landsDay <= today && terms.remove(term)) {
      termFile.line(term.line(today));
    }
  }

  /** Something happened to the ticket today. */
  void ticket(Ticket ticket) {
    if (isHistory() && ticket.isSettledBy(today)) {
      tickets.remove(ticket);
      ticketFile.line(ticket.line(today));
    } else {
      tickets.add(ticket);
    }
  }

  /** An event that lands on its day. */
  void event(String account, String user, int day, int second, String kind, int quantity) {
    eventFile.line(event(eventNumber++, account, user, day, second, kind, quantity));
  }

  /** An event that lands a day late. */
  void lateEvent(String account, String user, int day, int second, String kind) {
    tomorrow.add(event(eventNumber++, account, user, day, second, kind, 1).toString());
  }

  /** An event that lands on its day and, once more, on the next. */
  void twiceDelivered(String account, String user, int day, int second, String kind) {
    String twice = event(eventNumber++, account, user, day, second, kind, 1).toString();
    eventFile.line(twice);
    tomorrow.add(twice);
  }

  /** Nothing more happens today. */
  void end() {
    if (today < historyUntil) {
      return;
    }
    accounts.values().forEach(account -> accountFile.line(account.line()));
    accounts.clear();
    for (Iterator<Term> waiting = terms.iterator(); waiting.hasNext(); ) {
      Term term = waiting.next();
      if (term.landsDay <= today) {
        termFile.line(term.line(today));
        waiting.remove();
      }
    }
    tickets.forEach(ticket -> ticketFile.line(ticket.line(today)));
    tickets.clear();
    closeEntities();
  }

  @Override
  public void close() {
    closeEntities();
    closeEvents();
  }

  private boolean isHistory() {
    return today <= historyUntil;
  }

  private CharSequence event(
      long number, String account, String user, int day, int second, String kind, int quantity) {
    if (day != dateDay) {
      dateDay = day;
      date = LocalDate.ofEpochDay(day).toString();
    }
    int ofDay = second % DAY;
    line.setLength(0);
    line.append("{\"id\":\"e").append(number).append("\",\"account\":\"").append(account);
    line.append("\",\"user\":\"").append(user).append("\",\"ts\":\"").append(date).append('T');
    two(ofDay / 3600);
    line.append(':');
    two(ofDay / 60 % 60);
    line.append(':');
    two(ofDay % 60);
    line.append("Z\",\"kind\":\"").append(kind).append('"');
    if (quantity != 1) {
      line.append(",\"n\":").append(quantity);
    }
    return line.append('}');
  }

  private void two(int number) {
    line.append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
  }

  private void openEntities(Path folder) {
    accountFile = LandedFile.csv(folder.resolve("accounts.csv"), Profile.HEADER);
    termFile = LandedFile.csv(folder.resolve("subscriptions.csv"), Term.HEADER);
    ticketFile = LandedFile.csv(folder.resolve("support_tickets.csv"), Ticket.HEADER);
  }

  private void closeEntities() {
    if (accountFile != null) {
      accountFile.close();
      termFile.close();
      ticketFile.close();
      accountFile = null;
    }
  }

  private void closeEvents() {
    if (eventFile != null) {
      eventFile.close();
      eventFile = null;
    }
  }
}
