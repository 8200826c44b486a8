package io.holdfast.world;

/** What comes over a customer without its doing: spells of little use, a lost sponsor, defects. */
final class Mood {
  private static final int NEVER = Integer.MAX_VALUE;

  private final Desk desk;
  private final Dice dice;
  private final Usage usage;
  private int fadeDay;
  private int fadeEndDay = NEVER;
  private int sponsorBackDay = NEVER;

  private Mood(Desk desk, Dice dice, Usage usage, int fadeDay) {
    this.desk = desk;
    this.dice = dice;
    this.usage = usage;
    this.fadeDay = fadeDay;
  }

  /** A mood that darkens by chance. */
  static Mood of(Desk desk, Dice dice, Usage usage) {
    return new Mood(desk, dice, usage, NEVER);
  }

  /** A mood that darkens first on a known day. */
  static Mood fadingOn(int day, Desk desk, Dice dice, Usage usage) {
    return new Mood(desk, dice, usage, day);
  }

  void live(int day) {
    if (day == fadeDay || (fadeDay == NEVER && dice.hits(1 / 800.0))) {
      fadeDay = day;
      fadeEndDay = day + dice.between(60, 130);
      usage.tendTo(-dice.within(0.9, 1.9));
    }
    if (day == fadeEndDay) {
      usage.tendTo(0);
      fadeDay = NEVER;
    }
    if (dice.hits(1 / 900.0) && !usage.isSponsorGone()) {
      usage.sponsorLeaves();
      sponsorBackDay = day + dice.between(60, 150);
    }
    if (day == sponsorBackDay) {
      usage.sponsorReturns();
    }
    if (dice.hits(1 / 500.0)) {
      desk.openTrouble(day, dice.between(15, 50));
    }
    if (dice.hits(0.006 + 0.0008 * usage.people())) {
      desk.open(day);
    }
  }

  /** How readily it buys more: 1 when nothing is wrong. */
  double ease(int day) {
    boolean isFading = fadeEndDay > day && fadeDay <= day;
    return (isFading ? 0.1 : 1) * (desk.isTroubled(day) ? 0.3 : 1);
  }
}
