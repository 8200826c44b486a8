package io.holdfast.connect;

import io.holdfast.error.StorageException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** A look at a file's name and its first characters: whether Holdfast reads such files at all. */
final class FilePeek {
  /** Characters looked at. */
  private static final int LENGTH = 1 << 16;

  private FilePeek() {}

  /** csv, json or parquet, by the file's name; the same endings as landing knows. */
  static Optional<String> format(String path) {
    String name = path.toLowerCase(Locale.ROOT).replaceFirst("\\.gz$", "");
    if (name.endsWith(".parquet")) {
      return Optional.of("parquet");
    }
    if (name.endsWith(".jsonl") || name.endsWith(".ndjson") || name.endsWith(".json")) {
      return Optional.of("json");
    }
    return name.endsWith(".csv") || name.endsWith(".tsv") ? Optional.of("csv") : Optional.empty();
  }

  /** Why Holdfast does not read a file, and what to do; empty when it does. */
  static Optional<String> refusal(Path file) {
    Optional<String> format = format(file.getFileName().toString());
    if (format.isEmpty()) {
      return Optional.of(
          "is of no known kind; wanted .csv, .tsv, .jsonl, .json or .parquet, also with .gz; convert it");
    }
    if (format.get().equals("parquet")) {
      return Optional.empty();
    }
    String start;
    try {
      start = start(file);
    } catch (ZipException e) {
      return Optional.of("is named .gz and is no gzip file; land it again");
    } catch (IOException e) {
      throw new StorageException(
          "cannot read landed file " + file + "; check that it can be read", e);
    }
    String firstLine = start.strip().lines().findFirst().orElse("");
    if (firstLine.isEmpty()) {
      return Optional.of("is empty; land it again or leave it out");
    }
    return format.get().equals("csv") ? Optional.empty() : json(file, firstLine, start);
  }

  private static Optional<String> json(Path file, String firstLine, String start) {
    String name = "; wanted one object a line (JSON lines); convert it: jq -c ";
    if (firstLine.startsWith("[")) {
      return file.getFileName().toString().toLowerCase(Locale.ROOT).matches(".*\\.json(\\.gz)?")
          ? Optional.empty()
          : Optional.of("is one JSON array; name it .json, or land one object a line");
    }
    boolean isWholeLine = firstLine.length() < start.strip().length() || start.length() < LENGTH;
    if (firstLine.startsWith("{") && isWholeLine && !firstLine.strip().endsWith("}")) {
      return Optional.of("is a JSON object over several lines" + name + ". FILE > FILE.jsonl");
    }
    if (firstLine.startsWith("{") && firstLine.matches("\\{\\s*\"object\"\\s*:\\s*\"list\".*")) {
      return Optional.of("is a page of an API" + name + "'.data[]' FILE > FILE.jsonl");
    }
    return firstLine.startsWith("{")
        ? Optional.empty()
        : Optional.of("does not begin with a JSON object" + name + ". FILE > FILE.jsonl");
  }

  private static String start(Path file) throws IOException {
    try (InputStream raw = new BufferedInputStream(Files.newInputStream(file));
        InputStream in = file.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw) {
      String text = new String(in.readNBytes(LENGTH), StandardCharsets.UTF_8);
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (java.io.EOFException e) {
      return "";
    }
  }
}
