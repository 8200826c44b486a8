package io.holdfast.cli;

import io.holdfast.job.JobContext;
import io.holdfast.job.JobResult;
import io.holdfast.job.PublishJob;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code publish}: one step of a night. */
@Command(
    name = "publish",
    description = "Write, check and switch the tables of the date",
    mixinStandardHelpOptions = true)
final class PublishCommand implements Callable<Integer> {
  @Mixin CommonOptions options = new CommonOptions();
  @Mixin AsOf asOf = new AsOf();

  @Option(names = "--restate", description = "Publish an older night again; later ones stay")
  boolean isRestatement;

  private final Console console;

  PublishCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    return Run.of(console, options, "publish", asOf.date)
        .writing(context -> publish(isRestatement ? context.restating() : context));
  }

  private static JobResult publish(JobContext context) {
    return context.steps().step("publish", () -> PublishJob.run(context));
  }
}
