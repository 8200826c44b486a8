package io.holdfast.cli;

import io.holdfast.deliver.Explanation;
import io.holdfast.job.JobContext;
import io.holdfast.job.JobResult;
import io.holdfast.lake.Manifest;
import java.time.LocalDate;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code explain}: everything behind an account's place on a list. */
@Command(
    name = "explain",
    description = "Everything behind an account's place on a list",
    mixinStandardHelpOptions = true)
final class ExplainCommand implements Callable<Integer> {
  @Mixin CommonOptions options = new CommonOptions();

  @Option(names = "--account", required = true, paramLabel = "ID", description = "The customer")
  String account;

  @Option(
      names = "--as-of",
      paramLabel = "YYYY-MM-DD",
      description = "The night (default: the newest published)")
  LocalDate asOf;

  private final Console console;

  ExplainCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    return Run.of(console, options, "explain", asOf).reading(this::explain);
  }

  private JobResult explain(JobContext context) {
    LocalDate night = asOf != null ? asOf : Manifest.of(context.lake()).requireNewest();
    Explanation.of(context.lake(), night, account).forEach(console::result);
    return JobResult.done(Map.of());
  }
}
