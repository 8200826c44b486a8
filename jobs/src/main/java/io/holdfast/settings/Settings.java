package io.holdfast.settings;

import io.holdfast.deliver.ServingDatabase;
import io.holdfast.feature.FeatureRules;
import io.holdfast.label.LabelRule;
import io.holdfast.landing.Source;
import io.holdfast.outreach.ListRules;
import io.holdfast.snapshot.SnapshotRules;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;

/**
 * All settings of a run, checked. Rooms that need a part get just that part.
 *
 * @param lake URI or absolute path of the lake
 * @param timezone cuts business days and dated folders
 * @param currency the reporting currency
 * @param language of sentences: en or ja
 * @param sources by table name; a source the business lacks is absent
 * @param snapshot what snapshots need
 * @param features what features need
 * @param churn when an account has churned
 * @param expansion when an account has expanded
 * @param training when and on what to train
 * @param lists what lists need
 * @param retention how long what is stored is kept
 * @param serving the database that published nights are delivered to; null where files are all
 * @param json all settings as one line of JSON with sorted keys, without secrets
 * @param hash SHA-256 (hex) of the settings that move rows: not lake, paths or delivery
 */
public record Settings(
    String lake,
    ZoneId timezone,
    String currency,
    String language,
    Map<String, Source> sources,
    SnapshotRules snapshot,
    FeatureRules features,
    LabelRule churn,
    LabelRule expansion,
    Training training,
    ListRules lists,
    Retention retention,
    ServingDatabase serving,
    String json,
    String hash) {

  /**
   * When and on what to train.
   *
   * @param everyDays distance of the anchored training dates
   * @param maxSnapshots most training dates, the newest
   * @param when how often training is due
   * @param minPositives fewest positives for trees
   */
  public record Training(int everyDays, int maxSnapshots, When when, int minPositives) {}

  /**
   * How long {@code maintain} keeps what is stored.
   *
   * @param nightsDays nights before the newest published one; empty keeps all
   * @param replacedDays rows of a run after another one has replaced it
   * @param rejectsDays refused rows before the newest published night
   * @param vacuumDays files that no table has any more, for readers that have begun; at least 7
   */
  public record Retention(
      Optional<Integer> nightsDays, int replacedDays, int rejectsDays, int vacuumDays) {
    public static final Retention USUAL = new Retention(Optional.empty(), 7, 90, 7);
  }

  /** How often training is due. */
  public enum When {
    WEEKLY,
    MONTHLY,
    NEVER
  }
}
