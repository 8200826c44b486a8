package io.holdfast.cli;

import io.holdfast.deliver.DatabaseDelivery;
import io.holdfast.error.SettingsException;
import io.holdfast.job.JobResult;
import io.holdfast.landing.DatabaseLanding;
import io.holdfast.landing.Selects;
import io.holdfast.landing.Source;
import io.holdfast.settings.SettingsReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code validate}: settings first, then databases, then selects against the files that landed. */
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
  public Integer call() {
    return Run.of(console, options, "validate", null).examining(this::validate);
  }

  private JobResult validate(SparkSession spark, SettingsReader.Findings settings) {
    List<String> problems = new ArrayList<>(settings.problems());
    settings.sources().forEach(s -> problems.addAll(problems(spark, s)));
    if (settings.serving() != null) {
      problems.addAll(DatabaseDelivery.problems(settings.serving(), console::progress));
    }
    if (!problems.isEmpty()) {
      throw new SettingsException(String.join("\n", problems));
    }
    console.result(
        "settings and "
            + settings.sources().size()
            + " selects are sound: "
            + settings.sources().stream().map(Source::name).collect(Collectors.joining(", ")));
    return JobResult.done(Map.of());
  }

  private static List<String> problems(SparkSession spark, Source source) {
    return source.database() == null
        ? Selects.problemsWithFiles(spark, source)
        : DatabaseLanding.problems(spark, source);
  }
}
