package io.holdfast.model;

import io.holdfast.label.Target;
import io.holdfast.lake.Lake;
import io.holdfast.table.Trainings;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;

/**
 * The append-only log of trainings and of what people chose: which model is current on a date, and
 * when one was tried.
 */
public record ModelLog(List<Entry> entries) {
  public static final String PROMOTED = "promoted";
  public static final String REFUSED = "refused";
  public static final String NONE = "none";

  /** A person made it current, whatever the gate said. */
  public static final String CHOSEN = "chosen";

  /**
   * One training of one target, or one choice of a person.
   *
   * @param madeFrom hash of the batches, settings and code it was made from
   */
  public record Entry(
      String target,
      LocalDate asOf,
      String modelId,
      String decision,
      LocalDate trainedTo,
      String madeFrom) {

    /** A person decided, which counts for more than what a training decided on the same night. */
    boolean isChoice() {
      return decision.equals(CHOSEN);
    }
  }

  /** The log of a lake: a row a training, whatever the accounts. */
  public static ModelLog of(Lake lake) {
    return new ModelLog(
        lake.rows(Trainings.TABLE).stream()
            .map(ModelLog::entry)
            .sorted(Comparator.comparing(Entry::asOf).thenComparing(Entry::isChoice))
            .toList());
  }

  /** The current model of a date: the last that was promoted or chosen for a night up to it. */
  public Optional<String> current(Target target, LocalDate asOf) {
    List<String> all = successive(target, asOf);
    return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
  }

  /** The model that was current before the one of a date. */
  public Optional<String> previous(Target target, LocalDate asOf) {
    List<String> all = successive(target, asOf);
    return all.size() < 2 ? Optional.empty() : Optional.of(all.get(all.size() - 2));
  }

  /** The models that were current one after the other, up to a date. */
  private List<String> successive(Target target, LocalDate asOf) {
    List<String> ids = new ArrayList<>();
    of(target, asOf)
        .filter(e -> e.isChoice() || e.decision().equals(PROMOTED))
        .map(Entry::modelId)
        .filter(id -> ids.isEmpty() || !ids.get(ids.size() - 1).equals(id))
        .forEach(ids::add);
    return ids;
  }

  /** The last training of a target up to a date, whatever became of it. */
  public Optional<Entry> last(Target target, LocalDate asOf) {
    return of(target, asOf).filter(e -> !e.isChoice()).reduce((a, b) -> b);
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
