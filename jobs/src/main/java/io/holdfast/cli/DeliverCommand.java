package io.holdfast.cli;

import io.holdfast.job.DeliverJob;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code deliver}: one step of a night. */
@Command(
    name = "deliver",
    description = "Export what the manifest names for the date",
    mixinStandardHelpOptions = true)
final class DeliverCommand implements Callable<Integer> {
  @Mixin CommonOptions options = new CommonOptions();
  @Mixin AsOf asOf = new AsOf();

  private final Console console;

  DeliverCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    return Run.of(console, options, "deliver", asOf.date)
        .writing(context -> context.steps().step("deliver", () -> DeliverJob.run(context)));
  }
}
