package io.holdfast.cli;

import io.holdfast.job.FeaturesJob;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code features}: one step of a night. */
@Command(
    name = "features",
    description = "Features of the date, as known then",
    mixinStandardHelpOptions = true)
final class FeaturesCommand implements Callable<Integer> {
  @Mixin CommonOptions options = new CommonOptions();
  @Mixin AsOf asOf = new AsOf();

  private final Console console;

  FeaturesCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    return Run.of(console, options, "features", asOf.date)
        .writing(context -> context.steps().step("features", () -> FeaturesJob.run(context)));
  }
}
