package io.holdfast.job;

import static org.apache.spark.sql.functions.lit;

import io.holdfast.label.Target;
import io.holdfast.lake.Lake;
import io.holdfast.table.Trainings;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;

/**
 * The model that counts for each target on a date: the last one promoted with as_of ≤ D.
 *
 * @param ids target's word → model id; a target without a model is absent
 */
record CurrentModels(Map<String, String> ids) {
  private static final String PROMOTED = "promoted";

  /** As many rows as trainings, whatever the accounts. */
  static CurrentModels at(Lake lake, LocalDate asOf) {
    List<Row> promotions =
        lake
            .read(Trainings.TABLE)
            .filter(
                Trainings.DECISION
                    .col()
                    .equalTo(PROMOTED)
                    .and(Trainings.AS_OF.col().leq(lit(asOf))))
            .select(Trainings.TARGET.col(), Trainings.AS_OF.col(), Trainings.MODEL_ID.col())
            .collectAsList()
            .stream()
            .sorted(Comparator.comparing(r -> r.getLocalDate(1)))
            .toList();
    Map<String, String> ids = new TreeMap<>();
    promotions.forEach(r -> ids.put(r.getString(0), r.getString(2)));
    return new CurrentModels(ids);
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
