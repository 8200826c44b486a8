package io.holdfast.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvTextTest {
  @ParameterizedTest
  @ValueSource(strings = {"=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "\nx"})
  void a_text_that_a_spreadsheet_would_run_is_given_an_apostrophe(String text) {
    assertThat(line(text).replace("\"", "")).startsWith("'" + text);
  }

  @Test
  void commas_quotes_and_line_ends_are_quoted_and_others_are_not() {
    assertThat(line("Acme", "a,b", "say \"hi\"", "two\nlines", "a=b"))
        .isEqualTo("Acme,\"a,b\",\"say \"\"hi\"\"\",\"two\nlines\",a=b\r\n");
  }

  @Test
  void numbers_are_plain_dates_are_iso_and_null_is_empty() {
    assertThat(
            line(0.00012345678912, -1.5, new BigDecimal("-10.50"), LocalDate.EPOCH, true, null, 7))
        .isEqualTo("0.000123456789,-1.5,-10.50,1970-01-01,true,,7\r\n");
  }

  @Test
  void a_list_without_rows_is_its_header() {
    assertThat(CsvText.of(List.of("a", "b"), List.of())).isEqualTo("a,b\r\n");
  }

  private static String line(Object... cells) {
    String[] header = new String[cells.length];
    Arrays.fill(header, "h");
    String text = CsvText.of(List.of(header), List.of(RowFactory.create(cells)));
    return text.substring(text.indexOf("\r\n") + 2);
  }
}
