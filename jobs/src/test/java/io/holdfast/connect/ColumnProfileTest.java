package io.holdfast.connect;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ColumnProfileTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          1735689600           | EPOCH_SECONDS
          1735689600000        | EPOCH_MILLIS
          42                   | WHOLE
          20250401             | WHOLE
          12.50                | DECIMAL
          12,50                | DECIMAL_COMMA
          1.234,56             | DECIMAL_COMMA
          1,234                | TEXT
          true                 | FLAG
          2025-04-01           | ISO_DATE
          2025-02-30           | TEXT
          2025-04-01T10:00:00Z | ISO_INSTANT
          2025-04-01 10:00+02:00 | ISO_INSTANT
          2025-04-01 10:00:00  | ISO_LOCAL
          1/4/2025             | DAY_MONTH
          01.04.2025 10:00     | DAY_MONTH
          +49 30 1234          | TEXT
          1-2-3                | TEXT
          """)
  void aValueLooksLikeOneThing(String value, ValueKind kind) {
    assertThat(ValueKind.of(value)).isEqualTo(kind);
  }

  @Test
  void aFewOddValuesDoNotChangeWhatAColumnIsAndAreCounted() {
    ColumnProfile column = of("n/a");
    for (int day = 10; day < 30; day++) {
      column.add("2025-03-" + day);
    }

    assertThat(column.kind()).isEqualTo(ValueKind.ISO_DATE);
    assertThat(column.unlike()).isEqualTo(1);
    assertThat(column.earliest()).isEqualTo(LocalDate.parse("2025-03-10"));
    assertThat(column.latest()).isEqualTo(LocalDate.parse("2025-03-29"));
  }

  @ParameterizedTest
  @CsvSource({
    "03/04/2025, 25/04/2025, dd/MM/yyyy, false, 2025-04-25",
    "03/04/2025, 04/25/2025, MM/dd/yyyy, false, 2025-04-25",
    "3.4.2025,   25.4.2025,  d.M.yyyy,   false, 2025-04-25",
    "03/04/2025, 05/06/2025, dd/MM/yyyy, true,  2025-06-05",
    "03/04/2025 7:30, 25/04/2025 7:45, dd/MM/yyyy H:mm, false, 2025-04-25"
  })
  void datesThatCanBeReadOneWayTellHowTheOthersAreRead(
      String first, String second, String pattern, boolean isUncertain, LocalDate latest) {
    ColumnProfile column = of(first, second);

    assertThat(column.dayMonth().pattern()).isEqualTo(pattern);
    assertThat(column.dayMonth().isUncertain()).isEqualTo(isUncertain);
    assertThat(column.latest()).isEqualTo(latest);
  }

  @Test
  void wholeNumbersBesideDecimalsAreNumbersAndBlanksAreNothing() {
    ColumnProfile column = of("10", "12.5", " ", null);

    assertThat(column.kind()).isEqualTo(ValueKind.DECIMAL);
    assertThat(column.filled()).isEqualTo(2);
  }

  private static ColumnProfile of(String... values) {
    ColumnProfile column = new ColumnProfile("c");
    for (String value : values) {
      column.add(value);
    }
    return column;
  }
}
