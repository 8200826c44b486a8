package io.holdfast.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.holdfast.lake.Lake;
import io.holdfast.lake.Manifest;
import io.holdfast.table.RunManifest;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;

/**
 * What the steps of the newest published nights took.
 *
 * @param nights step → seconds, a map a night, the newest first
 */
record PastNights(List<Map<String, Double>> nights) {
  private static final int NEWEST = 5;
  private static final ObjectMapper JSON = new ObjectMapper();

  static PastNights of(Lake lake) {
    List<LocalDate> nights = List.copyOf(Manifest.of(lake).nights());
    return new PastNights(
        lake
            .readDays(
                RunManifest.TABLE,
                RunManifest.AS_OF,
                nights.subList(Math.max(0, nights.size() - NEWEST), nights.size()))
            .filter(RunManifest.COST.col().isNotNull())
            .select(RunManifest.PUBLISHED_AT.col(), RunManifest.COST.col())
            .distinct()
            .orderBy(RunManifest.PUBLISHED_AT.col().desc())
            .limit(NEWEST)
            .collectAsList()
            .stream()
            .map(PastNights::seconds)
            .toList());
  }

  /** The costs as the manifest keeps them: a JSON object of step and seconds. */
  static String json(Map<String, Double> seconds) {
    try {
      return JSON.writeValueAsString(seconds);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("names and numbers always make JSON", e);
    }
  }

  /** Step → median of the nights that had it, in the order of a night. */
  Map<String, Double> medianSeconds() {
    Map<String, List<Double>> all = new LinkedHashMap<>();
    for (String step : List.of("ingest", "features", "labels", "train", "score", "publish")) {
      nights.stream()
          .filter(night -> night.containsKey(step))
          .forEach(night -> all.computeIfAbsent(step, s -> new ArrayList<>()).add(night.get(step)));
    }
    Map<String, Double> medians = new LinkedHashMap<>();
    all.forEach(
        (step, seconds) -> {
          seconds.sort(null);
          medians.put(step, seconds.get(seconds.size() / 2));
        });
    return medians;
  }

  private static Map<String, Double> seconds(Row row) {
    try {
      return JSON.readValue(row.getString(1), new TypeReference<>() {});
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("run_manifest.cost is not JSON: " + row.getString(1), e);
    }
  }
}
