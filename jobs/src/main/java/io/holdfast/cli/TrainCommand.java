package io.holdfast.cli;

import io.holdfast.job.TrainJob;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code train}: one step of a night. */
@Command(
    name = "train",
    description = "Train and judge models when training is due",
    mixinStandardHelpOptions = true)
final class TrainCommand implements Callable<Integer> {
  @Mixin CommonOptions options = new CommonOptions();
  @Mixin AsOf asOf = new AsOf();

  private final Console console;

  TrainCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    return Run.of(console, options, "train", asOf.date)
        .writing(context -> context.steps().step("train", () -> TrainJob.run(context)));
  }
}
