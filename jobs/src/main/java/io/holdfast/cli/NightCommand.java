package io.holdfast.cli;

import io.holdfast.error.SettingsException;
import io.holdfast.job.NightJob;
import java.util.concurrent.Callable;
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

  @Option(names = "--restate", description = "Publish an older night again (not supported yet)")
  boolean isRestatement;

  private final Console console;

  NightCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    if (isRestatement) {
      throw new SettingsException(
          "--restate is not supported by this version; nights are published in as-of order");
    }
    return Run.of(console, options, "night", asOf.date)
        .writing(isPublishOnly ? NightJob::publish : NightJob::run);
  }
}
