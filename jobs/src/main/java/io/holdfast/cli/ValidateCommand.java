package io.holdfast.cli;

import io.holdfast.error.SettingsException;
import io.holdfast.landing.Selects;
import io.holdfast.landing.Source;
import io.holdfast.settings.Settings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code validate}: settings first, then the selects against the files that landed. */
@Command(
    name = "validate",
    description = "Settings and selects, all problems at once",
    mixinStandardHelpOptions = true)
final class ValidateCommand implements Callable<Integer> {
  @Mixin CommonOptions options = new CommonOptions();

  private final Console console;

  ValidateCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    Settings settings = Run.settings(options);
    List<String> problems = new ArrayList<>();
    try (SparkSession spark = Session.open(options.master)) {
      for (Source source : settings.sources().values()) {
        problems.addAll(Selects.problemsWithFiles(spark, source));
      }
    }
    if (!problems.isEmpty()) {
      throw new SettingsException(String.join("\n", problems));
    }
    console.result(
        "settings and "
            + settings.sources().size()
            + " selects are sound: "
            + String.join(", ", settings.sources().keySet()));
    return ExitCode.DONE;
  }
}
