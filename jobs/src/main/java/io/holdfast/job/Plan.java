package io.holdfast.job;

import io.holdfast.label.LabelRule;
import io.holdfast.lake.Inputs;
import io.holdfast.lake.Inputs.Input;
import io.holdfast.lake.Lake;
import io.holdfast.landing.Source;
import io.holdfast.model.ModelLog;
import io.holdfast.snapshot.AsOfDates;
import io.holdfast.table.AccountFeatures;
import io.holdfast.table.Subscriptions;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.hadoop.fs.FileStatus;

/**
 * What a night would do, told without doing it: listings, the contents of landed files that are
 * new, and small tables of the lake are all that is read.
 *
 * @param asOf the night
 * @param readings landed batches that would be loaded
 * @param isFirst nothing is loaded yet, so that the dates to derive are not known
 * @param features dates whose features would be derived: missing, or stale since their inputs,
 *     rules or code changed
 * @param staleFeatures those of them that are stored already
 * @param labels target → dates whose labels would be derived
 * @param trainings targets that would be trained
 * @param isPublished these inputs, settings, code and models are what the night was published from
 * @param costs seconds a step took in past nights, as far as the steps would run
 */
public record Plan(
    LocalDate asOf,
    List<Reading> readings,
    boolean isFirst,
    SortedSet<LocalDate> features,
    SortedSet<LocalDate> staleFeatures,
    Map<String, SortedSet<LocalDate>> labels,
    List<String> trainings,
    boolean isPublished,
    Map<String, Double> costs) {

  /** One landed batch of a source. */
  public record Reading(
      String source, LocalDate ingestedOn, boolean isHistory, int files, long bytes) {}

  /**
   * The plan of a night.
   *
   * @throws io.holdfast.error.DataException when files that must be there are not, as the night
   *     itself would
   */
  public static Plan of(JobContext context) {
    Lake lake = context.lake();
    List<Reading> readings = new ArrayList<>();
    List<Input> coming = new ArrayList<>();
    DueBatches dueBatches = DueBatches.of(context, LoadedBatches.of(lake));
    for (Source source : context.settings().sources().values()) {
      for (DueBatches.Due due : dueBatches.of(source)) {
        LocalDate date = due.batch().ingestedOn();
        boolean isHistory = due.batch().isHistory();
        List<FileStatus> files = due.batch().files();
        long bytes = files.stream().mapToLong(FileStatus::getLen).sum();
        readings.add(new Reading(source.name(), date, isHistory, files.size(), bytes));
        coming.add(new Input(source.name(), date, isHistory, due.fingerprint()));
      }
    }
    if (!lake.has(Subscriptions.TABLE)) {
      return first(context, readings);
    }
    Inputs inputs = Inputs.of(lake).with(coming);
    List<String> trainings = trainings(context, inputs);
    if (coming.isEmpty() && trainings.isEmpty() && PublishJob.isPublished(context)) {
      return published(context);
    }
    AsOfDates dates = NightJob.dates(context, inputs.knownAt(context.asOf()));
    SortedSet<LocalDate> stored = lake.days(AccountFeatures.TABLE, AccountFeatures.AS_OF);
    SortedSet<LocalDate> features =
        new TreeSet<>(FeaturesJob.stale(context, inputs, dates).keySet());
    SortedSet<LocalDate> stale = new TreeSet<>(features);
    stale.retainAll(stored);
    SortedSet<LocalDate> labelled = new TreeSet<>(stored);
    labelled.addAll(features);
    return new Plan(
        context.asOf(),
        readings,
        false,
        features,
        stale,
        labels(context, inputs, labelled),
        trainings,
        false,
        PastNights.of(lake).medianSeconds());
  }

  private static Plan published(JobContext context) {
    return new Plan(
        context.asOf(),
        List.of(),
        false,
        new TreeSet<>(),
        new TreeSet<>(),
        Map.of(),
        List.of(),
        true,
        Map.of());
  }

  private static Plan first(JobContext context, List<Reading> readings) {
    return new Plan(
        context.asOf(),
        readings,
        true,
        new TreeSet<>(List.of(context.asOf())),
        new TreeSet<>(),
        Map.of(),
        List.of(),
        false,
        Map.of());
  }

  private static List<String> trainings(JobContext context, Inputs inputs) {
    ModelLog log = ModelLog.of(context.lake());
    return TrainJob.rules(context.settings()).stream()
        .filter(rule -> TrainJob.isDue(context, inputs.knownAt(context.asOf()), log, rule))
        .map(rule -> rule.target().word())
        .toList();
  }

  private static Map<String, SortedSet<LocalDate>> labels(
      JobContext context, Inputs inputs, SortedSet<LocalDate> dates) {
    Inputs known = inputs.knownAt(context.asOf());
    Map<String, SortedSet<LocalDate>> labels = new TreeMap<>();
    for (LabelRule rule : TrainJob.rules(context.settings())) {
      AsOfDates mature = LabelsJob.mature(known, dates, rule, context.asOf());
      labels.put(
          rule.target().word(),
          new TreeSet<>(LabelsJob.stale(context, known, rule, mature).keySet()));
    }
    return labels;
  }
}
