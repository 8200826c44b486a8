package io.holdfast.model;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.xxhash64;

import io.holdfast.table.AccountFeatures;
import io.holdfast.table.ScoredAccounts;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * How far the accounts a model has scored are from the rows it was trained on.
 *
 * @param modelId the model
 * @param target churn or expansion
 * @param features each feature, and at last the probability
 */
public record Drift(String modelId, String target, List<Feature> features) {
  /** A major shift by the usual reading of the index (Siddiqi 2006). */
  private static final double MAJOR = 0.25;

  /** How often chance alone may raise any alarm of a model on a night. */
  private static final double FALSE_ALARMS = 0.01;

  /** Rows at most that are collected: more would say the same. */
  private static final int MOST_ROWS = 10_000;

  /** What grows by the calendar, and so drifts in any business that keeps its customers. */
  private static final Set<String> AGES =
      Stream.of(
              AccountFeatures.TENURE_DAYS,
              AccountFeatures.COMPANY_AGE_DAYS,
              AccountFeatures.RENEWALS_TO_DATE,
              AccountFeatures.MRR_CHANGES_TO_DATE,
              AccountFeatures.DAYS_SINCE_MRR_CHANGE,
              AccountFeatures.DAYS_SINCE_SEATS_CHANGE,
              AccountFeatures.DAYS_SINCE_PLAN_CHANGE)
          .map(io.holdfast.table.Column::name)
          .collect(Collectors.toUnmodifiableSet());

  private static final String MODEL = "model";
  private static final String ORDER = "draw";

  /**
   * One feature.
   *
   * @param psi population stability index
   * @param threshold what it must exceed to alarm
   */
  public record Feature(String name, double psi, double threshold) {
    /** Ages are told with their index, and raise no alarm. */
    public boolean isAlarm() {
      return psi > threshold && !AGES.contains(name);
    }
  }

  /**
   * The drift of each model that has scored any account, from one job; at most {@value #MOST_ROWS}
   * accounts a model, drawn by the hash of their id.
   *
   * @param cards of the models
   * @param accountFeatures rows of account_features of a night
   * @param eventFeatures rows of account_event_features of the night
   * @param scoredAccounts rows of scored_accounts of the night
   */
  public static List<Drift> of(
      List<ModelCard> cards,
      Dataset<Row> accountFeatures,
      Dataset<Row> eventFeatures,
      Dataset<Row> scoredAccounts) {
    List<Row> rows =
        cards.stream()
            .map(card -> scored(card, accountFeatures, eventFeatures, scoredAccounts))
            .reduce(Dataset::union)
            .map(Dataset::collectAsList)
            .orElse(List.of());
    return cards.stream()
        .map(c -> of(c, rows.stream().filter(r -> r.getString(0).equals(c.modelId())).toList()))
        .filter(drift -> !drift.features().isEmpty())
        .toList();
  }

  private static Dataset<Row> scored(
      ModelCard card,
      Dataset<Row> accountFeatures,
      Dataset<Row> eventFeatures,
      Dataset<Row> scoredAccounts) {
    Dataset<Row> ofModel =
        scoredAccounts
            .filter(ScoredAccounts.TARGET.col().equalTo(card.target()))
            .filter(ScoredAccounts.MODEL_ID.col().equalTo(card.modelId()))
            .filter(ScoredAccounts.PROBABILITY.col().isNotNull())
            .select(ScoredAccounts.ACCOUNT_ID.col(), ScoredAccounts.PROBABILITY.col());
    return drawn(
        card.encoding()
            .marking()
            .encode(accountFeatures.join(ofModel, ScoredAccounts.ACCOUNT_ID.name()), eventFeatures)
            .withColumn(MODEL, lit(card.modelId())),
        MODEL,
        Encoding.VECTOR,
        ScoredAccounts.PROBABILITY.name());
  }

  private static Drift of(ModelCard card, List<Row> rows) {
    if (rows.isEmpty()) {
      return new Drift(card.modelId(), card.target(), List.of());
    }
    Readings readings = new Readings(card.encoding().marking());
    double[][] values = readings.of(rows.stream().map(r -> r.<Vector>getAs(1).toArray()).toList());
    List<String> names = readings.features();
    double falseAlarms = FALSE_ALARMS / card.spreads().size();
    List<Feature> features =
        card.spreads().stream()
            .map(
                spread -> {
                  double[] found =
                      spread.feature().equals(Model.PROBABILITY)
                          ? rows.stream().mapToDouble(r -> r.getDouble(2)).toArray()
                          : values[names.indexOf(spread.feature())];
                  return new Feature(
                      spread.feature(),
                      spread.psi(found),
                      Math.max(MAJOR, spread.psiByChance(found, falseAlarms)));
                })
            .toList();
    return new Drift(card.modelId(), card.target(), features);
  }

  /**
   * How the features of a model's training rows are spread, and at last the probabilities that it
   * gives them.
   *
   * @param encoded rows with account_id and {@link Encoding#VECTOR}
   */
  static List<Spread> spreads(Model model, Dataset<Row> encoded) {
    List<Row> rows =
        drawn(
                model.scoreEncoded(encoded),
                AccountFeatures.ACCOUNT_ID.name(),
                Encoding.VECTOR,
                Model.PROBABILITY)
            .collectAsList();
    Readings readings = new Readings(model.encoding());
    double[][] values = readings.of(rows.stream().map(r -> r.<Vector>getAs(1).toArray()).toList());
    double independent =
        Spread.independentRows(
            rows.stream()
                .collect(Collectors.groupingBy(r -> r.getString(0), Collectors.counting()))
                .values());
    List<String> features = readings.features();
    double[] probabilities = rows.stream().mapToDouble(r -> r.getDouble(2)).toArray();
    return Stream.concat(
            IntStream.range(0, values.length)
                .mapToObj(i -> Spread.of(features.get(i), values[i], independent)),
            Stream.of(Spread.ofProbabilities(Model.PROBABILITY, probabilities, independent)))
        .toList();
  }

  /** Some columns of at most so many rows, the same ones whatever their order. */
  private static Dataset<Row> drawn(Dataset<Row> rows, String... columns) {
    return rows.withColumn(
            ORDER, xxhash64(AccountFeatures.ACCOUNT_ID.col(), AccountFeatures.AS_OF.col()))
        .orderBy(col(ORDER))
        .limit(MOST_ROWS)
        .select(Stream.of(columns).map(c -> col(c)).toArray(Column[]::new));
  }
}
