package io.holdfast.cli;

import io.holdfast.error.SettingsException;
import io.holdfast.job.JobContext;
import io.holdfast.job.JobResult;
import io.holdfast.job.Meter;
import io.holdfast.lake.Lake;
import io.holdfast.lake.LakeFormat;
import io.holdfast.lake.LakeLock;
import io.holdfast.lake.Manifest;
import io.holdfast.settings.Settings;
import io.holdfast.settings.SettingsReader;
import java.io.IOException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;

/** One command on one lake: settings, session, lock, job, and what is said about it at the end. */
final class Run {
  private final Console console;
  private final CommonOptions options;
  private final String command;
  private final LocalDate asOf;

  private Run(Console console, CommonOptions options, String command, LocalDate asOf) {
    this.console = console;
    this.options = options;
    this.command = command;
    this.asOf = asOf;
  }

  /**
   * A command of a date.
   *
   * @param asOf null for a command without one
   */
  static Run of(Console console, CommonOptions options, String command, LocalDate asOf) {
    return new Run(console, options, command, asOf);
  }

  /** The settings that the options name. */
  static Settings settings(CommonOptions options) {
    return SettingsReader.read(options.config, options.overrides, options.lake, System::getenv);
  }

  /** Runs a job that writes, under the lake's lock; returns the exit code. */
  int writing(Function<JobContext, JobResult> job) {
    return ended(
        () -> {
          Settings settings = settings(options);
          Configuration configuration = Session.storage();
          LakeFormat.require(configuration, settings.lake(), CodeVersion.VERSION);
          try (LakeLock lock =
              LakeLock.take(configuration, settings.lake(), described(), Clock.systemUTC())) {
            return inSession(settings, lock::requireHeld, job);
          }
        });
  }

  /** Runs something that only reads; returns the exit code. */
  int reading(Function<JobContext, JobResult> job) {
    return ended(
        () -> {
          Settings settings = settings(options);
          LakeFormat.refuseOther(Session.storage(), settings.lake());
          return inSession(settings, () -> {}, job);
        });
  }

  /** Examines settings that may be unsound; returns the exit code. */
  int examining(BiFunction<SparkSession, SettingsReader.Findings, JobResult> examination) {
    return ended(
        () -> {
          SettingsReader.Findings findings =
              SettingsReader.findings(
                  options.config, options.overrides, options.lake, System::getenv);
          try (SparkSession spark = Session.open(options.master, options.eventLog)) {
            return examination.apply(spark, findings);
          }
        });
  }

  /**
   * Does something that knows no settings yet; returns the exit code.
   *
   * @param refusal looks at the arguments before a session is opened
   */
  int withoutSettings(Runnable refusal, Function<SparkSession, JobResult> work) {
    return ended(
        () -> {
          refusal.run();
          try (SparkSession spark = Session.open(options.master, options.eventLog)) {
            return work.apply(spark);
          }
        });
  }

  /** One more field of the line of JSON. */
  void alsoSay(String name, Object value) {
    more.put(name, value);
  }

  private interface Work {
    JobResult done() throws IOException;
  }

  private JobResult inSession(
      Settings settings, Runnable fence, Function<JobContext, JobResult> job) throws IOException {
    try (SparkSession spark = Session.open(options.master, options.eventLog)) {
      JobResult result = job.apply(context(settings, spark, fence));
      runId = asOf == null ? null : runId(Lake.at(spark, settings.lake()));
      console.alsoLog("run_id", runId);
      return result;
    }
  }

  private final List<Meter.Step> steps = new ArrayList<>();
  private final Map<String, Object> more = new LinkedHashMap<>();
  private String runId;

  private int ended(Work work) {
    long started = System.nanoTime();
    if (options.log == CommonOptions.Log.JSON) {
      logJson();
    }
    JobResult result = null;
    Throwable failure = null;
    try (Stop stop = Stop.onSignal()) {
      try {
        refuseSecretOverrides();
        result = work.done();
      } catch (RuntimeException | Error | IOException e) {
        failure = e;
        if (stop.isAsked()) {
          console.progress("error: stopped by a signal before the end; run it again");
        } else {
          console.error(e, options.verbose);
        }
      }
    }
    int exit =
        failure != null
            ? ExitCode.of(failure)
            : result.status() == JobResult.Status.DONE ? ExitCode.DONE : ExitCode.NOTHING_TO_DO;
    double seconds = Math.round((System.nanoTime() - started) / 1e7) / 100.0;
    if (failure == null) {
      String word = exit == ExitCode.DONE ? "done" : "nothing to do";
      say(String.format(Locale.ROOT, "%s: %s in %.1f s", described(), word, seconds));
    }
    if (options.json) {
      console.summary(summary(result, failure, exit, seconds));
    }
    return exit;
  }

  private void logJson() {
    Map<String, Object> about = new LinkedHashMap<>();
    about.put("command", command);
    about.put("as_of", asOf == null ? null : asOf.toString());
    about.put("pid", ProcessHandle.current().pid());
    console.logJson(about);
  }

  private void refuseSecretOverrides() {
    for (String name : options.overrides.keySet()) {
      String lower = name.toLowerCase(Locale.ROOT);
      if (lower.contains("password") || lower.contains("secret") || lower.contains("token")) {
        throw new SettingsException(
            "--set "
                + name
                + " looks like a secret, which others can see in the process list;"
                + " write it as ${env:NAME} in the settings");
      }
    }
  }

  private String runId(Lake lake) {
    return Manifest.of(lake).lastRunId(asOf).orElse(null);
  }

  private JobContext context(Settings settings, SparkSession spark, Runnable fence) {
    Lake lake = Lake.at(spark, settings.lake());
    Meter meter = Meter.on(lake);
    Consumer<String> progress = this::say;
    return new JobContext(
        lake,
        settings,
        asOf,
        CodeVersion.current(),
        Clock.systemUTC(),
        progress,
        fence,
        new StepLog(meter),
        JobContext.Publishing.IN_ORDER);
  }

  /** Measures steps and says what each cost. */
  private final class StepLog implements JobContext.Steps {
    private final Meter meter;

    StepLog(Meter meter) {
      this.meter = meter;
    }

    @Override
    public JobResult step(String name, java.util.function.Supplier<JobResult> work) {
      JobResult result = meter.measure(name, work);
      Meter.Step cost = meter.steps().get(meter.steps().size() - 1);
      steps.add(cost);
      say(
          String.format(
              Locale.ROOT,
              "%s: %s, %.1f s",
              name,
              result.status() == JobResult.Status.DONE ? rows(result) : "nothing to do",
              cost.seconds()));
      return result;
    }

    @Override
    public Map<String, Double> seconds() {
      Map<String, Double> seconds = new LinkedHashMap<>();
      steps.forEach(s -> seconds.put(s.step(), Math.rint(s.seconds() * 10) / 10));
      return seconds;
    }

    private String rows(JobResult result) {
      return result.rows().isEmpty()
          ? "done"
          : String.join(
              ", ",
              result.rows().entrySet().stream()
                  .map(e -> e.getKey() + " " + e.getValue() + " rows")
                  .sorted()
                  .toList());
    }
  }

  private Map<String, Object> summary(
      JobResult result, Throwable failure, int exit, double seconds) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("command", command);
    fields.put(
        "status", failure != null ? "failed" : result.status().name().toLowerCase(Locale.ROOT));
    fields.put("exit", exit);
    fields.put("as_of", asOf == null ? null : asOf.toString());
    fields.put("run_id", runId);
    fields.put("rows", result == null ? Map.of() : result.rows());
    fields.put("seconds", seconds);
    fields.put("steps", steps.stream().map(Run::fields).toList());
    fields.putAll(more);
    if (failure != null) {
      fields.put("error", String.valueOf(ExitCode.cause(failure).getMessage()));
    }
    return fields;
  }

  private static Map<String, Object> fields(Meter.Step step) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("step", step.step());
    fields.put("seconds", step.seconds());
    fields.put("cpu_seconds", step.cpuSeconds());
    fields.put("bytes_read", step.bytesRead());
    fields.put("spark_jobs", step.sparkJobs());
    fields.put("commits", step.commits());
    return fields;
  }

  private String described() {
    return asOf == null ? command : command + " " + asOf;
  }

  private void say(String line) {
    if (!options.quiet) {
      console.progress(line);
    }
  }
}
