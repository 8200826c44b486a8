package io.holdfast.world;

import java.util.ArrayList;
import java.util.List;

/** The subscription lines of one customer; they share the end of their terms. */
final class Contract {
  static final String SUITE = "suite";
  static final String INSIGHTS = "insights";

  private final Profile account;
  private final Journal journal;
  private final List<Term> terms = new ArrayList<>(2);

  Contract(Profile account, Journal journal) {
    this.account = account;
    this.journal = journal;
  }

  /** A first line, for a number of months a term. */
  Term open(int day, Term.Plan plan, int seats, int billingMonths) {
    return add(SUITE, day, day + days(billingMonths), plan, seats, billingMonths);
  }

  /** A free line of some days; {@link #renew} makes it a paid one. */
  Term openTrial(int day, int lengthDays, Term.Plan plan, int seats) {
    Term trial = add(SUITE, day, day + lengthDays, plan, seats, 1);
    trial.kind = Term.Kind.TRIAL;
    return trial;
  }

  /** A line of another product until the first line's term ends. */
  Term addProduct(int day, int seats) {
    Term main = main();
    return add(INSIGHTS, day, main.endDay, Term.Plan.STARTER, seats, main.billingMonths);
  }

  /** More seats or another plan from a day on, to the same end. */
  Term change(int day, Term.Plan plan, int seats) {
    Term main = main();
    Term changed = main.next(day, main.endDay - day);
    changed.plan = plan;
    changed.seats = seats;
    replace(main, changed);
    return changed;
  }

  /** All lines go on from a day, for a number of months; rows may land later. */
  void renew(int day, int billingMonths, int landsDay) {
    for (Term term : List.copyOf(terms)) {
      Term next = term.next(day, days(billingMonths));
      next.billingMonths = billingMonths;
      next.landsDay = landsDay;
      replace(term, next);
    }
  }

  /** The customer says on a day that it will not renew. */
  void giveNotice(int day) {
    for (Term term : terms) {
      term.cancelDay = day;
      journal.term(term);
    }
  }

  /** The customer says on a day that it will not renew its second line. */
  void giveNoticeOfSecondLine(int day) {
    Term second = terms.get(terms.size() - 1);
    second.cancelDay = day;
    journal.term(second);
  }

  /** The second line is not renewed. */
  void dropSecondLine() {
    journal.settled(terms.remove(terms.size() - 1));
  }

  /** All lines end on a day before their term does. */
  void breakOff(int day) {
    for (Term term : terms) {
      term.endedDay = day;
      journal.term(term);
    }
  }

  /** All lines have ended; {@link #renew} may bring them back. */
  void lapse() {
    terms.forEach(journal::settled);
  }

  Term main() {
    return terms.get(0);
  }

  int lines() {
    return terms.size();
  }

  static int days(int months) {
    return months == 12 ? 365 : 30 * months;
  }

  private Term add(
      String product, int day, int endDay, Term.Plan plan, int seats, int billingMonths) {
    Term term = new Term("S-" + account.id + "-" + (terms.size() + 1), account, product);
    term.plan = plan;
    term.seats = seats;
    term.billingMonths = billingMonths;
    term.startDay = day;
    term.landsDay = day;
    term.endDay = endDay;
    terms.add(term);
    journal.term(term);
    return term;
  }

  private void replace(Term term, Term next) {
    terms.set(terms.indexOf(term), next);
    journal.settled(term);
    journal.term(next);
  }
}
