package io.holdfast.world;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** Reads the files of a world back. */
final class WorldFiles {
  private WorldFiles() {}

  /** The lines of a text file, gzip or not. */
  static List<String> lines(Path file) {
    try (InputStream raw = Files.newInputStream(file);
        InputStream in = file.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw;
        BufferedReader reader =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      return reader.lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Rows of a CSV file by column name; the generator never quotes. */
  static List<Map<String, String>> rows(Path file) {
    List<String> lines = lines(file);
    String[] names = lines.get(0).split(",", -1);
    List<Map<String, String>> rows = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      String[] fields = line.split(",", -1);
      Map<String, String> row = new LinkedHashMap<>();
      for (int i = 0; i < names.length; i++) {
        row.put(names[i], fields[i]);
      }
      rows.add(row);
    }
    return rows;
  }

  /** The dated folders, oldest first. */
  static List<Path> nights(Path world) {
    try (Stream<Path> folders = Files.list(world.resolve("landing"))) {
      return folders.filter(f -> f.getFileName().toString().startsWith("2")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All versions of a source's rows, the history first. */
  static List<Map<String, String>> landed(Path world, String name) {
    List<Map<String, String>> rows =
        new ArrayList<>(rows(world.resolve("landing/history").resolve(name)));
    nights(world).forEach(night -> rows.addAll(rows(night.resolve(name))));
    return rows;
  }

  /** Every file below a folder by its relative path; gzip files unpacked. */
  static Map<String, List<String>> contents(Path folder) {
    Map<String, List<String>> contents = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      files
          .filter(Files::isRegularFile)
          .forEach(f -> contents.put(folder.relativize(f).toString(), lines(f)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return contents;
  }
}
