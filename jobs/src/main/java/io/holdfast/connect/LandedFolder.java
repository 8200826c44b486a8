package io.holdfast.connect;

import io.holdfast.error.SettingsException;
import io.holdfast.error.StorageException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The landed files of a folder, grouped by what they hold: dated ones are nights, the others are
 * the history.
 *
 * @param root the landing root
 * @param groups by name
 * @param notRead a line for each file that Holdfast does not read, with why and what to do
 */
record LandedFolder(Path root, List<LandedGroup> groups, List<String> notRead) {
  private static final Pattern DATE = Pattern.compile("(?<!\\d)\\d{4}-\\d{2}-\\d{2}(?!\\d)");
  private static final Pattern COMPACT_DATE = Pattern.compile("(?<!\\d)20\\d{6}(?!\\d)");

  private static final int LONGEST_PATH = 200;

  /** Folders that say when, not what. */
  private static final Set<String> TIMES =
      Set.of("history", "initial", "backfill", "archive", "full", "export", "exports", "dump");

  /** Files of a project, not of a delivery. */
  private static final Pattern PROJECT =
      Pattern.compile(".*\\.(sql|ya?ml|md|txt|py|sh)", Pattern.CASE_INSENSITIVE);

  /** One landed file: its path below the root, with {date} for its date. */
  private record Landed(String template, LocalDate date, String name, String format, long bytes) {}

  /**
   * What has landed below a folder; {@code landing} below it is the root when all lies there.
   *
   * @throws SettingsException when it is no folder
   */
  static LandedFolder of(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new SettingsException(
          "connect: "
              + folder
              + " is no folder; wanted the local folder with the landed files; name it");
    }
    Path root = folder.toAbsolutePath().normalize();
    List<Path> files = files(root);
    Path landing = root.resolve("landing");
    if (!files.isEmpty() && files.stream().allMatch(f -> f.startsWith(landing))) {
      root = landing;
    }
    Map<String, List<Landed>> byName = new TreeMap<>();
    List<String> notRead = new ArrayList<>();
    for (Path file : files) {
      String path = root.relativize(file).toString().replace('\\', '/');
      Optional<String> reason =
          Names.isSafe(path)
              ? FilePeek.refusal(file)
              : Optional.of("has a name of odd signs; wanted letters and numbers; rename it");
      if (reason.isPresent()) {
        notRead.add(Names.shown(path, LONGEST_PATH) + ": " + reason.get());
      } else {
        Landed landed = landed(path, file);
        byName
            .computeIfAbsent(landed.name() + "." + landed.format(), n -> new ArrayList<>())
            .add(landed);
      }
      if (COMPACT_DATE.matcher(path).find() && !DATE.matcher(path).find()) {
        notRead.add(path + ": its date is not read; wanted yyyy-MM-dd in the path; rename it");
      }
    }
    return new LandedFolder(
        root, byName.values().stream().map(LandedFolder::group).toList(), notRead);
  }

  /** Every date that some group has files of. */
  SortedSet<LocalDate> dates() {
    SortedSet<LocalDate> dates = new TreeSet<>();
    groups.forEach(g -> dates.addAll(g.dates()));
    return dates;
  }

  private static List<Path> files(Path root) {
    List<Path> files = new ArrayList<>();
    try {
      Files.walkFileTree(
          root,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes unused) {
              boolean isLake =
                  Files.exists(folder.resolve("holdfast.json"))
                      || Files.exists(folder.resolve("_delta_log"));
              boolean isSkipped = isHidden(folder) && !folder.equals(root);
              return isLake || isSkipped ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes unused) {
              if (!isHidden(file) && !PROJECT.matcher(file.getFileName().toString()).matches()) {
                files.add(file);
              }
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new StorageException(
          "folder " + root + " cannot be listed; check that it can be read", e);
    }
    return files.stream().sorted().toList();
  }

  /** What Spark skips too. */
  private static boolean isHidden(Path path) {
    String name = String.valueOf(path.getFileName());
    return name.startsWith(".") || name.startsWith("_");
  }

  private static Landed landed(String path, Path file) {
    Matcher found = DATE.matcher(path);
    LocalDate date = null;
    String template = path;
    if (found.find()) {
      try {
        date = LocalDate.parse(found.group());
        template = path.replace(found.group(), "{date}");
      } catch (DateTimeParseException e) {
        // Looks like a date and is none.
        date = null;
      }
    }
    try {
      return new Landed(
          template, date, name(template), FilePeek.format(path).orElseThrow(), Files.size(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Without dates, running numbers, endings and the folders that only say when. */
  private static String name(String template) {
    List<String> words = new ArrayList<>();
    String[] parts = template.toLowerCase(Locale.ROOT).split("/");
    for (int i = 0; i < parts.length; i++) {
      String part = i < parts.length - 1 ? parts[i] : parts[i].replaceFirst("\\.[a-z].*$", "");
      String word =
          part.replaceAll("([a-z_]+=)?\\{date}", "")
              .replaceAll("^(part|chunk)([-_.].*)?$", "")
              .replaceAll("([-_. ]+\\d[\\d-]*)+$", "")
              .replaceAll("^[-_. ]+|[-_. ]+$", "");
      if (!word.isEmpty() && !TIMES.contains(word) && !word.matches("\\d+")) {
        words.add(word);
      }
    }
    return words.isEmpty() ? "files" : String.join("/", words);
  }

  private static LandedGroup group(List<Landed> files) {
    SortedSet<LocalDate> dates = new TreeSet<>();
    files.stream().filter(f -> f.date() != null).forEach(f -> dates.add(f.date()));
    List<String> nightly =
        Globs.of(files.stream().filter(f -> f.date() != null).map(Landed::template).toList());
    return new LandedGroup(
        files.get(0).name(),
        files.get(0).format(),
        Globs.of(files.stream().filter(f -> f.date() == null).map(Landed::template).toList()),
        nightly.isEmpty() ? null : nightly.get(0),
        dates,
        files.size(),
        files.stream().mapToLong(Landed::bytes).sum());
  }
}
