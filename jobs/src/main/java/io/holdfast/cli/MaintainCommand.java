package io.holdfast.cli;

import io.holdfast.job.MaintainJob;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code maintain}: what a lake needs once a month. */
@Command(
    name = "maintain",
    description = "Join small files, delete those no table has, drop what retention: lets go",
    mixinStandardHelpOptions = true)
final class MaintainCommand implements Callable<Integer> {
  @Mixin CommonOptions options = new CommonOptions();

  private final Console console;

  MaintainCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    return Run.of(console, options, "maintain", null)
        .writing(context -> context.steps().step("maintain", () -> MaintainJob.run(context)));
  }
}
