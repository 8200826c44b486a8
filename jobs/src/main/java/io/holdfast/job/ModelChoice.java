package io.holdfast.job;

import io.holdfast.error.SettingsException;
import io.holdfast.label.Target;
import io.holdfast.lake.Lake;
import io.holdfast.lake.Manifest;
import io.holdfast.model.ModelLog;
import io.holdfast.model.ModelStore;
import io.holdfast.table.Trainings;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** A person makes a model current from a night on, whatever the gate said of it. */
public final class ModelChoice {
  private ModelChoice() {}

  /** All trainings and choices, rows of Trainings, by target and night. */
  public static List<Row> log(Lake lake) {
    return lake.rows(Trainings.TABLE).stream()
        .sorted(
            Comparator.<Row, String>comparing(r -> r.getAs(Trainings.TARGET.name()))
                .thenComparing(r -> r.<LocalDate>getAs(Trainings.AS_OF.name())))
        .toList();
  }

  /**
   * The training that made a model, a row of Trainings.
   *
   * @throws SettingsException when there is none
   */
  public static Row trained(Lake lake, String modelId) {
    return log(lake).stream()
        .filter(r -> modelId.equals(r.getAs(Trainings.MODEL_ID.name())))
        .findFirst()
        .orElseThrow(
            () ->
                new SettingsException(
                    "model "
                        + modelId
                        + " is not in the log of "
                        + lake.uri()
                        + "; holdfast models lists those that are"));
  }

  /**
   * Makes a stored model the current one of its target.
   *
   * @param asOf the first night it counts for; null for the one after the newest published
   * @return nothing to do when it is current already
   */
  public static JobResult promote(JobContext context, String modelId, LocalDate asOf) {
    return choose(context, trained(context.lake(), modelId), night(context, asOf), "by hand");
  }

  /**
   * Makes current again what was before the current model.
   *
   * @param target null where only one has an earlier model
   * @param asOf as {@link #promote}
   */
  public static JobResult rollback(JobContext context, Target target, LocalDate asOf) {
    LocalDate night = night(context, asOf);
    ModelLog log = ModelLog.of(context.lake());
    List<Target> able =
        Arrays.stream(Target.values())
            .filter(t -> target == null || t == target)
            .filter(t -> log.previous(t, night).isPresent())
            .toList();
    if (able.isEmpty()) {
      throw new SettingsException(
          "no model of "
              + (target == null ? "either target" : target.word())
              + " was current before the one that is; holdfast models lists them, and models"
              + " promote ID makes any of them current");
    }
    if (able.size() > 1) {
      throw new SettingsException(
          "both targets have an earlier model; say which to roll back: --target "
              + able.stream().map(Target::word).collect(Collectors.joining(" or --target ")));
    }
    String earlier = log.previous(able.get(0), night).orElseThrow();
    return choose(context, trained(context.lake(), earlier), night, "rolled back");
  }

  private static JobResult choose(JobContext context, Row trained, LocalDate night, String how) {
    Lake lake = context.lake();
    String modelId = trained.getAs(Trainings.MODEL_ID.name());
    Target target = Target.of(trained.<String>getAs(Trainings.TARGET.name()));
    String before = ModelLog.of(lake).current(target, night).orElse(null);
    if (modelId.equals(before)) {
      context.progress().accept("models: " + modelId + " is current already");
      return JobResult.nothingToDo();
    }
    // A model that is gone or was changed is refused before it counts.
    ModelStore.of(lake).load(target.word(), modelId);
    Row choice =
        RowFactory.create(
            target.word(),
            night,
            modelId,
            ModelLog.CHOSEN,
            "chosen: " + how + (before == null ? "" : " in place of " + before),
            trained.getAs(Trainings.TRAINED_TO.name()),
            trained.getAs(Trainings.ROWS.name()),
            trained.getAs(Trainings.POSITIVES.name()),
            trained.getAs(Trainings.MADE_FROM.name()));
    lake.replaceWhere(
        Trainings.TABLE,
        lake.spark().createDataFrame(List.of(choice), Trainings.TABLE.schema()).coalesce(1),
        "%s = '%s' AND %s = DATE'%s' AND %s = '%s'"
            .formatted(
                Trainings.TARGET.name(),
                target.word(),
                Trainings.AS_OF.name(),
                night,
                Trainings.DECISION.name(),
                ModelLog.CHOSEN));
    context.progress().accept("models: " + modelId + " counts from the night of " + night + " on");
    return JobResult.done(Map.of(Trainings.TABLE.name(), 1L));
  }

  /** Nights that are published rest on the models that counted for them. */
  private static LocalDate night(JobContext context, LocalDate asOf) {
    LocalDate newest = Manifest.of(context.lake()).requireNewest();
    if (asOf != null && !asOf.isAfter(newest)) {
      throw new SettingsException(
          "night "
              + asOf
              + " is published, or older than the newest published night "
              + newest
              + ", and rests on the model that counted for it; choose a model from a later night"
              + " on");
    }
    return asOf == null ? newest.plusDays(1) : asOf;
  }
}
