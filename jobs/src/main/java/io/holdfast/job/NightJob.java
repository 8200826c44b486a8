package io.holdfast.job;

import io.holdfast.job.JobContext.Steps;
import io.holdfast.job.JobResult.Status;
import io.holdfast.lake.Inputs;
import io.holdfast.snapshot.AsOfDates;
import java.time.LocalDate;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** Everything for one as-of date; the same night again changes nothing. */
public final class NightJob {
  private NightJob() {}

  /** From landed files to lists people act on. */
  public static JobResult run(JobContext context) {
    JobResult published = publish(context);
    JobResult delivered = context.steps().step("deliver", () -> DeliverJob.run(context));
    return published.status() == Status.DONE ? published : delivered;
  }

  /** The same without the files at the end. */
  public static JobResult publish(JobContext context) {
    Steps steps = context.steps();
    steps.step("ingest", () -> IngestJob.run(context));
    boolean isTrainingDue = TrainJob.isDue(context);
    if (!isTrainingDue && PublishJob.isPublished(context)) {
      return JobResult.nothingToDo();
    }
    // Before a training of an older night could change which model counts for later ones.
    PublishJob.refuseOlderNight(context);
    AsOfDates dates = dates(context, TrainJob.inputs(context));
    Parity parity = Parity.of(context, dates);
    steps.step("features", () -> FeaturesJob.run(context, dates, parity));
    steps.step("labels", () -> LabelsJob.run(context));
    if (isTrainingDue) {
      steps.step("train", () -> TrainJob.run(context));
    }
    steps.step("score", () -> ScoreJob.run(context));
    return steps.step("publish", () -> PublishJob.run(context, parity));
  }

  /**
   * The night's own date, the dates that say what is usual for an account, and those that models
   * are trained on: whatever was stored before, the night rests on the same rows.
   */
  static AsOfDates dates(JobContext context, Inputs inputs) {
    LocalDate first = TrainJob.firstPrices(context, inputs);
    SortedSet<LocalDate> dates = new TreeSet<>(List.of(context.asOf()));
    UsualDates.of(context.settings(), context.asOf()).dates().dates().stream()
        .filter(d -> !d.isBefore(first))
        .forEach(dates::add);
    TrainJob.rules(context.settings())
        .forEach(rule -> dates.addAll(TrainJob.dates(context, inputs, rule).dates()));
    return AsOfDates.of(dates);
  }
}
