package io.holdfast.world;

import java.util.Locale;

/**
 * A customer drawn at random. Before each renewal it may decide to leave, the likelier the more its
 * use has declined, while a serious ticket is open, when a discount ends, and when its sponsor has
 * gone; it may buy more, mostly when people fill its seats.
 */
final class Customer implements Actor {
  private static final int NEVER = Integer.MAX_VALUE;

  private final int number;
  private final Profile profile;
  private final Journal journal;
  private final Dice dice;
  private final Archetype archetype;
  private final Truth truth;
  private final Contract contract;
  private final Desk desk;
  private final Buying buying;
  private final boolean comesEarly;
  private final int firstSeats;
  private Usage usage;
  private Mood mood;
  private State state = State.BEFORE;
  private int billingMonths;
  private int renewals;
  private int decisionDay;
  private int renewalDay;
  private int breakOffDay = NEVER;
  private int returnDay = NEVER;
  private boolean isLeaving;
  private boolean dropsSecondLine;

  private enum State {
    BEFORE,
    HERE,
    GONE
  }

  private Customer(int number, int createdDay, Dice dice, Journal journal) {
    this.number = number;
    this.journal = journal;
    this.dice = dice;
    profile = Profile.of(number, createdDay, dice);
    archetype = Archetype.of(dice);
    truth = new Truth(profile, archetype.name().toLowerCase(Locale.ROOT));
    contract = new Contract(profile, journal);
    desk = new Desk(profile, journal, dice);
    buying = new Buying(contract, dice);
    comesEarly = dice.hits(0.03);
    firstSeats = seats();
    billingMonths = billing();
  }

  /** The customer with a number, who comes on a day. */
  static Customer of(int number, int createdDay, long seed, Journal journal) {
    return new Customer(number, createdDay, Dice.of(seed, number), journal);
  }

  @Override
  public void live(int day) {
    switch (state) {
      case BEFORE -> arrive(day);
      case HERE -> stay(day);
      case GONE -> {
        desk.live(day);
        if (day == returnDay) {
          comeBack(day);
        }
      }
    }
  }

  @Override
  public double appetite() {
    return state == State.HERE ? usage.appetite() : 0;
  }

  @Override
  public void use(int day, int events) {
    usage.use(day, events);
  }

  @Override
  public Truth truth() {
    return truth;
  }

  private void arrive(int day) {
    int daysToCome = profile.createdDay - day;
    if (daysToCome > 3) {
      return;
    }
    if (usage == null) {
      usage = new Usage(profile, journal, dice, firstSeats * dice.within(0.4, 0.8), growth());
    }
    if (daysToCome > 0) {
      if (comesEarly) {
        usage.tryOut(day);
      }
      return;
    }
    journal.account(profile);
    Term first =
        archetype == Archetype.TRIAL
            ? contract.openTrial(day, 14, buying.firstPlan(profile), firstSeats)
            : contract.open(day, buying.firstPlan(profile), firstSeats, billingMonths);
    if (archetype == Archetype.DISCOUNTED) {
      first.discountPct = 10 * dice.between(3, 10);
      first.discountUntil = day + 30 * dice.between(2, 7);
    }
    if (profile.segment.equals("enterprise") && dice.hits(0.5)) {
      first.lastingDiscountPct = 10;
    }
    if (archetype == Archetype.TWO_LINES) {
      contract.addProduct(day, Math.max(1, firstSeats / 2));
    }
    mood =
        archetype == Archetype.QUIET_QUITTER
            ? Mood.fadingOn(day + dice.between(50, 320), desk, dice, usage)
            : Mood.of(desk, dice, usage);
    state = State.HERE;
    planRenewal();
  }

  private void stay(int day) {
    usage.live(contract.main().seats);
    mood.live(day);
    if (dice.hits(1 / 600.0)) {
      profile.owner = dice.pick(Profile.OWNERS);
      journal.account(profile);
    }
    if (day == decisionDay) {
      decide(day);
    }
    if (day == breakOffDay) {
      contract.breakOff(day);
      leave(day);
    } else if (day == contract.main().endDay && isLeaving) {
      leave(day);
    } else if (day == renewalDay) {
      renew(day);
    } else if (day % 7 == number % 7 && !isLeaving && day < contract.main().endDay) {
      consider(day);
    }
    desk.live(day);
  }

  private void decide(int day) {
    if (contract.main().kind == Term.Kind.TRIAL) {
      isLeaving = dice.hits(0.2);
      truth.cause("trial_not_bought");
      return;
    }
    Leaving leaving = Leaving.of(day, usage, desk, contract.main());
    double restless = archetype == Archetype.COMEBACK && returnDay == NEVER ? 2 : 0;
    isLeaving = dice.hits(leaving.probability(billingMonths, restless));
    truth.cause(leaving.cause());
    if (isLeaving) {
      usage.tendTo(-1);
      if (dice.hits(0.3)) {
        contract.giveNotice(day);
      }
    } else if (contract.lines() > 1 && archetype == Archetype.TWO_LINES && dice.hits(0.2)) {
      dropsSecondLine = true;
      contract.giveNoticeOfSecondLine(day);
    }
  }

  private void leave(int day) {
    contract.lapse();
    truth.left(day);
    state = State.GONE;
    if (archetype == Archetype.COMEBACK && returnDay == NEVER) {
      returnDay = day + dice.between(25, 80);
    }
  }

  private void renew(int day) {
    if (dropsSecondLine) {
      contract.dropSecondLine();
      truth.contracted(day);
      dropsSecondLine = false;
    }
    renewals++;
    if (archetype == Archetype.ANNUAL_SWITCHER && renewals == 3 + number % 5) {
      billingMonths = 12;
    }
    contract.renew(day, billingMonths, day + dice.pick(0.7, 0.2, 0.1));
    planRenewal();
  }

  private void comeBack(int day) {
    contract.renew(day, billingMonths, day);
    usage.tendTo(0);
    usage.sponsorReturns();
    truth.returned(day);
    state = State.HERE;
    isLeaving = false;
    planRenewal();
  }

  private void planRenewal() {
    int endDay = contract.main().endDay;
    int longest = billingMonths == 12 ? 50 : billingMonths == 3 ? 25 : 14;
    decisionDay = endDay - (contract.main().kind == Term.Kind.TRIAL ? 1 : dice.between(1, longest));
    boolean isLate = archetype == Archetype.SHORT_GAP && dice.hits(0.3);
    renewalDay = endDay + (isLate ? dice.between(3, 9) : 0);
  }

  /** Once a week: buy more, or, rarely, break a long contract off. */
  private void consider(int day) {
    if (contract.main().kind == Term.Kind.TRIAL) {
      return;
    }
    if (billingMonths == 12 && usage.decline() > 0.9 && breakOffDay == NEVER && dice.hits(0.01)) {
      contract.giveNotice(day);
      truth.cause("falling_usage");
      isLeaving = true;
      breakOffDay = day + 14;
      return;
    }
    double full = usage.people() / contract.main().seats;
    if (full > 0.8 && dice.hits(0.06)) {
      desk.openPlanQuestion(day);
    }
    if (buying.buys(day, full, mood.ease(day))) {
      truth.expanded(day);
      usage.discoverMore();
    }
  }

  private double growth() {
    return switch (archetype) {
      case GROWING -> dice.within(0.03, 0.09);
      case SEAT_HOG -> dice.within(0.15, 0.3);
      default -> dice.within(-0.02, 0.025);
    };
  }

  private int seats() {
    return switch (profile.segment) {
      case "smb" -> dice.between(2, 10);
      case "mid_market" -> dice.between(8, 30);
      default -> dice.between(25, 70);
    };
  }

  private int billing() {
    return switch (archetype) {
      case ANNUAL_SWITCHER, TRIAL, COMEBACK -> 1;
      default -> new int[] {1, 3, 12}[dice.pick(0.65, 0.1, 0.25)];
    };
  }
}
