package io.holdfast.job;

import static org.apache.spark.sql.functions.lit;

import io.holdfast.label.LabelRule;
import io.holdfast.label.Target;
import io.holdfast.lake.Lake;
import io.holdfast.outreach.AtRisk;
import io.holdfast.outreach.Expansions;
import io.holdfast.outreach.ListRules;
import io.holdfast.outreach.NightAccounts;
import io.holdfast.outreach.Reasons;
import io.holdfast.outreach.Scores;
import io.holdfast.outreach.Upsell;
import io.holdfast.outreach.UpsellGate;
import io.holdfast.outreach.UsageTrust;
import io.holdfast.settings.Settings;
import io.holdfast.snapshot.AsOfDates;
import io.holdfast.snapshot.Snapshot;
import io.holdfast.table.AccountFeatures;
import io.holdfast.table.AccountLabels;
import io.holdfast.table.AccountScores;
import io.holdfast.table.Accounts;
import io.holdfast.table.AtRiskAccounts;
import io.holdfast.table.FeatureDrift;
import io.holdfast.table.Published;
import io.holdfast.table.ReasonPerformance;
import io.holdfast.table.RetentionForecast;
import io.holdfast.table.ScoreReasons;
import io.holdfast.table.ScoredAccounts;
import io.holdfast.table.SourceTrust;
import io.holdfast.table.Table;
import io.holdfast.table.UpsellCandidates;
import io.holdfast.table.UpsellWithheld;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
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
    List<Dataset<Row>> kept)
    implements AutoCloseable {
  static NightTables of(JobContext context, ModelFigures modelFigures) {
    Lake lake = context.lake();
    Settings settings = context.settings();
    ListRules rules = settings.lists();
    List<LocalDate> date = List.of(context.asOf());
    List<Dataset<Row>> kept = new ArrayList<>();
    Snapshot snapshot = Snapshot.at(lake, AsOfDates.of(context.asOf()), settings.snapshot());
    Dataset<Row> features =
        keep(kept, lake.readDays(AccountFeatures.TABLE, AccountFeatures.AS_OF, date));
    Dataset<Row> usualValues = UsualDates.of(settings, context.asOf()).values(lake);
    Dataset<Row> scored = lake.readDays(ScoredAccounts.TABLE, ScoredAccounts.AS_OF, date);

    Dataset<Row> scores = keep(kept, Scores.of(scored, features, rules));
    SourceRhythms rhythms = SourceRhythms.of(context);
    UsageTrust trust = rhythms.usageTrust();
    Dataset<Row> reasons = keep(kept, Reasons.of(scores, features, usualValues, rules, trust));
    Dataset<Row> accounts = keep(kept, snapshot.rows(Accounts.TABLE));
    Dataset<Row> nightAccounts = keep(kept, NightAccounts.of(scores, features, accounts, trust));
    Dataset<Row> atRisk = AtRisk.of(nightAccounts, reasons, rules);
    Dataset<Row> withheld = keep(kept, UpsellGate.of(nightAccounts, rules));
    Dataset<Row> candidates =
        Upsell.of(
            nightAccounts,
            withheld,
            reasons,
            expansions(lake, settings, context.asOf()),
            settings.expansion().minIncrease(),
            rules);

    Map<Table, Dataset<Row>> tables = new LinkedHashMap<>();
    tables.put(AccountScores.TABLE, onlyColumns(AccountScores.TABLE, scores));
    tables.put(ScoreReasons.TABLE, reasons);
    tables.put(AtRiskAccounts.TABLE, atRisk);
    tables.put(UpsellWithheld.TABLE, withheld);
    tables.put(UpsellCandidates.TABLE, candidates);
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
            (table, rows) ->
                tables.put(
                    table,
                    rows.withColumn(
                        Published.AS_OF.name(), Published.AS_OF.from(lit(context.asOf())))));
    return new NightTables(tables, features, accounts, snapshot, rhythms, drifts, kept);
  }

  /** Expansions of the training dates that had matured by the night. */
  private static Dataset<Row> expansions(Lake lake, Settings settings, LocalDate asOf) {
    LabelRule rule = settings.expansion();
    int everyDays = settings.training().everyDays();
    LocalDate to = asOf.minusDays(rule.daysToMaturity());
    LocalDate from = to.minusDays((long) everyDays * settings.training().maxSnapshots() - 1);
    var mature = AsOfDates.anchored(everyDays, from, to).dates();
    return Expansions.of(lake.readDays(AccountLabels.TABLE, AccountLabels.AS_OF, mature));
  }

  /**
   * Kept, and known to the planner as rows only: plans over plans over plans cost more than the
   * rows they make.
   */
  private static Dataset<Row> keep(List<Dataset<Row>> kept, Dataset<Row> rows) {
    Dataset<Row> cached = rows.persist();
    kept.add(cached);
    return rows.sparkSession().createDataFrame(cached.javaRDD(), rows.schema());
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
    kept.forEach(Dataset::unpersist);
    snapshot.close();
  }
}
