package io.holdfast.cli;

import io.holdfast.job.ScoreJob;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code score}: one step of a night. */
@Command(
    name = "score",
    description = "Score the accounts of the date",
    mixinStandardHelpOptions = true)
final class ScoreCommand implements Callable<Integer> {
  @Mixin CommonOptions options = new CommonOptions();
  @Mixin AsOf asOf = new AsOf();

  private final Console console;

  ScoreCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    return Run.of(console, options, "score", asOf.date)
        .writing(context -> context.steps().step("score", () -> ScoreJob.run(context)));
  }
}
