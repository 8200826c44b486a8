package io.holdfast.cli;

import io.holdfast.job.NightJob;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code night}: one step of a night. */
@Command(
    name = "night",
    description =
        "Everything for one date: ingest, features, labels, train when due, score, publish, deliver",
    mixinStandardHelpOptions = true)
final class NightCommand implements Callable<Integer> {
  @Mixin CommonOptions options = new CommonOptions();
  @Mixin AsOf asOf = new AsOf();

  private final Console console;

  NightCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    return Run.of(console, options, "night", asOf.date)
        .writing(context -> context.steps().step("night", () -> NightJob.run(context)));
  }
}
