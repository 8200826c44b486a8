package io.holdfast.check;

import static io.holdfast.check.Check.Level.STOP;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_distinct;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import io.holdfast.table.AccountScores;
import io.holdfast.table.AtRiskAccounts;
import io.holdfast.table.Column;
import io.holdfast.table.Published;
import io.holdfast.table.Table;
import io.holdfast.table.UpsellCandidates;
import io.holdfast.table.UpsellWithheld;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** What must hold of published rows before a night is switched. */
public final class PublishedChecks {
  private static final List<Column> PROBABILITIES =
      List.of(
          AccountScores.PROBABILITY,
          AtRiskAccounts.CHURN_PROBABILITY,
          UpsellCandidates.EXPANSION_PROBABILITY,
          UpsellWithheld.EXPANSION_PROBABILITY);
  private static final String RISK_TIER = "its_risk_tier";
  private static final String WITHHELD_CODE = "its_withheld_code";

  private PublishedChecks() {}

  /** Keys, probabilities, money and ranks, as far as the table has them. */
  public static List<Check> of(Table table) {
    List<Check> checks = new ArrayList<>();
    org.apache.spark.sql.Column[] key =
        table.key().stream().map(Column::col).toArray(org.apache.spark.sql.Column[]::new);
    checks.add(
        Check.atMost(
            STOP,
            table.name(),
            "rows whose key another row has",
            count(lit(1)).minus(count_distinct(struct(key))),
            0));
    if (table == AccountScores.TABLE) {
      checks.add(
          Check.atMost(
              STOP,
              table.name(),
              "nights without any scored account",
              when(count(lit(1)).equalTo(0), 1).otherwise(0),
              0));
    }
    List<Column> mustBeThere = new ArrayList<>(table.key());
    if (table.columns().contains(AtRiskAccounts.LIST_RANK)) {
      mustBeThere.add(AtRiskAccounts.ACCOUNT_ID);
      checks.add(
          Check.atMost(
              STOP,
              table.name(),
              "ranks left out or given twice",
              max(AtRiskAccounts.LIST_RANK.col())
                  .minus(count_distinct(AtRiskAccounts.LIST_RANK.col()))
                  .plus(count(lit(1)))
                  .minus(count_distinct(AtRiskAccounts.ACCOUNT_ID.col())),
              0));
    }
    mustBeThere.stream()
        .map(c -> c.col().isNull())
        .reduce(org.apache.spark.sql.Column::or)
        .ifPresent(
            isMissing ->
                checks.add(Check.none(STOP, table.name(), "rows with an empty key", isMissing)));
    for (Column column : table.columns()) {
      if (PROBABILITIES.contains(column)) {
        checks.add(
            Check.none(
                STOP,
                table.name(),
                column.name() + " outside 0 to 1",
                not(column.col().between(0, 1))));
      }
      if (column.equals(AccountScores.MRR)) {
        checks.add(Check.none(STOP, table.name(), "mrr below 0", column.col().lt(0)));
      }
    }
    return List.copyOf(checks);
  }

  /** Upsell candidates beside what the other tables of the night say of them. */
  public static Dataset<Row> candidates(
      Dataset<Row> upsellCandidates, Dataset<Row> accountScores, Dataset<Row> upsellWithheld) {
    String[] account = {Published.AS_OF.name(), AccountScores.ACCOUNT_ID.name()};
    return upsellCandidates
        .join(
            accountScores
                .filter(AccountScores.RISK_TIER.col().isNotNull())
                .select(
                    Published.AS_OF.col(),
                    AccountScores.ACCOUNT_ID.col(),
                    AccountScores.RISK_TIER.col().as(RISK_TIER)),
            account,
            "left")
        .join(
            upsellWithheld.select(
                Published.AS_OF.col(),
                UpsellWithheld.ACCOUNT_ID.col(),
                UpsellWithheld.WITHHELD_CODE.col().as(WITHHELD_CODE)),
            account,
            "left");
  }

  /** The rule that must never break, over rows of {@link #candidates}. */
  public static List<Check> ofCandidates() {
    String table = UpsellCandidates.TABLE.name();
    return List.of(
        Check.none(
            STOP,
            table,
            "accounts at critical or high risk",
            col(RISK_TIER).isin("critical", "high")),
        Check.none(STOP, table, "accounts that are withheld", col(WITHHELD_CODE).isNotNull()));
  }
}
