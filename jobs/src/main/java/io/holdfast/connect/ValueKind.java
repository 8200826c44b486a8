package io.holdfast.connect;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the text of one value looks like. */
enum ValueKind {
  EPOCH_SECONDS("seconds since 1970"),
  EPOCH_MILLIS("milliseconds since 1970"),
  WHOLE("whole number"),
  DECIMAL("number"),
  DECIMAL_COMMA("number with a decimal comma"),
  FLAG("yes or no"),
  ISO_DATE("date"),
  ISO_INSTANT("instant with a zone"),
  ISO_LOCAL("date and time without a zone"),
  DAY_MONTH("date, day and month with two digits each"),
  LIST("list"),
  TEXT("text");

  private static final Pattern ISO =
      Pattern.compile("(\\d{4}-\\d{2}-\\d{2})([T ]\\d{2}:\\d{2}.*)?");
  private static final Pattern ZONED = Pattern.compile(".*(Z|[+-]\\d{2}:?\\d{2}|UTC|GMT)\\s*$");
  private static final Pattern DAY_AND_MONTH =
      Pattern.compile("(\\d{1,2})([/.-])(\\d{1,2})\\2(\\d{4})([ T].*)?");

  /** After a lone comma three digits might be thousands. */
  private static final String COMMA = "-?(\\d{1,3}(\\.\\d{3})+,\\d+|\\d+,\\d{1,2})";

  private static final Set<String> FLAGS = Set.of("true", "false", "yes", "no", "t", "f", "y", "n");
  private static final LocalDate EARLIEST = LocalDate.of(2000, 1, 1);
  private static final LocalDate LATEST = LocalDate.of(2100, 1, 1);

  /** For people. */
  final String words;

  ValueKind(String words) {
    this.words = words;
  }

  static ValueKind of(String value) {
    String text = value.strip();
    if (text.matches("-?\\d{1,18}")) {
      long number = Long.parseLong(text);
      boolean isSeconds = text.length() >= 9 && isRecent(number);
      boolean isMillis = text.length() >= 12 && isRecent(Math.floorDiv(number, 1000L));
      return isSeconds ? EPOCH_SECONDS : isMillis ? EPOCH_MILLIS : WHOLE;
    }
    if (isNumber(text)) {
      return DECIMAL;
    }
    if (text.matches(COMMA)) {
      return DECIMAL_COMMA;
    }
    if (FLAGS.contains(text.toLowerCase(Locale.ROOT))) {
      return FLAG;
    }
    Matcher iso = ISO.matcher(text);
    if (iso.matches() && isoDay(iso.group(1)).isPresent()) {
      return iso.group(2) == null
          ? ISO_DATE
          : ZONED.matcher(iso.group(2)).matches() ? ISO_INSTANT : ISO_LOCAL;
    }
    return DAY_AND_MONTH.matcher(text).matches() ? DAY_MONTH : TEXT;
  }

  boolean isTime() {
    return switch (this) {
      case EPOCH_SECONDS, EPOCH_MILLIS, ISO_DATE, ISO_INSTANT, ISO_LOCAL, DAY_MONTH -> true;
      default -> false;
    };
  }

  boolean isNumber() {
    return switch (this) {
      case WHOLE, DECIMAL, DECIMAL_COMMA, EPOCH_SECONDS, EPOCH_MILLIS -> true;
      default -> false;
    };
  }

  /** The UTC day of a value of this kind; empty where the order of day and month decides. */
  Optional<LocalDate> day(String value) {
    return switch (this) {
      case EPOCH_SECONDS -> Optional.of(utcDay(Long.parseLong(value.strip())));
      case EPOCH_MILLIS -> Optional.of(utcDay(Math.floorDiv(Long.parseLong(value.strip()), 1000L)));
      case ISO_DATE, ISO_INSTANT, ISO_LOCAL -> isoDay(value.strip());
      default -> Optional.empty();
    };
  }

  private static boolean isNumber(String text) {
    if (!text.matches("[-+]?[0-9.].*")) {
      return false;
    }
    try {
      new BigDecimal(text);
      return true;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private static boolean isRecent(long seconds) {
    return seconds >= EARLIEST.toEpochDay() * 86_400 && seconds < LATEST.toEpochDay() * 86_400;
  }

  private static LocalDate utcDay(long seconds) {
    return Instant.ofEpochSecond(seconds).atZone(ZoneOffset.UTC).toLocalDate();
  }

  private static Optional<LocalDate> isoDay(String text) {
    try {
      return Optional.of(LocalDate.parse(text.substring(0, 10)));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
