package io.holdfast.model;

import io.holdfast.label.Target;
import io.holdfast.lake.Lake;
import io.holdfast.table.Trainings;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;

/** The append-only log of trainings: which model is current on a date, and when one was tried. */
public record ModelLog(List<Entry> entries) {
  public static final String PROMOTED = "promoted";
  public static final String REFUSED = "refused";
  public static final String NONE = "none";

  /**
   * One training of one target.
   *
   * @param madeFrom hash of the batches, settings and code it was made from
   */
  public record Entry(
      String target,
      LocalDate asOf,
      String modelId,
      String decision,
      LocalDate trainedTo,
      String madeFrom) {}

  /** The log of a lake: a row a training, whatever the accounts. */
  public static ModelLog of(Lake lake) {
    return new ModelLog(
        lake.rows(Trainings.TABLE).stream()
            .map(ModelLog::entry)
            .sorted(Comparator.comparing(Entry::asOf))
            .toList());
  }

  /** The current model of a date: the last promoted by a night up to it. */
  public Optional<String> current(Target target, LocalDate asOf) {
    return of(target, asOf)
        .filter(e -> e.decision().equals(PROMOTED))
        .reduce((a, b) -> b)
        .map(Entry::modelId);
  }

  /** The last training of a target up to a date, whatever became of it. */
  public Optional<Entry> last(Target target, LocalDate asOf) {
    return of(target, asOf).reduce((a, b) -> b);
  }

  private Stream<Entry> of(Target target, LocalDate asOf) {
    return entries.stream()
        .filter(e -> e.target().equals(target.word()))
        .filter(e -> !e.asOf().isAfter(asOf));
  }

  private static Entry entry(Row r) {
    return new Entry(
        r.getAs(Trainings.TARGET.name()),
        r.getAs(Trainings.AS_OF.name()),
        r.getAs(Trainings.MODEL_ID.name()),
        r.getAs(Trainings.DECISION.name()),
        r.getAs(Trainings.TRAINED_TO.name()),
        r.getAs(Trainings.MADE_FROM.name()));
  }
}
