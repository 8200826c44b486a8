package io.holdfast.cli;

import io.holdfast.error.SettingsException;
import io.holdfast.job.JobContext;
import io.holdfast.job.JobResult;
import io.holdfast.landing.Selects;
import io.holdfast.landing.Source;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
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
  public Integer call() {
    return Run.of(console, options, "validate", null).reading(this::validate);
  }

  private JobResult validate(JobContext context) {
    Collection<Source> sources = context.settings().sources().values();
    List<String> problems =
        sources.stream()
            .flatMap(s -> Selects.problemsWithFiles(context.lake().spark(), s).stream())
            .toList();
    if (!problems.isEmpty()) {
      throw new SettingsException(String.join("\n", problems));
    }
    console.result(
        "settings and "
            + sources.size()
            + " selects are sound: "
            + String.join(", ", context.settings().sources().keySet()));
    return JobResult.done(Map.of());
  }
}
