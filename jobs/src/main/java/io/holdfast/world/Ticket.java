package io.holdfast.world;

import java.time.Instant;

/**
 * One support ticket with all that will happen to it; a row shows what has happened by then.
 * Instants are seconds since 1970; {@link #NEVER} does not happen.
 */
final class Ticket {
  static final long NEVER = Long.MAX_VALUE;
  static final String HEADER =
      "number,account,opened,first_reply,solved,reopened,escalated,rated,rating,priority,kind,"
          + "agent,replies";
  private static final long DAY = 86_400;

  final String number;
  final String account;
  final long openedAt;
  long firstReplyAt = NEVER;
  long solvedAt = NEVER;
  long reopenedAt = NEVER;
  long escalatedAt = NEVER;
  long ratedAt = NEVER;
  int rating;
  String priority = "normal";
  String kind = "question";
  String agent = "sam";

  Ticket(String number, String account, long openedAt) {
    this.number = number;
    this.account = account;
    this.openedAt = openedAt;
  }

  /** Something happens to it on this day. */
  boolean changesOn(int day) {
    return isOn(openedAt, day)
        || isOn(firstReplyAt, day)
        || isOn(solvedAt, day)
        || isOn(reopenedAt, day)
        || isOn(escalatedAt, day)
        || isOn(ratedAt, day);
  }

  /** Nothing happens to it after this day. */
  boolean isSettledBy(int day) {
    return solvedAt < (day + 1) * DAY && (ratedAt == NEVER || ratedAt < (day + 1) * DAY);
  }

  boolean isOpenOn(int day) {
    return openedAt < (day + 1) * DAY && solvedAt >= (day + 1) * DAY;
  }

  /** The row as known at the end of a day. */
  String line(int day) {
    long end = (day + 1) * DAY;
    int replies = (firstReplyAt < end ? 1 : 0) + (escalatedAt < end ? 2 : 0);
    return String.join(
        ",",
        number,
        account,
        at(openedAt, end),
        at(firstReplyAt, end),
        at(solvedAt, end),
        at(reopenedAt, end),
        at(escalatedAt, end),
        at(ratedAt, end),
        ratedAt < end ? String.valueOf(rating) : "",
        priority,
        kind,
        agent,
        String.valueOf(replies + (solvedAt < end ? 1 : 0)));
  }

  private static boolean isOn(long at, int day) {
    return at >= day * DAY && at < (day + 1) * DAY;
  }

  private static String at(long at, long end) {
    return at < end ? Instant.ofEpochSecond(at).toString() : "";
  }
}
