package io.holdfast.invariant;

import io.holdfast.table.UsageEvents;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** Events that land on their day, days later, or a day early. */
final class RandomUsage {
  private final Dice dice;
  private static final List<String> EVENT_TYPES =
      List.of("login", "export", "invite_user", "report", "api_call");

  RandomUsage(Dice dice) {
    this.dice = dice;
  }

  /** Some accounts have users, some only daily totals, some neither, some a mix. */
  List<Cells> of(String account) {
    List<Cells> events = new ArrayList<>();
    int kind = dice.below(6);
    double busy = 0.05 + 0.3 * dice.share();
    LocalDate from = RandomWorld.FIRST_EVENT.plusDays(dice.below(100));
    LocalDate to = kind == 5 ? from : RandomWorld.LAST_EVENT.minusDays(dice.below(90));
    for (LocalDate day = from; day.isBefore(to); day = day.plusDays(1)) {
      for (int n = dice.chance(busy) ? 1 + dice.below(4) : 0; n > 0; n--) {
        Cells event =
            Cells.of()
                .with(UsageEvents.ACCOUNT_ID, account)
                .with(UsageEvents.EVENT_AT, dice.instant(day))
                .with(UsageEvents.EVENT_TYPE, EVENT_TYPES.get(dice.below(5)))
                .with(UsageEvents.QUANTITY, new BigDecimal(dice.one("1", "2", "0.5", "3.250")));
        events.add(withUsers(event, account, kind));
      }
    }
    return events;
  }

  private Cells withUsers(Cells event, String account, int kind) {
    boolean hasUser = kind <= 2 || (kind == 4 && dice.chance(0.5));
    Cells known =
        hasUser
            ? event.with(UsageEvents.USER_ID, account + "-u" + dice.below(5))
            : kind == 3 || kind == 4
                ? event.with(UsageEvents.ACTIVE_USERS, (long) dice.below(8))
                : event;
    LocalDate day = event.day(UsageEvents.EVENT_AT, RandomWorld.ZONE);
    LocalDate landedOn = day.plusDays(dice.one(0, 0, 0, 0, 0, 1, 3, 12, 70, -1));
    return World.landed(
        UsageEvents.TABLE,
        known,
        landedOn.isAfter(RandomWorld.HISTORY_UNTIL)
            ? new World.Landing(landedOn, false)
            : new World.Landing(RandomWorld.HISTORY_UNTIL, true),
        RandomWorld.ZONE);
  }
}
