package io.holdfast.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.holdfast.error.DifferenceException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;

/** Results go to stdout, progress and errors to stderr: lines for people, or JSON for machines. */
final class Console {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final PrintWriter out;
  private final PrintWriter err;

  /** What each line of JSON says besides; null for lines for people. */
  private Map<String, Object> about;

  Console(PrintWriter out, PrintWriter err) {
    this.out = out;
    this.err = err;
  }

  void result(String text) {
    out.println(text);
    out.flush();
  }

  /** From now on lines on stderr are JSON with these fields. */
  void logJson(Map<String, Object> fields) {
    about = new LinkedHashMap<>(fields);
  }

  /** One more field of the lines to come, when they are JSON. */
  void alsoLog(String name, Object value) {
    if (about != null) {
      about.put(name, value);
    }
  }

  void progress(String line) {
    line("info", line);
  }

  private void line(String level, String text) {
    err.println(about == null ? text : logged(level, text));
    err.flush();
  }

  private String logged(String level, String text) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("at", Clock.systemUTC().instant().truncatedTo(ChronoUnit.MILLIS).toString());
    fields.put("level", level);
    fields.putAll(about);
    fields.put("message", text);
    return json(fields);
  }

  /** Each line of the message as one error; the stack trace only on request. */
  void error(Throwable failure, boolean verbose) {
    Throwable cause = ExitCode.cause(failure);
    int code = ExitCode.of(failure);
    String message = cause.getMessage() == null ? cause.toString() : cause.getMessage();
    if (code == ExitCode.BUG && !(cause instanceof DifferenceException)) {
      line(
          "error",
          "error: a bug of ours: "
              + cause.getClass().getSimpleName()
              + ": "
              + firstLine(message)
              + "; run again with --verbose and report the stack trace");
    } else if (code == ExitCode.STORAGE && !(cause instanceof io.holdfast.error.StorageException)) {
      line(
          "error",
          "error: storage failed: " + firstLine(message) + "; check space and rights, retry");
    } else {
      message.lines().forEach(text -> line("error", "error: " + text));
    }
    if (verbose && about == null) {
      failure.printStackTrace(err);
    } else if (verbose) {
      StringWriter trace = new StringWriter();
      failure.printStackTrace(new PrintWriter(trace, true));
      line("error", trace.toString());
    }
    err.flush();
  }

  /** The line of JSON on stdout that a run ends with. */
  void summary(Map<String, Object> fields) {
    result(json(fields));
  }

  private static String json(Map<String, Object> fields) {
    try {
      return JSON.writeValueAsString(fields);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("texts and numbers always make JSON", e);
    }
  }

  private static String firstLine(String message) {
    return message.lines().findFirst().orElse(message);
  }
}
