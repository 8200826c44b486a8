package io.holdfast.cli;

import io.holdfast.job.JobContext;
import io.holdfast.job.JobResult;
import io.holdfast.job.NightJob;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code night}: everything for one date. */
@Command(
    name = "night",
    description =
        "Everything for one date: ingest, features, labels, train when due, score, publish, deliver",
    mixinStandardHelpOptions = true)
final class NightCommand implements Callable<Integer> {
  @Mixin CommonOptions options = new CommonOptions();
  @Mixin AsOf asOf = new AsOf();

  @Option(names = "--no-deliver", description = "Publish, but write no files")
  boolean isPublishOnly;

  @Option(names = "--restate", description = "Publish an older night again; later ones stay")
  boolean isRestatement;

  private final Console console;

  NightCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Function<JobContext, JobResult> night = isPublishOnly ? NightJob::publish : NightJob::run;
    return Run.of(console, options, "night", asOf.date)
        .writing(isRestatement ? context -> night.apply(context.restating()) : night);
  }
}
