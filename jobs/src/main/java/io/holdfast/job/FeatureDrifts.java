package io.holdfast.job;

import static org.apache.spark.sql.functions.lit;

import io.holdfast.check.Check;
import io.holdfast.check.Finding;
import io.holdfast.lake.Lake;
import io.holdfast.model.Drift;
import io.holdfast.model.ModelCard;
import io.holdfast.table.AccountEventFeatures;
import io.holdfast.table.FeatureDrift;
import io.holdfast.table.Published;
import io.holdfast.table.ScoredAccounts;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;

/**
 * How far the accounts of a night are from what its models were trained on. As many as features,
 * whatever the accounts.
 *
 * @param asOf the night
 * @param models the drift of each current model that has scored accounts
 */
record FeatureDrifts(LocalDate asOf, List<Drift> models) {
  /** Features that a line for people names. */
  private static final int MOST_NAMED = 3;

  /**
   * The drift of the current models.
   *
   * @param cards of the models
   * @param features rows of AccountFeatures of the night
   */
  static FeatureDrifts of(JobContext context, List<ModelCard> cards, Dataset<Row> features) {
    Lake lake = context.lake();
    List<LocalDate> night = List.of(context.asOf());
    return new FeatureDrifts(
        context.asOf(),
        Drift.of(
            cards,
            features,
            lake.readDays(AccountEventFeatures.TABLE, AccountEventFeatures.AS_OF, night),
            lake.readDays(ScoredAccounts.TABLE, ScoredAccounts.AS_OF, night)));
  }

  /** The rows of FeatureDrift but {@code run_id}. */
  Dataset<Row> rows(SparkSession spark) {
    List<Row> rows =
        models.stream()
            .flatMap(
                m ->
                    m.features().stream()
                        .map(
                            f ->
                                RowFactory.create(
                                    asOf,
                                    "",
                                    m.modelId(),
                                    m.target(),
                                    f.name(),
                                    f.psi(),
                                    f.threshold(),
                                    f.isAlarm())))
            .toList();
    return spark
        .createDataFrame(rows, FeatureDrift.TABLE.schema())
        .drop(Published.RUN_ID.name())
        .coalesce(1);
  }

  /** A warning for each model that reads features which have drifted. */
  List<Finding> findings() {
    return models.stream()
        .map(
            m ->
                new Finding(
                    Check.atMost(
                        Check.Level.WARN,
                        FeatureDrift.TABLE.name(),
                        "features of the " + m.target() + " model that have drifted",
                        lit(0),
                        0),
                    alarms(m).size()))
        .toList();
  }

  /** The same for people, a line each. */
  List<String> warnings() {
    return models.stream()
        .filter(m -> !alarms(m).isEmpty())
        .map(
            m ->
                "WARN %s model: %d of %d features have drifted from its training, most of all %s"
                    .formatted(
                        m.target(),
                        alarms(m).size(),
                        m.features().size(),
                        alarms(m).stream()
                            .limit(MOST_NAMED)
                            .map(f -> "%s (PSI %.2f)".formatted(f.name(), f.psi()))
                            .collect(Collectors.joining(", "))))
        .toList();
  }

  /** The farthest first. */
  private static List<Drift.Feature> alarms(Drift model) {
    return model.features().stream()
        .filter(Drift.Feature::isAlarm)
        .sorted(
            Comparator.comparingDouble(Drift.Feature::psi)
                .reversed()
                .thenComparing(Drift.Feature::name))
        .toList();
  }
}
