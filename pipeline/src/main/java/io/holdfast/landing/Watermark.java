package io.holdfast.landing;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * How far a landed folder reaches: it holds the rows with {@code after < column ≤ upTo}. It lies in
 * the folder itself, so that both come into being, and go, together.
 *
 * @param column the watermark's column
 * @param after as the database writes it; null from the beginning
 * @param upTo as the database writes it; null when there was no row yet
 */
record Watermark(String column, String after, String upTo) {
  /** Its file in the landed folder; no part file starts so. */
  static final String FILE = "_watermark.json";

  private static final ObjectMapper JSON = new ObjectMapper();

  static Watermark read(FileSystem storage, Path file) throws IOException {
    try (InputStream in = storage.open(file)) {
      return JSON.readValue(in, Watermark.class);
    }
  }

  void write(FileSystem storage, Path folder) throws IOException {
    try (OutputStream out = storage.create(new Path(folder, FILE), true)) {
      out.write(JSON.writeValueAsBytes(this));
    }
  }
}
