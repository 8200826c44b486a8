package io.holdfast.world;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** The support desk as one customer meets it. */
final class Desk {
  private static final long DAY = 86_400;
  private static final long HOUR = 3_600;
  private static final List<String> KINDS =
      List.of("question", "question", "question", "bug", "feature_request", "billing", "plans");
  private static final List<String> AGENTS = List.of("sam", "noor", "mika");

  private final Profile account;
  private final Journal journal;
  private final Dice dice;
  private final List<Ticket> tickets = new ArrayList<>(2);
  private int number;

  Desk(Profile account, Journal journal, Dice dice) {
    this.account = account;
    this.journal = journal;
    this.dice = dice;
  }

  /** An ordinary ticket: answered within a day or two, solved within a week. */
  Ticket open(int day) {
    Ticket ticket = open(day, dice.pick(KINDS));
    ticket.priority = dice.hits(0.15) ? "high" : "normal";
    ticket.firstReplyAt = ticket.openedAt + hours(0.5, 20);
    ticket.solvedAt = ticket.firstReplyAt + hours(1, 120);
    if (dice.hits(0.05)) {
      ticket.reopenedAt = ticket.solvedAt;
      ticket.solvedAt += hours(20, 150);
    }
    rate(ticket, dice.pick(0.03, 0.05, 0.17, 0.4, 0.35) + 1);
    return ticket;
  }

  /** A serious defect: slowly answered, open for weeks, perhaps escalated. */
  Ticket openTrouble(int day, int openDays) {
    Ticket ticket = open(day, "bug");
    ticket.priority = "urgent";
    ticket.firstReplyAt = ticket.openedAt + hours(10, 60);
    ticket.solvedAt = ticket.openedAt + openDays * DAY;
    if (dice.hits(0.6)) {
      ticket.escalatedAt = ticket.openedAt + hours(72, 216);
    }
    rate(ticket, dice.pick(0.4, 0.3, 0.2, 0.1) + 1);
    return ticket;
  }

  /** A question about plans and prices, soon answered. */
  Ticket openPlanQuestion(int day) {
    Ticket ticket = open(day, "plans");
    ticket.firstReplyAt = ticket.openedAt + hours(1, 12);
    ticket.solvedAt = ticket.firstReplyAt + hours(1, 30);
    return ticket;
  }

  /** A ticket without any story yet. */
  Ticket open(int day, String kind) {
    long openedAt = day * DAY + hours(7.0, 19.0);
    Ticket ticket = new Ticket("T-" + account.id + "-" + ++number, account.id, openedAt);
    ticket.kind = kind;
    ticket.agent = dice.pick(AGENTS);
    tickets.add(ticket);
    return ticket;
  }

  /** Lands what happened to open tickets today. */
  void live(int day) {
    for (Iterator<Ticket> open = tickets.iterator(); open.hasNext(); ) {
      Ticket ticket = open.next();
      if (ticket.changesOn(day)) {
        journal.ticket(ticket);
      }
      if (ticket.isSettledBy(day)) {
        open.remove();
      }
    }
  }

  /** An urgent ticket is open. */
  boolean isTroubled(int day) {
    for (Ticket ticket : tickets) {
      if (ticket.priority.equals("urgent") && ticket.isOpenOn(day)) {
        return true;
      }
    }
    return false;
  }

  private long hours(double least, double most) {
    return (long) (dice.within(least, most) * HOUR);
  }

  private void rate(Ticket ticket, int rating) {
    if (dice.hits(0.5)) {
      ticket.ratedAt = ticket.solvedAt + hours(1, 30);
      ticket.rating = rating;
    }
  }
}
