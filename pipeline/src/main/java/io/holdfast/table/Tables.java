package io.holdfast.table;

import java.util.List;

/** Every table of the lake, in the order in which data meets them. */
public final class Tables {
  private static final List<Table> STORED =
      List.of(
          Accounts.TABLE,
          Subscriptions.TABLE,
          UsageEvents.TABLE,
          SupportTickets.TABLE,
          Batches.TABLE,
          Rejects.TABLE,
          AccountDays.TABLE,
          UserDays.TABLE,
          AccountFeatures.TABLE,
          AccountEventFeatures.TABLE,
          AccountLabels.TABLE,
          Trainings.TABLE,
          ScoredAccounts.TABLE,
          AccountScores.TABLE,
          ScoreReasons.TABLE,
          AtRiskAccounts.TABLE,
          UpsellCandidates.TABLE,
          UpsellWithheld.TABLE,
          ModelEvaluations.TABLE,
          DataQuality.TABLE,
          SourceTrust.TABLE,
          RunManifest.TABLE);

  private Tables() {}

  /** The tables that are written; derived ones such as {@link MrrSpans} are not. */
  public static List<Table> stored() {
    return STORED;
  }

  /** The tables that a source's select yields. */
  public static List<Table> canonical() {
    return List.of(Accounts.TABLE, Subscriptions.TABLE, UsageEvents.TABLE, SupportTickets.TABLE);
  }
}
