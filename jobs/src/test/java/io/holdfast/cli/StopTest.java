package io.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class StopTest {
  @Test
  void a_signal_interrupts_the_work_and_the_process_waits_until_it_has_cleaned_up()
      throws Exception {
    Process process = working();
    BufferedReader said = process.inputReader();
    assertThat(said.readLine()).isEqualTo("working");
    process.toHandle().destroy();
    assertThat(said.readLine()).isEqualTo("cleaned up");
    assertThat(process.waitFor(10, TimeUnit.SECONDS)).as("ended").isTrue();
    assertThat(process.exitValue()).as("128 and the number of SIGTERM").isEqualTo(143);
  }

  @Test
  void without_a_signal_nothing_is_asked_and_nothing_is_left() {
    try (Stop stop = Stop.onSignal()) {
      assertThat(stop.isAsked()).isFalse();
    }
    assertThat(Thread.interrupted()).isFalse();
  }

  private static Process working() throws IOException {
    return new ProcessBuilder(
            ProcessHandle.current().info().command().orElseThrow(),
            "-cp",
            System.getProperty("java.class.path"),
            Work.class.getName())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** Work that takes longer than anybody waits, and then cleans up. */
  static final class Work {
    private Work() {}

    public static void main(String[] arguments) throws InterruptedException {
      try (Stop stop = Stop.onSignal()) {
        System.out.println("working");
        try {
          Thread.sleep(TimeUnit.MINUTES.toMillis(1));
        } catch (InterruptedException e) {
          // Slower than a process that just falls over.
          Thread.sleep(500);
          System.out.println(stop.isAsked() ? "cleaned up" : "interrupted by someone else");
        }
      }
    }
  }
}
