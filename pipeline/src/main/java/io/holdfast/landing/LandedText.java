package io.holdfast.landing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.io.compress.CompressionCodecFactory;

/** The first characters of landed files of text, compressed or not. */
final class LandedText {
  private LandedText() {}

  /** A reader at the file's start, to be closed; what is not UTF-8 is read as U+FFFD. */
  static BufferedReader open(Configuration configuration, Path path) throws IOException {
    CompressionCodec codec = new CompressionCodecFactory(configuration).getCodec(path);
    InputStream raw = path.getFileSystem(configuration).open(path);
    try {
      InputStream in = codec == null ? raw : codec.createInputStream(raw);
      return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    } catch (IOException e) {
      raw.close();
      throw e;
    }
  }
}
