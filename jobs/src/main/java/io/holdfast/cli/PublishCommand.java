package io.holdfast.cli;

import io.holdfast.job.PublishJob;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code publish}: one step of a night. */
@Command(
    name = "publish",
    description = "Write, check and switch the tables of the date",
    mixinStandardHelpOptions = true)
final class PublishCommand implements Callable<Integer> {
  @Mixin CommonOptions options = new CommonOptions();
  @Mixin AsOf asOf = new AsOf();

  private final Console console;

  PublishCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    return Run.of(console, options, "publish", asOf.date)
        .writing(context -> context.steps().step("publish", () -> PublishJob.run(context)));
  }
}
