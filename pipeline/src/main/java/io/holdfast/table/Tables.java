package io.holdfast.table;

import java.util.List;
import java.util.stream.Stream;

/** Every table of the lake, in the order in which data meets them. */
public final class Tables {
  private static final List<Table> MADE =
      List.of(
          Batches.TABLE,
          Rejects.TABLE,
          AccountDays.TABLE,
          UserDays.TABLE,
          AccountFeatures.TABLE,
          AccountEventFeatures.TABLE,
          AccountUsualValues.TABLE,
          AccountLabels.TABLE,
          Trainings.TABLE,
          ScoredAccounts.TABLE,
          AccountOverview.TABLE,
          AccountScores.TABLE,
          ScoreReasons.TABLE,
          AtRiskAccounts.TABLE,
          UpsellCandidates.TABLE,
          UpsellWithheld.TABLE,
          ModelEvaluations.TABLE,
          ModelMetrics.TABLE,
          ModelCalibration.TABLE,
          FeatureDrift.TABLE,
          ReasonPerformance.TABLE,
          RetentionForecast.TABLE,
          DataQuality.TABLE,
          SourceTrust.TABLE,
          RunManifest.TABLE);

  private Tables() {}

  /** The tables that are written; derived ones such as {@link MrrSpans} are not. */
  public static List<Table> stored() {
    return Stream.concat(Canonical.tables().stream(), MADE.stream()).toList();
  }

  /** Those that a night publishes, in the same order. */
  public static List<Table> published() {
    return stored().stream().filter(table -> table.path().startsWith("published/")).toList();
  }
}
