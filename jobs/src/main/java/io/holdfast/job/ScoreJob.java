package io.holdfast.job;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;

import io.holdfast.label.LabelRule;
import io.holdfast.label.Target;
import io.holdfast.lake.Lake;
import io.holdfast.model.Baseline;
import io.holdfast.model.Model;
import io.holdfast.model.ModelStore;
import io.holdfast.outreach.ReasonFamily;
import io.holdfast.table.AccountEventFeatures;
import io.holdfast.table.AccountFeatures;
import io.holdfast.table.ScoredAccounts;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Scores of the accounts of a night by the current models, or by the rule where there is none. */
public final class ScoreJob {
  private static final String IS_SCORED = "is_scored";

  private ScoreJob() {}

  /** Replaces the scores of the date. */
  public static JobResult run(JobContext context) {
    return SmallWork.interpreted(context.lake().spark(), () -> score(context));
  }

  private static JobResult score(JobContext context) {
    Lake lake = context.lake();
    List<LocalDate> night = List.of(context.asOf());
    Dataset<Row> scored =
        scored(
            context,
            CurrentModels.at(lake, context.asOf()),
            lake.readDays(AccountFeatures.TABLE, AccountFeatures.AS_OF, night),
            lake.readDays(AccountEventFeatures.TABLE, AccountEventFeatures.AS_OF, night));
    long rows =
        lake.replaceDays(
            ScoredAccounts.TABLE,
            scored.coalesce(2),
            ScoredAccounts.AS_OF,
            List.of(context.asOf()));
    context.progress().accept("score: written");
    return JobResult.done(Map.of(ScoredAccounts.TABLE.name(), rows));
  }

  /**
   * The rows of ScoredAccounts, from features of the night.
   *
   * @param accounts rows of AccountFeatures
   * @param events rows of AccountEventFeatures
   */
  static Dataset<Row> scored(
      JobContext context, CurrentModels models, Dataset<Row> accounts, Dataset<Row> events) {
    ModelStore store = ModelStore.of(context.lake());
    return TrainJob.rules(context.settings()).stream()
        .map(LabelRule::target)
        .map(target -> scored(store, target, models.of(target), accounts, events))
        .reduce(Dataset::union)
        .orElseThrow();
  }

  private static Dataset<Row> scored(
      ModelStore store,
      Target target,
      Optional<String> modelId,
      Dataset<Row> accounts,
      Dataset<Row> events) {
    if (modelId.isEmpty()) {
      Column rule = Baseline.rankScore(target);
      return rows(
          accounts,
          target,
          Map.of(
              ScoredAccounts.RANK_SCORE,
              rule,
              ScoredAccounts.MEETS_RULE,
              Baseline.meetsRule(target),
              ScoredAccounts.EVIDENCE_GRADE,
              when(rule.isNull(), lit("none")).otherwise(lit("rule"))));
    }
    ModelStore.Stored stored = store.load(target.word(), modelId.get());
    // Whoever has given notice is neither trained nor judged for churn.
    Column isScored = target == Target.CHURN ? not(AccountFeatures.NOTICE_GIVEN.col()) : lit(true);
    Dataset<Row> explained =
        stored
            .model()
            .contributions(
                accounts,
                events,
                feature -> ReasonFamily.of(feature).word(),
                isScored.as(IS_SCORED),
                ScoredAccounts.MEETS_RULE.from(Baseline.meetsRule(target)));
    Column probability = when(col(IS_SCORED), col(Model.PROBABILITY));
    return rows(
        explained,
        target,
        Map.of(
            ScoredAccounts.MODEL_ID,
            lit(modelId.get()),
            ScoredAccounts.PROBABILITY,
            probability,
            ScoredAccounts.RANK_SCORE,
            probability,
            ScoredAccounts.MEETS_RULE,
            ScoredAccounts.MEETS_RULE.col(),
            ScoredAccounts.EVIDENCE_GRADE,
            lit(stored.card().grade()),
            ScoredAccounts.BASE_RATE,
            lit(stored.card().baseRate()),
            ScoredAccounts.CONTRIBUTIONS,
            when(col(IS_SCORED), col(Model.CONTRIBUTIONS))));
  }

  /** What is not said of a score is null. */
  private static Dataset<Row> rows(
      Dataset<Row> accounts, Target target, Map<io.holdfast.table.Column, Column> said) {
    return accounts.select(
        ScoredAccounts.TABLE.columns().stream()
            .map(
                column ->
                    column.isKey()
                        ? column == ScoredAccounts.TARGET
                            ? column.from(lit(target.word()))
                            : column.col()
                        : column.from(said.getOrDefault(column, lit(null))))
            .toArray(Column[]::new));
  }
}
