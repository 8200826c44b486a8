package io.holdfast.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.TestSession;
import io.holdfast.TextTable;
import io.holdfast.table.AccountLabels;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LakeTest {
  private static final LocalDate FIRST = LocalDate.parse("2025-01-01");
  private static final LocalDate SECOND = LocalDate.parse("2025-01-02");

  @TempDir Path folder;

  @Test
  void a_table_never_written_is_empty_in_its_declared_columns() {
    assertThat(lake().read(AccountLabels.TABLE).columns())
        .containsExactly(AccountLabels.TABLE.schema().fieldNames());
  }

  @Test
  void replacing_a_day_twice_leaves_what_it_left_once_and_no_other_day_changes() {
    Lake lake = lake();
    lake.replaceDays(
        AccountLabels.TABLE,
        labels("2025-01-01", "0").union(labels("2025-01-02", "0")),
        AccountLabels.AS_OF,
        List.of(FIRST, SECOND));
    for (int i = 0; i < 2; i++) {
      lake.replaceDays(
          AccountLabels.TABLE, labels("2025-01-02", "1"), AccountLabels.AS_OF, List.of(SECOND));
    }
    assertThat(TextTable.text(lake.read(AccountLabels.TABLE), "as_of", "label"))
        .isEqualTo(
            TextTable.text(
                """
                | as_of      | label |
                | 2025-01-01 | 0     |
                | 2025-01-02 | 1     |
                """));
  }

  @Test
  void rows_of_another_day_are_refused() {
    Lake lake = lake();
    lake.replaceDays(
        AccountLabels.TABLE, labels("2025-01-01", "0"), AccountLabels.AS_OF, List.of(FIRST));
    assertThatThrownBy(
            () ->
                lake.replaceDays(
                    AccountLabels.TABLE,
                    labels("2025-01-02", "0"),
                    AccountLabels.AS_OF,
                    List.of(FIRST)))
        .hasMessageContaining("2025-01-01");
  }

  @Test
  void writing_says_how_many_rows_it_wrote_and_none_is_a_number_too() {
    Lake lake = lake();
    Dataset<Row> none =
        TestSession.spark().createDataFrame(List.of(), AccountLabels.TABLE.schema());
    assertThat(
            lake.replaceDays(
                AccountLabels.TABLE,
                labels("2025-01-01", "0"),
                AccountLabels.AS_OF,
                List.of(FIRST)))
        .isEqualTo(1);
    assertThat(lake.replaceDays(AccountLabels.TABLE, none, AccountLabels.AS_OF, List.of(SECOND)))
        .isZero();
    assertThat(lake.days(AccountLabels.TABLE, AccountLabels.AS_OF)).containsExactly(FIRST);
  }

  @Test
  void comments_of_columns_are_stored() {
    Lake lake = lake();
    lake.replaceDays(
        AccountLabels.TABLE, labels("2025-01-01", "0"), AccountLabels.AS_OF, List.of(FIRST));
    assertThat(
            TestSession.spark()
                .read()
                .format("delta")
                .load(lake.path(AccountLabels.TABLE))
                .schema()
                .apply("label")
                .getComment()
                .get())
        .isEqualTo(AccountLabels.LABEL.meaning());
  }

  private Lake lake() {
    return Lake.at(TestSession.spark(), folder.toString());
  }

  private static Dataset<Row> labels(String asOf, String label) {
    return TextTable.rows(
        AccountLabels.TABLE,
        """
        | as_of | account_id | target | label |
        | %s    | a          | churn  | %s    |
        """
            .formatted(asOf, label));
  }
}
