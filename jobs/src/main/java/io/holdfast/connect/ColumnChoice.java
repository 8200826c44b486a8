package io.holdfast.connect;

import static org.apache.spark.sql.types.DataTypes.DateType;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.TimestampType;

import io.holdfast.table.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.types.DecimalType;

/**
 * A column of a file, chosen for a canonical one: how it is read, and why.
 *
 * @param column the canonical column
 * @param match the file's
 * @param isNamed its name spoke for it, not only its values
 */
record ColumnChoice(Column column, ColumnProfile match, boolean isNamed) {
  private static final int LONGEST_SAMPLE = 40;

  /** Its value as Holdfast can cast it, or refuse it. */
  String expression(Sql sql) {
    if (isTime() && isEpoch()) {
      return sql.instant(match.path(), match.kind());
    }
    if (isMoney()) {
      return sql.number(match.path(), "");
    }
    return column.type().equals(DoubleType) ? sql.decimal(match.path()) : sql.value(match.path());
  }

  /** The pattern of dates that are not ISO. */
  Optional<String> format() {
    return isTime() && match.kind() == ValueKind.DAY_MONTH
        ? Optional.of(match.dayMonth().pattern())
        : Optional.empty();
  }

  /** What a person should check. */
  List<String> doubts() {
    List<String> doubts = new ArrayList<>();
    if (format().isPresent() && match.dayMonth().isUncertain()) {
      doubts.add(
          "no value of "
              + match.path()
              + " tells day from month; "
              + column.name()
              + " is read as "
              + match.dayMonth().pattern());
    }
    if (column.type().equals(TimestampType) && match.kind() == ValueKind.ISO_LOCAL) {
      doubts.add(match.path() + " names no zone: read in the settings' timezone");
    }
    if (isTime() && match.unlike() > 0) {
      doubts.add(
          "of "
              + match.filled()
              + " values of "
              + match.path()
              + ", "
              + match.unlike()
              + " are no dates");
    }
    return doubts;
  }

  /** In a few words; empty where the name says it. */
  String why() {
    if (isTime() && isEpoch()) {
      return match.kind().words;
    }
    if (format().isPresent()) {
      return "as " + match.dayMonth().pattern() + ", see formats";
    }
    if (match.kind() == ValueKind.DECIMAL_COMMA) {
      return match.kind().words;
    }
    if (isMoney() && NameMatch.isCents(match.path())) {
      return "in cents";
    }
    if (Names.snake(Names.last(match.path())).equals(column.name())) {
      return "";
    }
    String by = isNamed ? "by its name; " : "by its values; ";
    return match.filled() == 0
        ? by + "empty in the sample"
        : by + "such as " + Names.shown(match.frequent(1).get(0), LONGEST_SAMPLE);
  }

  private boolean isTime() {
    return column.type().equals(DateType) || column.type().equals(TimestampType);
  }

  private boolean isEpoch() {
    return match.kind() == ValueKind.EPOCH_SECONDS || match.kind() == ValueKind.EPOCH_MILLIS;
  }

  private boolean isMoney() {
    return column.type() instanceof DecimalType;
  }
}
