package io.holdfast.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.holdfast.error.DataException;
import io.holdfast.label.LabelRule;
import io.holdfast.lake.Inputs;
import io.holdfast.lake.Sha256;
import io.holdfast.table.Canonical;
import io.holdfast.table.Table;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/**
 * What a model was made from, how it was judged and what was decided: no model is stored without.
 * {@link CardPage} says it in sentences.
 *
 * @param target churn or expansion
 * @param asOf the night that trained it
 * @param grade shrunk or trees
 * @param trainDates as-of dates of the training rows
 * @param baseRate positives over rows
 * @param rowsHash hash of the training rows
 * @param encoding how rows become numbers
 * @param columns names and meanings of the vector's places
 * @param calibration applied to the raw probability
 * @param learner the settings in words
 * @param seed of all fits
 * @param figures measures by fold and contender
 * @param metrics of the model on the last fold, in all and by slice, with intervals
 * @param bins of the model's probabilities there, ten of equal count
 * @param leaks features that seem to know the answer, see {@link LeakageSentinel}
 * @param decision promoted or refused
 * @param reason the decision in words
 * @param settingsHash of the settings that move rows
 * @param codeVersion of the code that trained
 * @param inputs fingerprint of the batches known to the night
 * @param task what the training was asked
 * @param judgedOn the dates of the last fold's figures; empty when nothing could be judged
 * @param sources what the inputs were, by source
 * @param known by column of account_features, or attribute, that may be learned from: training rows
 *     with a value
 * @param spreads how the features of the training rows are spread, and the probabilities that the
 *     model gives them
 * @param modelHash SHA-256 of the model's files
 */
public record ModelCard(
    String modelId,
    String target,
    String asOf,
    String grade,
    List<String> trainDates,
    long rows,
    long positives,
    double baseRate,
    String rowsHash,
    Encoding encoding,
    List<Encoding.Place> columns,
    Calibration calibration,
    String learner,
    long seed,
    List<Figures> figures,
    List<Metric> metrics,
    List<Bin> bins,
    List<Leak> leaks,
    String decision,
    String reason,
    String settingsHash,
    String codeVersion,
    String inputs,
    Task task,
    List<String> judgedOn,
    List<Source> sources,
    Map<String, Long> known,
    List<Spread> spreads,
    String modelHash) {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  /** Cards of earlier builds say nothing of spreads. */
  public ModelCard {
    spreads = spreads == null ? List.of() : spreads;
  }

  /** How one contender did on one fold. */
  public record Figures(
      int fold,
      String contender,
      String trainFrom,
      String trainTo,
      String testOn,
      Evaluation evaluation) {}

  /**
   * One measure of one part of the judged rows.
   *
   * @param slice all, or a column and its value such as {@code segment=smb}
   * @param low 95 % bootstrap interval over accounts; null where too few draws have the measure
   */
  public record Metric(String slice, String metric, Double value, Double low, Double high) {}

  /**
   * Judged rows of like probability.
   *
   * @param bin 1 holds the least
   * @param low 95 % interval of the observed rate
   */
  public record Bin(
      int bin, long rows, double meanProbability, double observedRate, double low, double high) {}

  /**
   * What a training was asked.
   *
   * @param rule when it counts as having happened
   * @param capacity accounts there is time to call on each date
   * @param minPositives fewest positives for trees
   */
  public record Task(LabelRule rule, int capacity, int minPositives) {}

  /**
   * The batches of one source that the night knew. Each of them stands in the manifest of the
   * night.
   *
   * @param source name of its table
   * @param batches how many
   * @param historyUntil the day its history ends; null without one
   * @param newest date of the newest batch
   * @param fingerprint of all of them
   */
  public record Source(
      String source, int batches, String historyUntil, String newest, String fingerprint) {
    static List<Source> of(Inputs inputs) {
      return Canonical.tables().stream()
          .filter(table -> inputs.watermark(table).isPresent())
          .map(table -> of(table, inputs.of(table)))
          .toList();
    }

    private static Source of(Table table, Inputs batches) {
      return new Source(
          table.name(),
          batches.batches().size(),
          batches.historyUntil(table).map(LocalDate::toString).orElse(null),
          batches.watermark(table).orElseThrow().toString(),
          batches.fingerprint("source"));
    }
  }

  /**
   * A feature that seems to know the answer.
   *
   * @param column of account_features, or events_28d:type; several, with commas, for ablation
   * @param test dominance, shift_back, filled_after, contract_status or ablation
   * @param figure what the test measured
   * @param wanted what it would have to be
   * @param blocks no model that learned from the column is promoted; else it is a warning
   * @param says the finding in words
   */
  public record Leak(
      String column, String test, double figure, double wanted, boolean blocks, String says) {}

  /** The card with the hash of the model's files. */
  ModelCard of(String filesHash) {
    return new ModelCard(
        modelId,
        target,
        asOf,
        grade,
        trainDates,
        rows,
        positives,
        baseRate,
        rowsHash,
        encoding,
        columns,
        calibration,
        learner,
        seed,
        figures,
        metrics,
        bins,
        leaks,
        decision,
        reason,
        settingsHash,
        codeVersion,
        inputs,
        task,
        judgedOn,
        sources,
        known,
        spreads,
        filesHash);
  }

  /**
   * A card from its JSON.
   *
   * @param hash SHA-256 of the JSON when it was written
   * @throws DataException when the JSON is not what was written
   */
  static ModelCard parse(String json, String hash, String place) {
    if (!Sha256.hex(json).equals(hash)) {
      throw new DataException(
          "model card "
              + place
              + " was changed after it was written; train again, or promote"
              + " another model");
    }
    try {
      return JSON.readValue(json, ModelCard.class);
    } catch (JsonProcessingException e) {
      throw new DataException(
          "model card "
              + place
              + " cannot be read by this version: "
              + e.getOriginalMessage()
              + "; train again",
          e);
    }
  }

  /** The card as JSON that any tool reads. */
  String json() {
    try {
      return JSON.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a card is texts and numbers", e);
    }
  }
}
