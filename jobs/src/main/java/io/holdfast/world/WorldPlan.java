package io.holdfast.world;

import io.holdfast.error.SettingsException;
import java.time.LocalDate;

/**
 * How large a simulated world is.
 *
 * @param accounts customers over the whole time; most are there from the first month
 * @param days length of the world; the last {@code nights} of them are dated folders
 * @param eventsPerDay usage events of all accounts a day, on average
 * @param seed the same seed gives the same world, byte by byte
 * @param from first day
 * @param nights dated folders; the days before them are the history
 */
public record WorldPlan(
    int accounts, int days, int eventsPerDay, long seed, LocalDate from, int nights) {
  /** First day where none is given. */
  public static final LocalDate FROM = LocalDate.of(2024, 1, 1);

  /** Dated folders where no number is given. */
  public static final int NIGHTS = 28;

  /**
   * Checks the plan.
   *
   * @throws SettingsException when a number cannot make a world
   */
  public WorldPlan {
    wanted(accounts >= 1, "--accounts", accounts, "at least 1");
    wanted(days >= 2, "--days", days, "at least 2");
    wanted(eventsPerDay >= 1, "--events-per-day", eventsPerDay, "at least 1");
    wanted(nights >= 0 && nights < days, "--nights", nights, "0 to one less than --days");
  }

  /** A plan with the usual first day and number of dated folders. */
  public static WorldPlan of(int accounts, int days, int eventsPerDay, long seed) {
    return new WorldPlan(
        accounts, days, eventsPerDay, seed, FROM, Math.min(NIGHTS, Math.max(0, days - 1)));
  }

  /** The last day. */
  public LocalDate until() {
    return from.plusDays(days - 1L);
  }

  /** The last day of the history. */
  public LocalDate historyUntil() {
    return until().minusDays(nights);
  }

  private static void wanted(boolean isMet, String option, int found, String wanted) {
    if (!isMet) {
      throw new SettingsException(
          "generate: " + option + " is " + found + "; wanted " + wanted + "; give another number");
    }
  }
}
