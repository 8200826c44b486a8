package io.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.error.DataException;
import io.holdfast.error.DifferenceException;
import io.holdfast.error.LockedException;
import io.holdfast.error.SettingsException;
import io.holdfast.error.StorageException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.spark.SparkException;
import org.junit.jupiter.api.Test;

class ExitCodeTest {
  @Test
  void each_kind_of_failure_has_the_code_of_who_must_act() {
    Map<Throwable, Integer> codes =
        Map.ofEntries(
            Map.entry(new SettingsException("x"), 20),
            Map.entry(new DataException("x"), 30),
            Map.entry(new LockedException("x"), 40),
            Map.entry(new StorageException("x"), 50),
            Map.entry(new UncheckedIOException(new IOException("x")), 50),
            Map.entry(new RuntimeException(new AccessDeniedException("/lake")), 50),
            Map.entry(new SparkException("Job aborted: No space left on device", null), 50),
            Map.entry(new RuntimeException(new ExecutionException(new DataException("x"))), 30),
            Map.entry(new DataException("x", new IOException("y")), 30),
            Map.entry(new DifferenceException("x"), 70),
            Map.entry(new IllegalStateException("x"), 70),
            Map.entry(new NullPointerException(), 70),
            Map.entry(new OutOfMemoryError("Java heap space"), 70));
    codes.forEach(
        (failure, code) -> assertThat(ExitCode.of(failure)).as(failure.toString()).isEqualTo(code));
  }

  @Test
  void a_bug_is_one_line_that_says_how_to_report_it() {
    assertThat(said(new IllegalStateException("outer", new RuntimeException("inner\nmore"))))
        .isEqualTo(
            "error: a bug of ours: RuntimeException: inner; run again with --verbose and report the"
                + " stack trace\n");
  }

  @Test
  void a_difference_says_itself_what_differs_and_what_to_do() {
    assertThat(said(new RuntimeException(new DifferenceException("parity: a differs; report it"))))
        .isEqualTo("error: parity: a differs; report it\n");
  }

  @Test
  void a_failing_disk_is_one_line_that_says_what_to_check() {
    assertThat(said(new RuntimeException(new IOException("No space left on device"))))
        .isEqualTo(
            "error: storage failed: No space left on device; check space and rights, retry\n");
  }

  @Test
  void spark_and_delta_that_were_not_tested_together_are_refused_by_name() {
    Session.requirePair("4.1.2", "4.3.1");
    assertThatThrownBy(() -> Session.requirePair("4.2.0", "4.3.1"))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("Spark 4.2.0 with Delta 4.3.1")
        .hasMessageContaining("wanted Spark 4.1 with Delta 4.3");
    assertThatThrownBy(() -> Session.requirePair("4.1.0", "4.2.0"))
        .isInstanceOf(SettingsException.class);
  }

  @Test
  void the_code_is_known_by_its_version_and_a_hash_of_its_classes() {
    assertThat(CodeVersion.current())
        .matches("0\\.1\\.0\\+[0-9a-f]{12}")
        .isEqualTo(CodeVersion.current());
  }

  private static String said(Throwable failure) {
    StringWriter err = new StringWriter();
    new Console(new PrintWriter(new StringWriter()), new PrintWriter(err)).error(failure, false);
    return err.toString();
  }
}
