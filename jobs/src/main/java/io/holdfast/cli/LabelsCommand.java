package io.holdfast.cli;

import io.holdfast.job.LabelsJob;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code labels}: one step of a night. */
@Command(
    name = "labels",
    description = "Labels of past dates that have matured",
    mixinStandardHelpOptions = true)
final class LabelsCommand implements Callable<Integer> {
  @Mixin CommonOptions options = new CommonOptions();
  @Mixin AsOf asOf = new AsOf();

  private final Console console;

  LabelsCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    return Run.of(console, options, "labels", asOf.date)
        .writing(context -> context.steps().step("labels", () -> LabelsJob.run(context)));
  }
}
