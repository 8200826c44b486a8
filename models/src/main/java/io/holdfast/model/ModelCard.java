package io.holdfast.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.holdfast.error.DataException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * What a model was made from, how it was judged and what was decided: no model is stored without.
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
 * @param decision promoted or refused
 * @param reason the decision in words
 * @param settingsHash of the settings that move rows
 * @param codeVersion of the code that trained
 * @param inputs fingerprint of the batches known to the night
 * @param spreads how the features of the training rows are spread, and the probabilities of the
 *     judged ones
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
    String decision,
    String reason,
    String settingsHash,
    String codeVersion,
    String inputs,
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
        decision,
        reason,
        settingsHash,
        codeVersion,
        inputs,
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
    if (!sha256(json).equals(hash)) {
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

  static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
