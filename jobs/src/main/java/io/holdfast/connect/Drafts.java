package io.holdfast.connect;

import io.holdfast.error.StorageException;
import io.holdfast.landing.Source;
import io.holdfast.settings.SettingsReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Settings and selects tried out in a temporary folder: what is proposed is read by the reader that
 * reads it each night.
 */
final class Drafts implements AutoCloseable {
  private final Path folder;

  private Drafts(Path folder) {
    this.folder = folder;
  }

  static Drafts open() {
    try {
      return new Drafts(Files.createTempDirectory("holdfast-connect"));
    } catch (IOException e) {
      throw new StorageException("no temporary folder can be made; check its space and rights", e);
    }
  }

  /**
   * What the settings reader makes of a draft.
   *
   * @param files text by path below the folder, {@code holdfast.yaml} among them
   */
  SettingsReader.Findings read(Map<String, String> files) {
    ProjectFiles.write(folder, files);
    return SettingsReader.findings(
        folder.resolve(ProjectFiles.SETTINGS), Map.of(), null, name -> null);
  }

  /** A source that reads the undated files of a group, else those of its newest date. */
  Source source(Path landing, LandedGroup group) {
    List<String> globs =
        group.history().isEmpty()
            ? List.of(group.nightly().replace("{date}", group.dates().last().toString()))
            : group.history();
    String settings =
        """
        landing: %s
        sources:
          usage_events: {history: %s, history_until: 9999-12-31, load: append, select: any.sql}
        """
            .formatted(
                SettingsText.quoted(landing.toString()),
                globs.stream().map(SettingsText::quoted).toList());
    return read(Map.of(ProjectFiles.SETTINGS, settings, "any.sql", "SELECT 1")).sources().get(0);
  }

  @Override
  public void close() {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      // A temporary folder that stays harms nobody.
      folder.toFile().deleteOnExit();
    }
  }
}
