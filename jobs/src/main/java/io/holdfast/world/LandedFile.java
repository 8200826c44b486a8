package io.holdfast.world;

import io.holdfast.error.StorageException;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/** One text file that is written line by line; gzip by its name, without a time inside. */
final class LandedFile implements AutoCloseable {
  private final Path path;
  private final Writer writer;

  private LandedFile(Path path, Writer writer) {
    this.path = path;
    this.writer = writer;
  }

  /** A new file; one that is there is replaced. */
  static LandedFile at(Path path) {
    try {
      Files.createDirectories(path.getParent());
      OutputStream file = Files.newOutputStream(path);
      boolean isGzip = path.toString().endsWith(".gz");
      OutputStream out = isGzip ? new GZIPOutputStream(file, 1 << 16) : file;
      return new LandedFile(
          path, new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), 1 << 16));
    } catch (IOException e) {
      throw failed(path, e);
    }
  }

  /** A CSV file with its header. */
  static LandedFile csv(Path path, String header) {
    LandedFile file = at(path);
    file.line(header);
    return file;
  }

  /** A whole file at once. */
  static void text(Path path, String text) {
    try (LandedFile file = at(path)) {
      file.write(text);
    }
  }

  void line(CharSequence line) {
    write(line);
    write("\n");
  }

  private void write(CharSequence text) {
    try {
      writer.append(text);
    } catch (IOException e) {
      throw failed(path, e);
    }
  }

  @Override
  public void close() {
    try {
      writer.close();
    } catch (IOException e) {
      throw failed(path, e);
    }
  }

  private static StorageException failed(Path path, IOException e) {
    return new StorageException(
        "cannot write " + path + "; check that the folder can be written and has space", e);
  }
}
