package io.holdfast.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.error.LockedException;
import io.holdfast.error.StorageException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LakeLockTest {
  private static final Configuration CONFIGURATION = new Configuration();
  private static final Instant NIGHT = Instant.parse("2025-01-02T03:00:00Z");

  @TempDir Path folder;
  private final SettableClock clock = new SettableClock(NIGHT);

  @Test
  void a_second_run_is_refused_while_the_first_is_alive_and_hears_who_holds_the_lake() {
    try (LakeLock held = take("night 2025-01-01")) {
      assertThatThrownBy(() -> take("train 2025-01-01"))
          .isInstanceOf(LockedException.class)
          .hasMessageContaining(folder.toString())
          .hasMessageContaining("\"night 2025-01-01\", process " + ProcessHandle.current().pid())
          .hasMessageContaining("since 2025-01-02T03:00:00Z")
          .hasMessageContaining("run again later");
      held.requireHeld();
    }
  }

  @Test
  void a_released_lake_is_taken_by_the_next_run_with_a_greater_number() {
    LakeLock first = take("night 2025-01-01");
    first.close();
    assertThat(LakeLock.holder(CONFIGURATION, folder.toString(), clock)).isEmpty();
    try (LakeLock second = take("night 2025-01-02")) {
      assertThat(second.number()).isGreaterThan(first.number());
    }
    assertThat(lockFiles()).containsExactly("owner-2.json");
  }

  @Test
  void the_lock_of_a_process_that_was_killed_is_taken_over_at_once() throws Exception {
    Process holder = holder();
    assertThatThrownBy(() -> take("night 2025-01-02"))
        .isInstanceOf(LockedException.class)
        .hasMessageContaining("process " + holder.pid());
    holder.destroyForcibly().waitFor();
    try (LakeLock second = take("night 2025-01-02")) {
      assertThat(second.number()).isEqualTo(2);
    }
  }

  @Test
  void a_process_number_that_came_back_is_another_process() throws Exception {
    write(1, owner(host(), ProcessHandle.current().pid(), 1_000));
    take("night 2025-01-02").close();
  }

  @Test
  void an_owner_on_another_host_is_respected_for_ten_minutes_after_its_last_sign_of_life()
      throws Exception {
    write(1, owner("elsewhere", 1, 1_000));
    Files.writeString(
        lockFolder().resolve("alive-1.json"), "\"" + NIGHT.plusSeconds(300).toEpochMilli() + "\"");
    clock.now = NIGHT.plusSeconds(300 + 599);
    assertThatThrownBy(() -> take("night 2025-01-02"))
        .isInstanceOf(LockedException.class)
        .hasMessageContaining("on elsewhere");
    clock.now = NIGHT.plusSeconds(300 + 600);
    take("night 2025-01-02").close();
  }

  @Test
  void a_run_that_lost_the_lake_is_refused_before_it_publishes() throws Exception {
    try (LakeLock silent = take("night 2025-01-01")) {
      write(2, owner("elsewhere", 7, 1_000));
      assertThatThrownBy(silent::requireHeld)
          .isInstanceOf(LockedException.class)
          .hasMessageContaining("taken over")
          .hasMessageContaining("elsewhere")
          .hasMessageContaining("publishes nothing");
    }
    assertThat(Files.readString(lockFolder().resolve("owner-2.json")))
        .as("closing a lost lock leaves the new owner's alone")
        .contains("\"isReleased\":false");
  }

  @Test
  void a_beat_says_that_the_owner_is_alive() throws Exception {
    try (LakeLock held = take("night 2025-01-01")) {
      clock.now = NIGHT.plusSeconds(60);
      held.beat();
      assertThat(Files.readString(lockFolder().resolve("alive-1.json")))
          .isEqualTo("\"" + clock.millis() + "\"");
    }
  }

  @Test
  void a_file_that_its_owner_died_writing_blocks_for_a_minute_only() throws Exception {
    Files.createDirectories(lockFolder());
    Path file = Files.createFile(lockFolder().resolve("owner-1.json"));
    Files.setLastModifiedTime(file, FileTime.from(NIGHT));
    clock.now = NIGHT.plusSeconds(59);
    assertThatThrownBy(() -> take("night 2025-01-02"))
        .isInstanceOf(LockedException.class)
        .hasMessageContaining("just starting");
    clock.now = NIGHT.plusSeconds(60);
    take("night 2025-01-02").close();
  }

  @Test
  void of_many_that_start_at_the_same_moment_one_wins() throws Exception {
    int runs = 8;
    ExecutorService threads = Executors.newFixedThreadPool(runs);
    try {
      for (int round = 0; round < 20; round++) {
        CountDownLatch start = new CountDownLatch(1);
        List<Future<LakeLock>> attempts = new ArrayList<>();
        for (int i = 0; i < runs; i++) {
          Callable<LakeLock> attempt =
              () -> {
                start.await();
                try {
                  return take("night 2025-01-01");
                } catch (LockedException e) {
                  return null;
                }
              };
          attempts.add(threads.submit(attempt));
        }
        start.countDown();
        List<LakeLock> winners = new ArrayList<>();
        for (Future<LakeLock> attempt : attempts) {
          LakeLock won = attempt.get();
          if (won != null) {
            winners.add(won);
          }
        }
        assertThat(winners).as("round " + round).hasSize(1);
        winners.get(0).requireHeld();
        winners.get(0).close();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void a_lake_that_cannot_be_written_is_a_matter_of_storage() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "in the way");
    assertThatThrownBy(
            () -> LakeLock.take(CONFIGURATION, file + "/lake", "night 2025-01-01", clock))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining(file + "/lake cannot be locked")
        .hasMessageContaining("check folder and space");
  }

  private LakeLock take(String command) {
    return LakeLock.take(CONFIGURATION, folder.toString(), command, clock);
  }

  private Process holder() throws IOException {
    Process process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty("java.class.path"),
                LockHolder.class.getName(),
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    BufferedReader said = process.inputReader();
    assertThat(said.readLine()).as("the other process").isEqualTo("held 1");
    return process;
  }

  private void write(long number, String owner) throws IOException {
    Files.createDirectories(lockFolder());
    Files.writeString(lockFolder().resolve("owner-" + number + ".json"), owner);
  }

  private static String owner(String host, long pid, long startedAt) {
    return "{\"host\":\"%s\",\"pid\":%d,\"startedAt\":%d,\"command\":\"night\",\"since\":%d,\"isReleased\":false}"
        .formatted(host, pid, startedAt, NIGHT.toEpochMilli());
  }

  private static String host() throws IOException {
    return java.net.InetAddress.getLocalHost().getHostName();
  }

  private Path lockFolder() {
    return folder.resolve("_lock");
  }

  private List<String> lockFiles() {
    return List.of(lockFolder().toFile().list());
  }

  private static final class SettableClock extends Clock {
    private volatile Instant now;

    SettableClock(Instant now) {
      this.now = now;
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
