package io.holdfast.cli;

import io.holdfast.error.SettingsException;
import io.holdfast.model.ModelStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * Which code runs: the version and a hash of our own classes, the same wherever and whenever they
 * were built from the same sources.
 */
final class CodeVersion {
  static final String VERSION = "0.1.0";

  private CodeVersion() {}

  /** Such as {@code 0.1.0+3f2a9c41d07b}. */
  static String current() {
    SortedMap<String, byte[]> classes = new TreeMap<>();
    // One class of each module.
    for (Class<?> type : List.of(SettingsException.class, ModelStore.class, CodeVersion.class)) {
      collect(location(type), classes);
    }
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      classes.forEach(
          (name, bytes) -> {
            digest.update(name.getBytes(StandardCharsets.UTF_8));
            digest.update(bytes);
          });
      return VERSION + "+" + HexFormat.of().formatHex(digest.digest(), 0, 6);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static Path location(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException("a class path is made of valid names", e);
    }
  }

  private static void collect(Path place, SortedMap<String, byte[]> classes) {
    try {
      if (Files.isDirectory(place)) {
        try (Stream<Path> files = Files.walk(place)) {
          for (Path file : files.filter(f -> f.toString().endsWith(".class")).toList()) {
            classes.put(place.relativize(file).toString(), Files.readAllBytes(file));
          }
        }
        return;
      }
      try (JarFile jar = new JarFile(place.toFile())) {
        for (JarEntry entry : Collections.list(jar.entries())) {
          if (entry.getName().endsWith(".class")) {
            classes.put(entry.getName(), jar.getInputStream(entry).readAllBytes());
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("our own classes at " + place + " cannot be read", e);
    }
  }
}
