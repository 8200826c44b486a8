package io.holdfast.world;

import java.time.LocalDate;

/** One term of one subscription line. Days are days since 1970-01-01; {@link #NEVER} is empty. */
final class Term {
  static final int NEVER = Integer.MIN_VALUE;
  static final String HEADER =
      "sub_id,account,product,plan,seats,amount,list_amount,ccy,interval_months,discount,"
          + "discount_until,trial,auto_renew,start,term_end,cancel_requested,ended";

  final String subscription;
  final Profile account;
  final String product;
  Plan plan;
  int seats;
  int billingMonths;
  int lastingDiscountPct;
  int discountPct;
  int discountUntil = NEVER;
  Kind kind = Kind.PAID;
  int startDay;
  int endDay;
  int cancelDay = NEVER;
  int endedDay = NEVER;
  int landsDay;

  /** Whether a term costs anything. */
  enum Kind {
    TRIAL,
    PAID
  }

  /** Plans and their price a seat and month, in the customer's currency. */
  enum Plan {
    STARTER(12),
    TEAM(22),
    BUSINESS(38);

    final int price;

    Plan(int price) {
      this.price = price;
    }
  }

  Term(String subscription, Profile account, String product) {
    this.subscription = subscription;
    this.account = account;
    this.product = product;
  }

  /** The term that follows on a day, with the same terms of trade. */
  Term next(int day, int lengthDays) {
    Term next = new Term(subscription, account, product);
    next.plan = plan;
    next.seats = seats;
    next.billingMonths = billingMonths;
    next.lastingDiscountPct = lastingDiscountPct;
    next.discountPct = discountUntil > day ? discountPct : 0;
    next.discountUntil = discountUntil > day ? discountUntil : NEVER;
    next.startDay = day;
    next.landsDay = day;
    next.endDay = day + lengthDays;
    return next;
  }

  /** Monthly amount in cents at list price. */
  long listCents() {
    return kind == Kind.TRIAL ? 0 : 100L * seats * plan.price;
  }

  /** Monthly amount in cents after lasting discounts. */
  long cents() {
    return listCents() * (100 - lastingDiscountPct) / 100;
  }

  /** The row as known at the end of a day. */
  String line(int day) {
    return String.join(
        ",",
        subscription,
        account.id,
        product,
        plan.name().toLowerCase(java.util.Locale.ROOT),
        String.valueOf(seats),
        money(cents()),
        money(listCents()),
        account.currency(),
        String.valueOf(billingMonths),
        String.valueOf(discountPct),
        date(discountUntil),
        kind == Kind.TRIAL ? "true" : "false",
        "true",
        date(startDay),
        date(endDay),
        cancelDay <= day ? date(cancelDay) : "",
        endedDay <= day ? date(endedDay) : "");
  }

  private static String date(int day) {
    return day == NEVER ? "" : LocalDate.ofEpochDay(day).toString();
  }

  private static String money(long cents) {
    return cents / 100 + "." + (cents % 100 < 10 ? "0" : "") + cents % 100;
  }
}
