package io.holdfast.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.holdfast.error.DifferenceException;
import java.io.PrintWriter;
import java.util.Map;

/** Results go to stdout, progress and errors to stderr. */
final class Console {
  private final PrintWriter out;
  private final PrintWriter err;

  Console(PrintWriter out, PrintWriter err) {
    this.out = out;
    this.err = err;
  }

  void result(String text) {
    out.println(text);
    out.flush();
  }

  void progress(String line) {
    err.println(line);
    err.flush();
  }

  /** Each line of the message as one error; the stack trace only on request. */
  void error(Throwable failure, boolean verbose) {
    Throwable cause = ExitCode.cause(failure);
    int code = ExitCode.of(failure);
    String message = cause.getMessage() == null ? cause.toString() : cause.getMessage();
    if (code == ExitCode.BUG && !(cause instanceof DifferenceException)) {
      err.println(
          "error: a bug of ours: "
              + cause.getClass().getSimpleName()
              + ": "
              + firstLine(message)
              + "; run again with --verbose and report the stack trace");
    } else if (code == ExitCode.STORAGE && !(cause instanceof io.holdfast.error.StorageException)) {
      err.println(
          "error: storage failed: " + firstLine(message) + "; check space and rights, retry");
    } else {
      message.lines().forEach(line -> err.println("error: " + line));
    }
    if (verbose) {
      failure.printStackTrace(err);
    }
    err.flush();
  }

  void json(Map<String, Object> fields) {
    try {
      result(new ObjectMapper().writeValueAsString(fields));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("texts and numbers always make JSON", e);
    }
  }

  private static String firstLine(String message) {
    return message.lines().findFirst().orElse(message);
  }
}
