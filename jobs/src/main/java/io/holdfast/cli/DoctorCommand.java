package io.holdfast.cli;

import io.holdfast.error.StorageException;
import io.holdfast.job.JobContext;
import io.holdfast.job.JobResult;
import io.holdfast.lake.LakeFormat;
import io.holdfast.lake.LakeLock;
import io.holdfast.lake.Manifest;
import io.holdfast.settings.Settings;
import java.io.IOException;
import java.time.LocalDate;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
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
  public Integer call() {
    Runtime runtime = Runtime.getRuntime();
    line("java", Runtime.version() + ", " + runtime.availableProcessors() + " cores", "");
    line(
        "memory",
        gigabytes(runtime.maxMemory()) + " for this process",
        runtime.maxMemory() < LITTLE_MEMORY
            ? "little: give it more with HOLDFAST_JAVA_OPTS=-Xmx4g"
            : "");
    line("holdfast", CodeVersion.current(), "");
    return Run.of(console, options, "doctor", null).reading(this::examine);
  }

  private JobResult examine(JobContext context) {
    Settings settings = context.settings();
    SparkSession spark = context.lake().spark();
    line("settings", options.config + ", " + settings.sources().size() + " sources", "");
    line(
        "spark",
        spark.version()
            + " with Delta "
            + Session.deltaVersion()
            + ", master "
            + spark.sparkContext().master(),
        "");
    Configuration configuration = Session.storage();
    LakeFormat.require(configuration, settings.lake(), CodeVersion.VERSION);
    long free = free(configuration, new Path(settings.lake()));
    line(
        "lake",
        settings.lake() + ", format " + LakeFormat.CURRENT + ", " + gigabytes(free) + " free",
        free < LITTLE_SPACE ? "little space: free some before the night" : "");
    line(
        "lock",
        LakeLock.holder(configuration, settings.lake(), context.clock())
            .map(holder -> "held by " + holder)
            .orElse("free"),
        "");
    line(
        "newest night",
        Manifest.of(context.lake()).newest().map(LocalDate::toString).orElse("none yet"),
        "");
    return JobResult.done(Map.of());
  }

  private static long free(Configuration configuration, Path root) {
    try {
      return root.getFileSystem(configuration).getStatus(root).getRemaining();
    } catch (IOException e) {
      throw new StorageException(
          "lake " + root + ": its free space cannot be told: " + e.getMessage(), e);
    }
  }

  private void line(String what, String found, String mend) {
    console.result(String.format("%-13s %s%s", what, found, mend.isEmpty() ? "" : "  <- " + mend));
  }

  private static String gigabytes(long bytes) {
    return String.format(java.util.Locale.ROOT, "%.1f GiB", bytes / (double) (1L << 30));
  }
}
