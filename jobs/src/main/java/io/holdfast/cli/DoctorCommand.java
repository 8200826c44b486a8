package io.holdfast.cli;

import io.holdfast.lake.Lake;
import io.holdfast.lake.LakeFormat;
import io.holdfast.lake.LakeLock;
import io.holdfast.lake.Manifest;
import io.holdfast.settings.Settings;
import java.time.Clock;
import java.time.LocalDate;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FsStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code doctor}: what a run would stand on, and what to mend. */
@Command(
    name = "doctor",
    description = "Java, memory, storage, versions, lake, manifest, lock; says what to mend",
    mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {
  private static final long LITTLE_MEMORY = 2L << 30;
  private static final long LITTLE_SPACE = 5L << 30;

  @Mixin CommonOptions options = new CommonOptions();

  private final Console console;

  DoctorCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Exception {
    Runtime runtime = Runtime.getRuntime();
    line("java", Runtime.version() + ", " + runtime.availableProcessors() + " cores", "");
    line(
        "memory",
        gigabytes(runtime.maxMemory()) + " for this process",
        runtime.maxMemory() < LITTLE_MEMORY
            ? "little: give it more with HOLDFAST_JAVA_OPTS=-Xmx4g"
            : "");
    line("holdfast", CodeVersion.current(), "");
    Settings settings = Run.settings(options);
    line("settings", options.config + ", " + settings.sources().size() + " sources", "");
    try (SparkSession spark = Session.open(options.master)) {
      line("spark", spark.version() + ", master " + spark.sparkContext().master(), "");
      Configuration configuration = spark.sessionState().newHadoopConf();
      LakeFormat.require(configuration, settings.lake(), CodeVersion.VERSION);
      Path root = new Path(settings.lake());
      FileSystem files = root.getFileSystem(configuration);
      FsStatus space = files.getStatus(root);
      line(
          "lake",
          settings.lake() + ", " + gigabytes(space.getRemaining()) + " free",
          space.getRemaining() < LITTLE_SPACE ? "little space: free some before the night" : "");
      line(
          "lock",
          LakeLock.holder(configuration, settings.lake(), Clock.systemUTC()).orElse("free"),
          "");
      line(
          "newest night",
          Manifest.of(Lake.at(spark, settings.lake()))
              .newest()
              .map(LocalDate::toString)
              .orElse("none yet"),
          "");
    }
    return ExitCode.DONE;
  }

  private void line(String what, String found, String mend) {
    console.result(String.format("%-13s %s%s", what, found, mend.isEmpty() ? "" : "  <- " + mend));
  }

  private static String gigabytes(long bytes) {
    return String.format(java.util.Locale.ROOT, "%.1f GiB", bytes / (double) (1L << 30));
  }
}
