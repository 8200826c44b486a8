package io.holdfast.cli;

import io.holdfast.job.IngestJob;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code ingest}: one step of a night. */
@Command(
    name = "ingest",
    description = "Load every landed folder up to the date that is not loaded yet",
    mixinStandardHelpOptions = true)
final class IngestCommand implements Callable<Integer> {
  @Mixin CommonOptions options = new CommonOptions();
  @Mixin AsOf asOf = new AsOf();

  private final Console console;

  IngestCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    return Run.of(console, options, "ingest", asOf.date)
        .writing(context -> context.steps().step("ingest", () -> IngestJob.run(context)));
  }
}
