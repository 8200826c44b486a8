package io.holdfast.cli;

import io.holdfast.connect.Connect;
import io.holdfast.connect.Connection;
import io.holdfast.connect.ProjectFiles;
import io.holdfast.error.DataException;
import io.holdfast.error.SettingsException;
import io.holdfast.job.JobResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code connect}: from a folder of landed files to settings and selects. */
@Command(
    name = "connect",
    description = "Look at landed files; propose settings and selects, and show what they make",
    mixinStandardHelpOptions = true)
final class ConnectCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "DIR", description = "The folder with the landed files")
  Path folder;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where the proposal is written (default: the folder itself)")
  Path out;

  @Option(names = "--force", description = "Write over settings and selects that are there")
  boolean force;

  @Option(names = "--master", paramLabel = "URL", description = "Spark master (default: local[*])")
  String master;

  @Option(names = "--json", description = "One line of JSON, last on stdout")
  boolean json;

  @Option(names = "--quiet", description = "No progress")
  boolean quiet;

  @Option(names = "--verbose", description = "More progress, and stack traces of errors")
  boolean verbose;

  private final Console console;

  ConnectCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    CommonOptions options = new CommonOptions();
    options.master = master;
    options.json = json;
    options.quiet = quiet;
    options.verbose = verbose;
    Path written = out == null ? folder : out;
    Run run = Run.of(console, options, "connect", null);
    return run.withoutSettings(() -> refuse(written), spark -> connect(run, spark, written));
  }

  private void refuse(Path written) {
    if (!Files.isDirectory(folder)) {
      throw new SettingsException(
          "connect: "
              + folder
              + " is no folder; wanted the local folder with the landed files; name it");
    }
    if (!force) {
      ProjectFiles.requireNone(written, Connect.names());
    }
  }

  private JobResult connect(Run run, SparkSession spark, Path written) {
    Connection connection =
        Connect.of(spark, folder, written, quiet ? line -> {} : console::progress);
    if (!json) {
      console.result(connection.text());
    }
    run.alsoSay("out", written.toString());
    run.alsoSay("written", List.copyOf(connection.files().keySet()));
    run.alsoSay("refused", connection.refused());
    run.alsoSay("gaps", connection.gaps());
    if (!connection.missing().isEmpty()) {
      throw new DataException(
          "connect: no file below "
              + folder
              + " was recognised as "
              + String.join(" or ", connection.missing())
              + ", without which no night runs; the rest was written to "
              + written
              + "; land them, or add them to "
              + ProjectFiles.SETTINGS
              + " by hand");
    }
    return JobResult.done(connection.rows());
  }
}
