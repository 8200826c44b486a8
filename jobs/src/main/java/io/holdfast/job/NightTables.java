package io.holdfast.job;

import static org.apache.spark.sql.functions.lit;

import io.holdfast.label.Target;
import io.holdfast.lake.Lake;
import io.holdfast.outreach.AtRisk;
import io.holdfast.outreach.Expansions;
import io.holdfast.outreach.ListRules;
import io.holdfast.outreach.NightAccounts;
import io.holdfast.outreach.Overview;
import io.holdfast.outreach.Reasons;
import io.holdfast.outreach.Scores;
import io.holdfast.outreach.Upsell;
import io.holdfast.outreach.UpsellGate;
import io.holdfast.outreach.UsageTrust;
import io.holdfast.settings.Settings;
import io.holdfast.snapshot.AsOfDates;
import io.holdfast.snapshot.Snapshot;
import io.holdfast.table.AccountOverview;
import io.holdfast.table.AccountScores;
import io.holdfast.table.Accounts;
import io.holdfast.table.AtRiskAccounts;
import io.holdfast.table.FeatureDrift;
import io.holdfast.table.Published;
import io.holdfast.table.ReasonPerformance;
import io.holdfast.table.RetentionForecast;
import io.holdfast.table.ScoreReasons;
import io.holdfast.table.SourceTrust;
import io.holdfast.table.Table;
import io.holdfast.table.UpsellCandidates;
import io.holdfast.table.UpsellWithheld;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The rows a night publishes, and those they were made from. Small frames that several tables share
 * are kept until it is closed.
 *
 * @param tables published table → its columns but {@code run_id}
 * @param features of the night
 * @param accounts as known on the night
 * @param snapshot of the night
 * @param rhythms of its sources
 * @param drifts of its models
 * @param kept what is let go at the end
 */
record NightTables(
    Map<Table, Dataset<Row>> tables,
    Dataset<Row> features,
    Dataset<Row> accounts,
    Snapshot snapshot,
    SourceRhythms rhythms,
    FeatureDrifts drifts,
    Kept kept)
    implements AutoCloseable {
  /**
   * The tables of a night.
   *
   * @param rows what they are made from
   * @param modelFigures of the models that count on the night
   */
  static NightTables of(JobContext context, NightRows rows, ModelFigures modelFigures) {
    Lake lake = context.lake();
    Settings settings = context.settings();
    ListRules rules = settings.lists();
    Kept kept = new Kept();
    Snapshot snapshot =
        kept.snapshot(
            Snapshot.at(
                lake, AsOfDates.of(context.asOf()), settings.snapshot(), TrainJob.inputs(context)));
    Dataset<Row> features = kept.rows(rows.features());
    Dataset<Row> scores = kept.rows(Scores.of(rows.scored(), features, rules));
    SourceRhythms rhythms = SourceRhythms.of(context);
    UsageTrust trust = rhythms.usageTrust();
    Dataset<Row> reasons =
        kept.rows(Reasons.of(scores, features, rows.usualValues(), rules, trust));
    Dataset<Row> accounts = kept.rows(snapshot.rows(Accounts.TABLE));
    Dataset<Row> nightAccounts = kept.rows(NightAccounts.of(scores, features, accounts, trust));
    Dataset<Row> atRisk = kept.rows(AtRisk.of(nightAccounts, reasons, rules));
    Dataset<Row> withheld = kept.rows(UpsellGate.of(nightAccounts, rules));
    Dataset<Row> candidates =
        kept.rows(
            Upsell.of(
                nightAccounts,
                withheld,
                reasons,
                Expansions.of(rows.maturedLabels()),
                settings.expansion().minIncrease(),
                rules));

    Map<Table, Dataset<Row>> tables = new LinkedHashMap<>();
    tables.put(AccountScores.TABLE, onlyColumns(AccountScores.TABLE, scores));
    tables.put(ScoreReasons.TABLE, reasons);
    tables.put(AtRiskAccounts.TABLE, atRisk);
    tables.put(UpsellWithheld.TABLE, withheld);
    tables.put(UpsellCandidates.TABLE, candidates);
    tables.put(AccountOverview.TABLE, Overview.of(nightAccounts, atRisk, candidates, rules));
    tables.put(SourceTrust.TABLE, rhythms.rows(lake.spark()));
    MaturedNights matured = MaturedNights.of(context);
    tables.put(
        RetentionForecast.TABLE,
        RetentionForecasts.of(
            context, scores, features, modelFigures.calibration(Target.CHURN), matured));
    tables.put(ReasonPerformance.TABLE, matured.reasonPerformance(context.asOf()));
    FeatureDrifts drifts = FeatureDrifts.of(context, modelFigures.cards(), features);
    tables.put(FeatureDrift.TABLE, drifts.rows(lake.spark()));
    modelFigures
        .tables()
        .forEach(
            (table, figures) ->
                tables.put(
                    table,
                    figures.withColumn(
                        Published.AS_OF.name(), Published.AS_OF.from(lit(context.asOf())))));
    return new NightTables(tables, features, accounts, snapshot, rhythms, drifts, kept);
  }

  private static Dataset<Row> onlyColumns(Table table, Dataset<Row> rows) {
    return rows.select(
        table.columns().stream()
            .filter(Predicate.not(Published.RUN_ID::equals))
            .map(c -> c.col())
            .toArray(Column[]::new));
  }

  @Override
  public void close() {
    kept.close();
  }
}
