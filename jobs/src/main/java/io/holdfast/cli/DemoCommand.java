package io.holdfast.cli;

import io.holdfast.error.SettingsException;
import io.holdfast.job.JobContext;
import io.holdfast.job.JobResult;
import io.holdfast.job.NightJob;
import io.holdfast.lake.Manifest;
import io.holdfast.table.AtRiskAccounts;
import io.holdfast.table.Column;
import io.holdfast.table.Table;
import io.holdfast.table.UpsellCandidates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code demo}: whole nights on data-samples; a second run prints the same lists. */
@Command(
    name = "demo",
    description = "Nights on data-samples in a lake under the working directory",
    mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
  private static final int NIGHTS = 2;
  private static final int ROWS = 10;

  @Option(names = "--json", description = "One line of JSON, last on stdout")
  boolean json;

  @Option(names = "--quiet", description = "No progress")
  boolean quiet;

  @Option(names = "--verbose", description = "Stack traces of errors")
  boolean verbose;

  private final Console console;

  DemoCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Path samples = home().resolve("data-samples");
    List<LocalDate> nights = nights(samples.resolve("landing"));
    CommonOptions options = new CommonOptions();
    options.config = samples.resolve("holdfast.yaml");
    options.lake = "demo-lake";
    options.json = json;
    options.quiet = quiet;
    options.verbose = verbose;
    LocalDate last = nights.get(nights.size() - 1);
    int exit = Run.of(console, options, "demo", last).writing(context -> demo(context, nights));
    return exit == ExitCode.NOTHING_TO_DO ? ExitCode.DONE : exit;
  }

  private JobResult demo(JobContext context, List<LocalDate> nights) {
    JobResult result = JobResult.nothingToDo();
    Manifest manifest = Manifest.of(context.lake());
    LocalDate newest = manifest.newest().orElse(LocalDate.MIN);
    for (LocalDate night : nights) {
      // Nights are published in order: what lies behind the newest stands as it is.
      if (!night.isBefore(newest)) {
        context.progress().accept("demo: night " + night);
        result = NightJob.run(context.at(night));
      }
    }
    LocalDate last = nights.get(nights.size() - 1);
    print(
        manifest,
        last,
        AtRiskAccounts.TABLE,
        "At risk",
        List.of(
            AtRiskAccounts.LIST_RANK,
            AtRiskAccounts.ACCOUNT_NAME,
            AtRiskAccounts.MRR,
            AtRiskAccounts.CHURN_PROBABILITY,
            AtRiskAccounts.RISK_TIER,
            AtRiskAccounts.MRR_AT_RISK,
            AtRiskAccounts.REASON_1));
    print(
        manifest,
        last,
        UpsellCandidates.TABLE,
        "Ready for more",
        List.of(
            UpsellCandidates.LIST_RANK,
            UpsellCandidates.ACCOUNT_NAME,
            UpsellCandidates.MRR,
            UpsellCandidates.EXPANSION_PROBABILITY,
            UpsellCandidates.EXPANSION_KIND,
            UpsellCandidates.EXPECTED_EXPANSION_MRR,
            UpsellCandidates.REASON_1));
    return result;
  }

  private void print(
      Manifest manifest, LocalDate night, Table table, String title, List<Column> columns) {
    console.result("");
    console.result(title + " on " + night + " (the first " + ROWS + ", simulated data)");
    console.result(TextRows.of(manifest.published(table, night), columns, ROWS));
  }

  private static Path home() {
    String home = System.getProperty("holdfast.home");
    return home == null ? Path.of("").toAbsolutePath() : Path.of(home);
  }

  private static List<LocalDate> nights(Path landing) {
    try (Stream<Path> folders = Files.list(landing)) {
      List<LocalDate> dates =
          folders
              .map(f -> f.getFileName().toString())
              .filter(name -> name.matches("\\d{4}-\\d{2}-\\d{2}"))
              .map(LocalDate::parse)
              .sorted()
              .toList();
      return dates.subList(Math.max(0, dates.size() - NIGHTS), dates.size());
    } catch (IOException e) {
      throw new SettingsException(
          "data-samples are not at " + landing + "; run the demo from a checkout", e);
    }
  }
}
