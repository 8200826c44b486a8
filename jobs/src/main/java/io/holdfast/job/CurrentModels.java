package io.holdfast.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.holdfast.label.Target;
import io.holdfast.lake.Lake;
import io.holdfast.model.ModelLog;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The model that counts for each target on a date: the last one promoted with as_of ≤ D.
 *
 * @param ids target's word → model id; a target without a model is absent
 */
record CurrentModels(Map<String, String> ids) {

  /** What the log of trainings says. */
  static CurrentModels at(Lake lake, LocalDate asOf) {
    ModelLog log = ModelLog.of(lake);
    Map<String, String> ids = new TreeMap<>();
    for (Target target : Target.values()) {
      log.current(target, asOf).ifPresent(id -> ids.put(target.word(), id));
    }
    return new CurrentModels(ids);
  }

  /** The same from what {@link #json} wrote. */
  static CurrentModels of(String json) {
    try {
      Map<String, String> ids = new TreeMap<>();
      new ObjectMapper()
          .readTree(json).properties().stream()
              .filter(e -> !e.getValue().isNull())
              .forEach(e -> ids.put(e.getKey(), e.getValue().asText()));
      return new CurrentModels(ids);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("run_manifest.models is not JSON: " + json, e);
    }
  }

  /** The model of a target; empty where there is none. */
  Optional<String> of(Target target) {
    return Optional.ofNullable(ids.get(target.word()));
  }

  /** As JSON: target → model id or null. */
  String json() {
    return List.of(Target.values()).stream()
        .map(Target::word)
        .sorted()
        .map(t -> "\"" + t + "\":" + (ids.containsKey(t) ? "\"" + ids.get(t) + "\"" : "null"))
        .collect(Collectors.joining(",", "{", "}"));
  }
}
