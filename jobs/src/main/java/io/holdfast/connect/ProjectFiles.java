package io.holdfast.connect;

import io.holdfast.error.SettingsException;
import io.holdfast.error.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** The files of a project on disk. */
public final class ProjectFiles {
  /** The settings' name. */
  public static final String SETTINGS = "holdfast.yaml";

  private ProjectFiles() {}

  /** Where the select of a table lies. */
  static String select(String table) {
    return "sql/" + table + ".sql";
  }

  /**
   * Refuses a folder in which files of these names stand already.
   *
   * @throws SettingsException naming them
   */
  public static void requireNone(Path folder, Collection<String> names) {
    List<String> found = names.stream().filter(n -> Files.exists(folder.resolve(n))).toList();
    if (!found.isEmpty()) {
      throw new SettingsException(
          "connect: "
              + folder
              + " holds "
              + String.join(", ", found)
              + " already; --force writes over them, --out DIR writes elsewhere");
    }
  }

  /** Writes text by path below a folder. */
  static void write(Path folder, Map<String, String> files) {
    files.forEach(
        (name, text) -> {
          Path file = folder.resolve(name);
          try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
          } catch (IOException e) {
            throw new StorageException(
                "cannot write " + file + "; check space and rights, or choose another --out", e);
          }
        });
  }
}
