package io.holdfast.clean;

import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.TextTable;
import io.holdfast.table.Accounts;
import io.holdfast.table.Table;
import io.holdfast.table.UsageEvents;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class DistinctRowsTest {
  @Test
  void theSameRowAgainIsARepeatAndOtherContentIsRefusedWhateverTheOrder() {
    String one = "| a1 | small | north |\n";
    String other = "| a1 | tiny | north |\n";
    String header = "| account_id | segment | industry |\n";
    String expected =
        TextTable.text(
            """
            | account_id | segment | _is_repeat | _reason                                                    |
            | a1         | small   | false      |                                                            |
            | a1         | small   | true       |                                                            |
            | a1         | tiny    | false      | key account_id stands in the batch already with other content |
            """);

    assertThat(judged(Accounts.TABLE, header + one + other + one)).isEqualTo(expected);
    assertThat(judged(Accounts.TABLE, header + other + one + one)).isEqualTo(expected);
  }

  @Test
  void aValueThatMovedToAnotherColumnIsOtherContent() {
    assertThat(
            judged(
                Accounts.TABLE,
                """
                | account_id | segment | industry |
                | a1         | x       |          |
                | a1         |         | x        |
                """))
        .isEqualTo(
            TextTable.text(
                """
                | account_id | segment | _is_repeat | _reason                                                    |
                | a1         |         | false      |                                                            |
                | a1         | x       | false      | key account_id stands in the batch already with other content |
                """));
  }

  @Test
  void otherAttributesAreOtherContent() {
    Dataset<Row> rows =
        TextTable.rows(Accounts.TABLE, "| account_id |\n| a1 |")
            .drop("attributes")
            .crossJoin(
                TextTable.strings("| tier |\n| gold |\n| none |")
                    .selectExpr("map('tier', tier) AS attributes"));

    assertThat(DistinctRows.of(typed(rows), Accounts.TABLE).filter("_reason IS NOT NULL").count())
        .isEqualTo(1);
  }

  @Test
  void theSameKeyInAnotherBatchOrWithoutAKeyIsNotCompared() {
    assertThat(
            judged(
                UsageEvents.TABLE,
                """
                | event_id | account_id | ingested_on |
                | e1       | a1         | 2025-04-01  |
                | e1       | a2         | 2025-04-02  |
                |          | a1         | 2025-04-01  |
                |          | a1         | 2025-04-01  |
                """,
                "account_id"))
        .isEqualTo(
            TextTable.text(
                """
                | account_id | _is_repeat | _reason |
                | a1         | false      |         |
                | a1         | false      |         |
                | a1         | false      |         |
                | a2         | false      |         |
                """));
  }

  private static String judged(Table table, String text) {
    return judged(table, text, "account_id", "segment");
  }

  private static String judged(Table table, String text, String... columns) {
    String[] all = java.util.Arrays.copyOf(columns, columns.length + 2);
    all[columns.length] = DistinctRows.IS_REPEAT;
    all[columns.length + 1] = TypedRows.REASON;
    return TextTable.text(DistinctRows.of(typed(TextTable.rows(table, text)), table), all);
  }

  private static Dataset<Row> typed(Dataset<Row> rows) {
    return rows.withColumn(TypedRows.REASON, lit(null).cast("string"))
        .withColumn(TypedRows.TEXT, lit(null).cast("string"));
  }
}
