package io.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.holdfast.lake.LakeFormat;
import io.holdfast.lake.LakeLock;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is answered before Spark starts: usage, settings, the lake's format, its lock. */
class MainTest {
  @TempDir Path folder;
  private Path settings;
  private boolean wasSessionThere;

  /** How a command ended. */
  private record Ended(int exit, String out, String err) {
    JsonNode json() throws IOException {
      List<String> lines = out.lines().toList();
      return new ObjectMapper().readTree(lines.get(lines.size() - 1));
    }
  }

  @BeforeEach
  void settings() throws IOException {
    wasSessionThere = SparkSession.getDefaultSession().isDefined();
    Files.writeString(folder.resolve("a.sql"), "SELECT 1");
    settings =
        Files.writeString(
            folder.resolve("holdfast.yaml"),
            """
            sources:
              accounts: {nightly: "{date}/a.csv", load: changes, select: a.sql}
              subscriptions: {nightly: "{date}/s.csv", load: changes, select: a.sql}
              usage_events: {nightly: "{date}/u.csv", load: append, select: a.sql}
              support_tickets: none
            """);
  }

  @AfterEach
  void noSessionWasStarted() {
    assertThat(SparkSession.getDefaultSession().isDefined()).isEqualTo(wasSessionThere);
  }

  @Test
  void progress_and_errors_are_lines_of_json_on_request() throws IOException {
    Ended ended =
        run("night", "--as-of", "2025-06-30", "--config", "nowhere.yaml", "--log", "json");

    assertThat(ended.exit()).isEqualTo(20);
    JsonNode line = new ObjectMapper().readTree(ended.err());
    assertThat(line.path("level").asText()).isEqualTo("error");
    assertThat(line.path("command").asText()).isEqualTo("night");
    assertThat(line.path("as_of").asText()).isEqualTo("2025-06-30");
    assertThat(line.path("pid").asLong()).isEqualTo(ProcessHandle.current().pid());
    assertThat(line.path("at").asText()).endsWith("Z");
    assertThat(line.path("message").asText())
        .startsWith("error: settings file nowhere.yaml cannot be read");
  }

  @Test
  void help_names_every_command_and_the_exit_codes() {
    Ended help = run("--help");
    assertThat(help.exit()).isZero();
    assertThat(help.out())
        .contains(
            "demo", "night", "ingest", "features", "labels", "train", "score", "publish", "deliver")
        .contains("connect", "backfill", "validate", "explain", "replay", "generate", "doctor")
        .contains("40 another run holds the lake");
    assertThat(help.err()).isEmpty();
  }

  @Test
  void version_is_one_line() {
    Ended version = run("--version");
    assertThat(version.exit()).isZero();
    assertThat(version.out()).isEqualTo("holdfast 0.1.0\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "night",
        "ingest",
        "features",
        "labels",
        "train",
        "score",
        "publish",
        "deliver",
        "replay"
      })
  void a_dated_command_without_a_date_is_refused(String command) {
    Ended ended = run(command);
    assertThat(ended.exit()).isEqualTo(20);
    assertThat(ended.err())
        .isEqualTo(
            "error: usage: Missing required option: '--as-of=YYYY-MM-DD'; see holdfast "
                + command
                + " --help\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "tonight",
        "night --as-of 2025-13-01",
        "night --as-of yesterday",
        "night --as-of 2025-01-01 --fast",
        "night --as-of 2025-01-01 --set training",
        "backfill --from 2025-01-01",
        "explain",
        "connect",
        "connect no-such-folder",
        "generate --accounts many --days 9 --events-per-day 9 --seed 1 --out x",
        "generate --accounts 0 --days 9 --events-per-day 9 --seed 1 --out x"
      })
  void wrong_usage_is_refused_with_20_and_a_word_on_what_was_wrong(String line) {
    Ended ended = run(line.isEmpty() ? new String[0] : line.split(" "));
    assertThat(ended.exit()).isEqualTo(20);
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err()).containsAnyOf("error: ", "Usage: holdfast");
  }

  @Test
  void all_problems_of_the_settings_are_told_one_a_line() throws IOException {
    Files.writeString(settings, "curency: USD\nsources: {}\n");
    Ended ended = night();
    assertThat(ended.exit()).isEqualTo(20);
    assertThat(ended.err().lines())
        .hasSize(5)
        .allSatisfy(line -> assertThat(line).startsWith("error: holdfast.yaml:"));
  }

  @Test
  void a_missing_settings_file_is_named() {
    Ended ended = run("night", "--as-of", "2025-01-01", "--config", folder + "/no.yaml");
    assertThat(ended.exit()).isEqualTo(20);
    assertThat(ended.err())
        .startsWith("error: settings file " + folder + "/no.yaml cannot be read");
  }

  @Test
  void connect_writes_over_nothing_unless_it_is_told_to() {
    Ended ended = run("connect", folder.toString(), "--json");
    assertThat(ended.exit()).isEqualTo(20);
    assertThat(ended.err())
        .isEqualTo(
            "error: connect: "
                + folder
                + " holds holdfast.yaml already; --force writes over them, --out DIR writes"
                + " elsewhere\n");
    assertThat(ended.out().lines()).hasSize(1);
  }

  @Test
  void an_older_night_is_restated_by_a_word_of_night_and_of_publish() {
    for (String command : List.of("night", "publish")) {
      assertThat(run(command, "--help").out())
          .containsPattern("--restate\\s+Publish an older night again; later ones stay");
    }
    Ended ended = run("features", "--as-of", "2025-01-01", "--restate");
    assertThat(ended.exit()).isEqualTo(20);
    assertThat(ended.err()).contains("Unknown option: '--restate'");
  }

  @Test
  void a_secret_is_not_taken_from_the_command_line() {
    Ended ended = night("--set", "deliver.postgres.password=x");
    assertThat(ended.exit()).isEqualTo(20);
    assertThat(ended.err())
        .startsWith("error: --set deliver.postgres.password looks like a secret")
        .contains("${env:NAME}");
  }

  @Test
  void a_lake_that_another_run_holds_is_left_alone() {
    String lake = folder.resolve("lake").toString();
    try (LakeLock lock =
        LakeLock.take(new Configuration(), lake, "night 2025-01-01", Clock.systemUTC())) {
      Ended ended = night();
      assertThat(ended.exit()).isEqualTo(40);
      assertThat(ended.err())
          .startsWith("error: lake " + lake + " is locked by \"night 2025-01-01\", process ");
      lock.requireHeld();
    }
  }

  @Test
  void a_lake_of_a_newer_version_is_left_alone_by_writers_and_readers() throws IOException {
    Path file = Files.createDirectories(folder.resolve("lake")).resolve("holdfast.json");
    Files.writeString(
        file, "{\"format\": %d, \"created_by\": \"0.9.0\"}".formatted(LakeFormat.CURRENT + 1));
    for (Ended ended :
        List.of(night(), run("explain", "--account", "a", "--config", "" + settings))) {
      assertThat(ended.exit()).isEqualTo(20);
      assertThat(ended.err()).contains("was written by a newer version (0.9.0, format ");
    }
    assertThat(folder.resolve("lake")).isDirectoryNotContaining("glob:**_lock");
  }

  @Test
  void a_lake_that_cannot_be_written_is_a_matter_of_storage() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "in the way");
    Ended ended = night("--lake", file + "/lake");
    assertThat(ended.exit()).isEqualTo(50);
    assertThat(ended.err()).startsWith("error: lake " + file + "/lake cannot be");
  }

  @Test
  void json_is_one_line_and_the_last_of_stdout_also_on_failure() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "in the way");
    Ended ended = night("--json", "--lake", file + "/lake");
    assertThat(ended.out().lines()).hasSize(1);
    JsonNode json = ended.json();
    assertThat(json.fieldNames())
        .toIterable()
        .startsWith("command", "status", "exit", "as_of", "run_id", "rows", "seconds");
    assertThat(json.path("command").asText()).isEqualTo("night");
    assertThat(json.path("status").asText()).isEqualTo("failed");
    assertThat(json.path("exit").asInt()).isEqualTo(50);
    assertThat(json.path("as_of").asText()).isEqualTo("2025-01-01");
    assertThat(json.path("seconds").isNumber()).isTrue();
    assertThat(json.path("error").asText()).contains("cannot be");
  }

  @Test
  void stack_traces_are_shown_only_on_request() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "in the way");
    assertThat(night("--lake", file + "/lake").err().lines()).hasSize(1);
    assertThat(night("--verbose", "--lake", file + "/lake").err()).contains("\tat io.holdfast.");
  }

  private Ended night(String... more) {
    String[] night = {"night", "--as-of", "2025-01-01", "--config", settings.toString()};
    return run(Stream.concat(Arrays.stream(night), Arrays.stream(more)).toArray(String[]::new));
  }

  private static Ended run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exit = Main.run(new PrintWriter(out), new PrintWriter(err), arguments);
    return new Ended(exit, out.toString(), err.toString());
  }
}
