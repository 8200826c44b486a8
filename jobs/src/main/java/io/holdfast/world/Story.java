package io.holdfast.world;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A customer whose life is written down: it renews on every due day unless told otherwise, and uses
 * the product at an even pace.
 */
final class Story implements Actor {
  private static final int NOON = 43_200;

  private final Profile profile;
  private final Journal journal;
  private final Contract contract;
  private final Desk desk;
  private final Truth truth;
  private final Map<Integer, Runnable> days = new HashMap<>();
  private List<String> kinds = List.of("login", "view_report", "edit", "export");
  private Clock clock = Clock.OFFICE;
  private double pace;
  private double owed;
  private int users = 1;
  private int firstUser;
  private long done;
  private boolean renews = true;
  private boolean isTwice;
  private int lateDays;

  /** When on a day the people work. */
  enum Clock {
    OFFICE,
    MIDNIGHT
  }

  private Story(Profile profile, Journal journal) {
    this.profile = profile;
    this.journal = journal;
    contract = new Contract(profile, journal);
    desk = new Desk(profile, journal, Dice.of(0, profile.id.hashCode()));
    truth = new Truth(profile, "named");
  }

  static Story of(Profile profile, Journal journal) {
    Story story = new Story(profile, journal);
    return story.on(profile.createdDay, () -> journal.account(profile));
  }

  /** What happens on a day, before renewals and usage. */
  Story on(int day, Runnable deed) {
    Runnable before = days.get(day);
    days.put(
        day,
        before == null
            ? deed
            : () -> {
              before.run();
              deed.run();
            });
    return this;
  }

  /** From a day on: so many events a day by so many people. */
  Story uses(int day, double eventsADay, int people) {
    return on(
        day,
        () -> {
          pace = eventsADay;
          users = people;
        });
  }

  /** From a day on the first people are silent. */
  Story withoutFirst(int day, int people) {
    return on(day, () -> firstUser = people);
  }

  Story kinds(String... only) {
    kinds = List.of(only);
    return this;
  }

  Story clock(Clock other) {
    clock = other;
    return this;
  }

  /** From a day on it does not renew. */
  Story stops(int day) {
    return on(day, () -> renews = false);
  }

  /** From a day on it renews again. */
  Story goesOn(int day) {
    return on(day, () -> renews = true);
  }

  /** Each event is delivered once more with the next day's files. */
  Story deliveredTwice() {
    isTwice = true;
    return this;
  }

  /** The next renewal after a day begins this many days late. */
  Story renewsLate(int day, int late) {
    return on(day, () -> lateDays = late);
  }

  Contract contract() {
    return contract;
  }

  Desk desk() {
    return desk;
  }

  @Override
  public Truth truth() {
    return truth;
  }

  @Override
  public void live(int day) {
    days.getOrDefault(day, () -> {}).run();
    if (contract.lines() > 0) {
      renew(day);
    }
    desk.live(day);
  }

  private void renew(int day) {
    Term main = contract.main();
    if (renews && day == main.endDay + lateDays) {
      lateDays = 0;
      contract.renew(day, main.billingMonths, day);
    } else if (!renews && day == main.endDay) {
      contract.lapse();
      truth.left(day);
      pace = 0;
    }
  }

  @Override
  public double appetite() {
    return pace + owed;
  }

  @Override
  public void use(int day, int events) {
    owed += pace - events;
    for (int i = 0; i < events; i++) {
      int user = firstUser + (int) (done % Math.max(1, users - firstUser));
      String kind = kinds.get((int) (done / users % kinds.size()));
      done++;
      String who = profile.id + "-u" + user;
      if (isTwice) {
        journal.twiceDelivered(profile.id, who, day, second(i), kind);
      } else {
        journal.event(profile.id, who, day, second(i), kind, 1);
      }
    }
  }

  private int second(int i) {
    return switch (clock) {
      case OFFICE -> NOON - 10_800 + 600 * (i % 36);
      case MIDNIGHT -> i % 2 == 0 ? 0 : 86_399;
    };
  }
}
