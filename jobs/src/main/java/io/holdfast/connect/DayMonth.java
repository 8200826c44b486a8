package io.holdfast.connect;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which comes first in dates such as 03/04/2025, told by those that can be read one way only. */
final class DayMonth {
  private static final Pattern SHAPE =
      Pattern.compile(
          "(\\d{1,2})([/.-])(\\d{1,2})\\2(\\d{4})(?:([ T])(\\d{1,2}):\\d{2}(:\\d{2})?)?.*");

  private int dayFirst;
  private int monthFirst;
  private boolean isShort;
  private String separator = "/";
  private String time = "";
  private LocalDate earliestByDay;
  private LocalDate latestByDay;
  private LocalDate earliestByMonth;
  private LocalDate latestByMonth;

  void add(String value) {
    Matcher found = SHAPE.matcher(value.strip());
    if (!found.matches()) {
      return;
    }
    int first = Integer.parseInt(found.group(1));
    int second = Integer.parseInt(found.group(3));
    int year = Integer.parseInt(found.group(4));
    dayFirst += first > 12 ? 1 : 0;
    monthFirst += second > 12 ? 1 : 0;
    isShort |= found.group(1).length() == 1 || found.group(3).length() == 1;
    separator = found.group(2);
    if (found.group(5) != null) {
      String hour = found.group(6).length() == 1 ? "H" : "HH";
      String between = found.group(5).equals("T") ? "'T'" : " ";
      time = between + hour + ":mm" + (found.group(7) == null ? "" : ":ss");
    }
    day(year, second, first)
        .ifPresent(
            d -> {
              earliestByDay =
                  earliestByDay == null || d.isBefore(earliestByDay) ? d : earliestByDay;
              latestByDay = latestByDay == null || d.isAfter(latestByDay) ? d : latestByDay;
            });
    day(year, first, second)
        .ifPresent(
            d -> {
              boolean isFirst = earliestByMonth == null || d.isBefore(earliestByMonth);
              earliestByMonth = isFirst ? d : earliestByMonth;
              latestByMonth = latestByMonth == null || d.isAfter(latestByMonth) ? d : latestByMonth;
            });
  }

  /** No value tells the order, or some tell one and some the other. */
  boolean isUncertain() {
    return (dayFirst > 0) == (monthFirst > 0);
  }

  /** Such as {@code dd/MM/yyyy HH:mm}; the day first where nothing tells. */
  String pattern() {
    String day = isShort ? "d" : "dd";
    String month = isShort ? "M" : "MM";
    return isDayFirst()
        ? day + separator + month + separator + "yyyy" + time
        : month + separator + day + separator + "yyyy" + time;
  }

  LocalDate earliest() {
    return isDayFirst() ? earliestByDay : earliestByMonth;
  }

  LocalDate latest() {
    return isDayFirst() ? latestByDay : latestByMonth;
  }

  private boolean isDayFirst() {
    return dayFirst >= monthFirst;
  }

  private static Optional<LocalDate> day(int year, int month, int day) {
    try {
      return Optional.of(LocalDate.of(year, month, day));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
