package io.holdfast.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** What every command that reads settings understands. */
final class CommonOptions {
  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Settings; relative paths in it are relative to it (default: ${DEFAULT-VALUE})")
  Path config = Path.of("holdfast.yaml");

  @Option(names = "--lake", paramLabel = "URI", description = "Overrides lake:")
  String lake;

  @Option(
      names = "--master",
      paramLabel = "URL",
      description = "Spark master (default: local[*], or spark-submit's)")
  String master;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Overrides one setting, such as training.when=never")
  Map<String, String> overrides = new LinkedHashMap<>();

  @Option(names = "--json", description = "One line of JSON, last on stdout")
  boolean json;

  @Option(
      names = "--log",
      paramLabel = "text|json",
      description = "Progress and errors as lines for people, or as lines of JSON")
  Log log = Log.TEXT;

  @Option(
      names = "--event-log",
      paramLabel = "DIR",
      description = "Write Spark's event log into this folder, for its history server")
  String eventLog;

  @Option(names = "--quiet", description = "No progress")
  boolean quiet;

  @Option(names = "--verbose", description = "More progress, and stack traces of errors")
  boolean verbose;

  /** How lines on stderr look. */
  enum Log {
    TEXT,
    JSON
  }
}
