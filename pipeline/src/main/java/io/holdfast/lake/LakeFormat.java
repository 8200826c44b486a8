package io.holdfast.lake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.holdfast.error.SettingsException;
import io.holdfast.error.StorageException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Which layout a lake has, in {@code <lake>/holdfast.json}: another program must not touch it. */
public final class LakeFormat {
  /** The layout this version reads and writes. */
  public static final int CURRENT = 3;

  private LakeFormat() {}

  /**
   * Checks the layout of a lake, and writes it where the lake is new.
   *
   * @throws SettingsException when a newer version wrote the lake, or one whose layout is no longer
   *     read
   * @throws StorageException when the folder cannot be written
   */
  public static void require(Configuration configuration, String lake, String version) {
    refuseOther(configuration, lake);
    Path file = file(lake);
    try {
      FileSystem files = file.getFileSystem(configuration);
      if (!files.exists(file)) {
        try (FSDataOutputStream out = files.create(file, false)) {
          out.write(
              ("{\"format\": " + CURRENT + ", \"created_by\": \"" + version + "\"}\n")
                  .getBytes(StandardCharsets.UTF_8));
        }
      }
    } catch (IOException e) {
      throw new StorageException(
          "lake " + lake + " cannot be written: " + e.getMessage() + "; check folder and space", e);
    }
  }

  /**
   * Checks the layout of a lake; one that is not there yet has none.
   *
   * @throws SettingsException when a newer version wrote the lake, or one whose layout is no longer
   *     read
   */
  public static void refuseOther(Configuration configuration, String lake) {
    Path file = file(lake);
    try (InputStream in = file.getFileSystem(configuration).open(file)) {
      JsonNode found = new ObjectMapper().readTree(in);
      int format = found.path("format").asInt(0);
      if (format != CURRENT) {
        boolean isNewer = format > CURRENT;
        throw new SettingsException(
            "lake %s was written by %s version (%s, format %d; this one knows format %d); %s"
                .formatted(
                    lake,
                    isNewer ? "a newer" : "an older",
                    found.path("created_by").asText(),
                    format,
                    CURRENT,
                    isNewer
                        ? "use that version or another lake"
                        : "make another lake from what landed, or use that version"));
      }
    } catch (FileNotFoundException e) {
      // A new lake.
    } catch (IOException e) {
      throw new StorageException(
          "lake " + lake + " cannot be read: " + e.getMessage() + "; check folder and rights", e);
    }
  }

  private static Path file(String lake) {
    return new Path(lake, "holdfast.json");
  }
}
