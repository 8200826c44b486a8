package io.holdfast.world;

import java.util.List;

/**
 * How one customer's people use the product: how many there are, how much they do, and what. What
 * others see of it are only the events.
 */
final class Usage {
  /** Event types, the commonest first; a narrow customer uses only the first ones. */
  static final List<String> KINDS =
      List.of("login", "view_report", "edit", "comment", "export", "invite_user", "api_call");

  private static final double[] SHARES = {0.28, 0.25, 0.2, 0.1, 0.09, 0.04, 0.04};
  private static final int LAST_SECOND = 86_399;

  private final Profile account;
  private final Journal journal;
  private final Dice dice;
  private final double habit;
  private double people;
  private double level;
  private double slowLevel;
  private double target;
  private double growth;
  private int kinds;
  private boolean isSponsorGone;

  Usage(Profile account, Journal journal, Dice dice, double people, double growth) {
    this.account = account;
    this.journal = journal;
    this.dice = dice;
    this.people = people;
    this.growth = growth;
    this.habit = StrictMath.exp(0.35 * dice.normal());
    this.kinds = dice.hits(0.15) ? 4 : dice.between(5, 7);
  }

  /** A day passes; nobody works without a seat. */
  void live(int seats) {
    level += 0.06 * (target - level) + 0.045 * dice.normal();
    slowLevel += (level - slowLevel) / 15;
    double drift = target < -0.3 ? -0.006 : growth / 30;
    people = Math.max(1, Math.min(seats, people * (1 + drift + 0.006 * dice.normal())));
  }

  /** Where activity tends to: 0 is the customer's usual level, −1 about a third of it. */
  void tendTo(double level) {
    target = level;
  }

  void sponsorLeaves() {
    isSponsorGone = true;
  }

  void sponsorReturns() {
    isSponsorGone = false;
  }

  /** Growth of people a month. */
  void grow(double monthly) {
    growth = monthly;
  }

  void discoverMore() {
    kinds = Math.min(KINDS.size(), kinds + 1);
  }

  /** How far activity has lately been below the usual level; 0 when it has not. */
  double decline() {
    return Math.max(0, -slowLevel);
  }

  /** Only the commonest event types are used, and none that proves value. */
  boolean isNarrow() {
    return kinds <= 4;
  }

  double people() {
    return people;
  }

  boolean isSponsorGone() {
    return isSponsorGone;
  }

  /** Share of the day's events, relative to other customers. */
  double appetite() {
    double sponsors = isSponsorGone ? 0.75 : 1;
    return habit * sponsors * StrictMath.exp(level + 0.9 * StrictMath.log(people));
  }

  /** So many events on a day. */
  void use(int day, int events) {
    for (int i = 0; i < events; i++) {
      String user = account.id + "-u" + user();
      String kind = kind();
      int second = second();
      double luck = dice.unit();
      if (luck < 0.003) {
        journal.twiceDelivered(account.id, user, day, second, kind);
      } else if (luck < 0.008) {
        journal.lateEvent(account.id, user, day, second, kind);
      } else {
        int quantity = kind.equals("api_call") ? dice.between(1, 20) : 1;
        journal.event(account.id, user, day, second, kind, quantity);
      }
    }
  }

  /** One event on a day, such as one before the account was created. */
  void tryOut(int day) {
    journal.event(account.id, account.id + "-u0", day, second(), KINDS.get(0), 1);
  }

  /** User 0 is the sponsor, who does most; the others follow by rank. */
  private int user() {
    int all = (int) Math.ceil(people);
    if (dice.hits(0.2)) {
      return isSponsorGone ? all : 0;
    }
    int user = (int) (all * StrictMath.pow(dice.unit(), 1.3));
    return isSponsorGone && user == 0 ? all : user;
  }

  private String kind() {
    double rest = dice.unit();
    for (int i = 0; i < kinds; i++) {
      rest -= SHARES[i];
      if (rest < 0) {
        return KINDS.get(i);
      }
    }
    return KINDS.get(0);
  }

  /** Office hours mostly; now and then the first or the last second of the day. */
  private int second() {
    double luck = dice.unit();
    if (luck < 0.002) {
      return luck < 0.001 ? 0 : LAST_SECOND;
    }
    return (int) ((7 + 6.5 * (dice.unit() + dice.unit())) * 60) * 60;
  }
}
