package io.holdfast.cli;

import io.holdfast.error.SettingsException;
import io.holdfast.job.FeaturesJob;
import io.holdfast.job.JobContext;
import io.holdfast.job.JobResult;
import io.holdfast.job.LabelsJob;
import io.holdfast.snapshot.AsOfDates;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code backfill}: features and labels of past dates, in one pass. */
@Command(
    name = "backfill",
    description = "Features and labels for past dates, in one pass",
    mixinStandardHelpOptions = true)
final class BackfillCommand implements Callable<Integer> {
  @Mixin CommonOptions options = new CommonOptions();

  @Option(names = "--from", required = true, paramLabel = "YYYY-MM-DD", description = "First day")
  LocalDate from;

  @Option(names = "--to", required = true, paramLabel = "YYYY-MM-DD", description = "Last day")
  LocalDate to;

  @Option(
      names = "--every",
      defaultValue = "28d",
      paramLabel = "DAYS",
      description = "Distance of the dates, anchored to 1970-01-01 (default: ${DEFAULT-VALUE})")
  String every;

  private final Console console;

  BackfillCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    return Run.of(console, options, "backfill", to).writing(this::backfill);
  }

  private JobResult backfill(JobContext context) {
    AsOfDates dates = dates();
    context.progress().accept("backfill: " + dates.list());
    JobResult features = context.steps().step("features", () -> FeaturesJob.run(context, dates));
    JobResult labels = context.steps().step("labels", () -> LabelsJob.run(context));
    Map<String, Long> rows = new HashMap<>(features.rows());
    rows.putAll(labels.rows());
    return rows.isEmpty() ? JobResult.nothingToDo() : JobResult.done(rows);
  }

  private AsOfDates dates() {
    if (!every.matches("[1-9][0-9]{0,3}d?")) {
      throw new SettingsException("--every is \"" + every + "\"; wanted days, such as 28d");
    }
    if (to.isBefore(from)) {
      throw new SettingsException("--to " + to + " lies before --from " + from + "; swap them");
    }
    AsOfDates dates = AsOfDates.anchored(Integer.parseInt(every.replace("d", "")), from, to);
    if (dates.isEmpty()) {
      throw new SettingsException(
          "no anchored date lies between "
              + from
              + " and "
              + to
              + " at --every "
              + every
              + "; widen the range or take --every 1d");
    }
    return dates;
  }
}
