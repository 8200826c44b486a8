package io.holdfast.job;

import io.holdfast.job.JobContext.Steps;
import io.holdfast.job.JobResult.Status;
import io.holdfast.label.LabelRule;
import io.holdfast.lake.Inputs;
import io.holdfast.lake.Lake;
import io.holdfast.settings.Settings;
import io.holdfast.snapshot.AsOfDates;
import io.holdfast.table.Subscriptions;
import java.time.LocalDate;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.spark.sql.functions;

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
    SortedSet<LocalDate> dates = new TreeSet<>(List.of(context.asOf()));
    if (isTrainingDue) {
      dates.addAll(trainingDates(context).dates());
    }
    steps.step("features", () -> FeaturesJob.run(context, AsOfDates.of(dates)));
    steps.step("labels", () -> LabelsJob.run(context));
    if (isTrainingDue) {
      steps.step("train", () -> TrainJob.run(context));
    }
    steps.step("score", () -> ScoreJob.run(context));
    return steps.step("publish", () -> PublishJob.run(context));
  }

  /** The training dates of either target. */
  private static AsOfDates trainingDates(JobContext context) {
    Lake lake = context.lake();
    Settings settings = context.settings();
    LocalDate watermark =
        Inputs.of(lake).knownAt(context.asOf()).watermark(Subscriptions.TABLE).orElseThrow();
    LocalDate firstStart =
        lake.read(Subscriptions.TABLE)
            .agg(functions.min(Subscriptions.STARTS_ON.col()))
            .head()
            .getLocalDate(0);
    SortedSet<LocalDate> dates = new TreeSet<>();
    for (LabelRule rule : List.of(settings.churn(), settings.expansion())) {
      dates.addAll(
          TrainingDates.of(rule, settings.training(), context.asOf(), watermark, firstStart)
              .dates());
    }
    return AsOfDates.of(dates);
  }
}
