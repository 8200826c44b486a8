package io.holdfast.connect;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.TestSession;
import io.holdfast.TextTable;
import io.holdfast.clean.TypedRows;
import io.holdfast.landing.LandedFiles;
import io.holdfast.landing.Selects;
import io.holdfast.landing.Source;
import io.holdfast.settings.SettingsReader;
import io.holdfast.table.Table;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.spark.sql.SparkSession;

/** Landed files in a temporary folder, connected, and read by the settings as they were written. */
final class Project {
  private final Path root;
  private Connection connection;

  private Project(Path root) {
    this.root = root;
  }

  static Project in(Path root) {
    return new Project(root);
  }

  Project file(String path, String text) {
    Path file = root.resolve(path);
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Connection connect() {
    connection = Connect.of(TestSession.spark(), root, root, line -> {});
    return connection;
  }

  String written(String path) {
    return connection.files().get(path);
  }

  SettingsReader.Findings settings() {
    return SettingsReader.findings(root.resolve("holdfast.yaml"), Map.of(), null, n -> null);
  }

  /** Rows of the history that would be stored, as text. */
  String rows(Table table, String... columns) {
    SparkSession spark = TestSession.spark();
    SettingsReader.Findings findings = settings();
    Source source =
        findings.sources().stream().filter(s -> s.table() == table).findFirst().orElseThrow();
    assertThat(Selects.problemsWithFiles(spark, source)).isEmpty();
    LandedFiles landed = LandedFiles.of(spark.sessionState().newHadoopConf(), source);
    Selects.register(spark, source, landed, landed.history());
    return TextTable.text(
        TypedRows.of(
                TypedRows.ofBatch(Selects.run(spark, source), source.historyUntil(), true, null),
                source)
            .filter(TypedRows.REASON + " IS NULL"),
        columns);
  }
}
