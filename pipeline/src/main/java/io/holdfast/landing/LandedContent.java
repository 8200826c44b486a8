package io.holdfast.landing;

import io.holdfast.error.DataException;
import io.holdfast.error.StorageException;
import io.holdfast.lake.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.io.compress.CompressionCodecFactory;

/**
 * A landed file read once from end to end before Spark reads it: its hash, and whether Spark could
 * read it at all without running out of memory.
 */
final class LandedContent {
  /** Spark holds a line in memory, several times over. */
  static final long LONGEST_LINE = 64L << 20;

  /** Logs shrink to a twentieth, rarely to a hundredth; more than this is made to do harm. */
  private static final long MOST_EXPANSION = 500;

  /** What expands to less than this does no harm. */
  private static final long HARMLESS = 256L << 20;

  private final Source source;
  private final FileStatus file;

  private LandedContent(Source source, FileStatus file) {
    this.source = source;
    this.file = file;
  }

  /**
   * The hash of the file as it lies there.
   *
   * @return SHA-256, 16 hex digits
   * @throws DataException when the file is damaged, holds a line that is too long, or is compressed
   *     beyond belief
   */
  static String sha256(Configuration configuration, Source source, FileStatus file) {
    return LandedFiles.readable(source, () -> new LandedContent(source, file).read(configuration));
  }

  private String read(Configuration configuration) {
    CompressionCodec codec = new CompressionCodecFactory(configuration).getCodec(file.getPath());
    MessageDigest digest = Sha256.digest();
    boolean isText = isText();
    byte[] buffer = new byte[1 << 16];
    try (InputStream opened = file.getPath().getFileSystem(configuration).open(file.getPath());
        DigestInputStream raw = new DigestInputStream(opened, digest);
        InputStream in = codec == null ? raw : codec.createInputStream(raw)) {
      long size = 0;
      long line = 0;
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        size += n;
        line = isText ? lineAfter(line, buffer, n) : 0;
        if (line > LONGEST_LINE) {
          throw refused("holds a line of more than " + (LONGEST_LINE >> 20) + " MiB");
        }
        if (codec != null && size > HARMLESS && size > MOST_EXPANSION * file.getLen()) {
          throw refused("expands to more than " + MOST_EXPANSION + " times its size");
        }
      }
      // What follows the compressed data belongs to the file, and to its hash.
      raw.transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      throw new StorageException(
          "cannot read landed file " + file.getPath() + "; check that it can be read", e);
    }
    return Sha256.brief(digest.digest());
  }

  /** The length of the last line so far; the longest in the buffer when that is too long. */
  private static long lineAfter(long before, byte[] buffer, int length) {
    long line = before;
    for (int i = 0; i < length; i++) {
      line = buffer[i] == '\n' ? 0 : line + 1;
      if (line > LONGEST_LINE) {
        return line;
      }
    }
    return line;
  }

  private boolean isText() {
    return !file.getPath().getName().toLowerCase(Locale.ROOT).contains(".parquet");
  }

  private DataException refused(String why) {
    return new DataException(
        "source "
            + source.name()
            + ": landed file "
            + file.getPath()
            + " "
            + why
            + "; land it again as sound records");
  }
}
