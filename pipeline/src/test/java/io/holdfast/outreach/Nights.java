package io.holdfast.outreach;

import static org.apache.spark.sql.functions.lit;

import io.holdfast.TestSession;
import io.holdfast.TextTable;
import io.holdfast.table.AccountFeatures;
import io.holdfast.table.Accounts;
import io.holdfast.table.Canonical;
import io.holdfast.table.Published;
import io.holdfast.table.ScoredAccounts;
import io.holdfast.table.Table;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Small nights as text: the as-of date is the same everywhere and left out. */
final class Nights {
  static final LocalDate AS_OF = LocalDate.parse("2025-06-30");
  static final ListRules RULES =
      new ListRules(2, 2, 4, 2, 1, "USD", 60, true, Set.of("support_tickets"));

  static final ListRules ALL_SOURCES =
      new ListRules(
          2,
          2,
          4,
          2,
          1,
          "USD",
          60,
          true,
          Canonical.tables().stream().map(Table::name).collect(Collectors.toSet()));
  static final ListRules LONG_LISTS =
      new ListRules(9, 9, 4, 2, 1, "USD", 60, true, Set.of("support_tickets"));

  private Nights() {}

  static Dataset<Row> features(String text) {
    return of(AccountFeatures.TABLE, text);
  }

  static Dataset<Row> scored(String text) {
    return of(ScoredAccounts.TABLE, text);
  }

  static Dataset<Row> of(Table table, String text) {
    return TextTable.rows(table, text).withColumn(Published.AS_OF.name(), lit(AS_OF));
  }

  static Dataset<Row> none(Table table) {
    return TestSession.spark().createDataFrame(List.of(), table.schema());
  }

  /** No account has a probability. */
  static Dataset<Row> noScores() {
    return Scores.of(none(ScoredAccounts.TABLE), none(AccountFeatures.TABLE), RULES);
  }

  static Dataset<Row> accounts(Dataset<Row> scored, Dataset<Row> features) {
    return accounts(scored, features, UsageTrust.WHOLE);
  }

  static Dataset<Row> accounts(Dataset<Row> scored, Dataset<Row> features, UsageTrust trust) {
    return NightAccounts.of(
        Scores.of(scored, features, RULES),
        features,
        none(Accounts.TABLE).withColumn(Published.AS_OF.name(), lit(AS_OF)),
        trust);
  }
}
