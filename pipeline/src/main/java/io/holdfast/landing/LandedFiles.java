package io.holdfast.landing;

import io.holdfast.error.SettingsException;
import io.holdfast.error.StorageException;
import java.io.IOException;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Which files of a source have landed: listings only, no file is opened. */
public final class LandedFiles {
  private static final String DATE = "{date}";

  private final Configuration configuration;
  private final Source source;

  private LandedFiles(Configuration configuration, Source source) {
    this.configuration = configuration;
    this.source = source;
  }

  /** The landed files of a source. */
  public static LandedFiles of(Configuration configuration, Source source) {
    return new LandedFiles(configuration, source);
  }

  /** Files of the history, sorted by path; empty when the source has none or nothing landed. */
  public List<FileStatus> history() {
    return source.history().stream()
        .flatMap(glob -> list(glob).stream())
        .sorted(Comparator.comparing(f -> f.getPath().toString()))
        .toList();
  }

  /** The history's files, else those of the newest dated folder. */
  public List<FileStatus> any() {
    List<FileStatus> history = history();
    if (!history.isEmpty()) {
      return history;
    }
    SortedMap<LocalDate, List<FileStatus>> nightly = nightly(LocalDate.MAX);
    return nightly.isEmpty() ? List.of() : nightly.get(nightly.lastKey());
  }

  /** Files of a lookup view. */
  public List<FileStatus> lookup(String view) {
    return list(source.lookups().get(view));
  }

  /**
   * Files of each dated folder up to a day, by date.
   *
   * @throws SettingsException when a dated folder lies inside the history
   */
  public SortedMap<LocalDate, List<FileStatus>> nightly(LocalDate upTo) {
    SortedMap<LocalDate, List<FileStatus>> byDate = new TreeMap<>();
    if (source.nightly() == null) {
      return byDate;
    }
    for (LocalDate date : dates()) {
      List<FileStatus> files = date.isAfter(upTo) ? List.of() : of(date);
      if (!files.isEmpty()) {
        refuseInsideHistory(date, files);
        byDate.put(date, files);
      }
    }
    return byDate;
  }

  /** Where the files of one dated folder are looked for, for messages. */
  public String place(LocalDate date) {
    return source.landing() + "/" + source.nightly().replace(DATE, date.toString());
  }

  private List<FileStatus> of(LocalDate date) {
    return list(source.nightly().replace(DATE, date.toString()));
  }

  /** The dated folders: what stands in the place of {date}, where it is a date. */
  private List<LocalDate> dates() {
    String glob = source.nightly();
    int at = glob.indexOf(DATE);
    int end = glob.indexOf('/', at);
    String folders = end < 0 ? glob : glob.substring(0, end);
    String pattern = folders.replace(DATE, "*");
    int prefix = folders.lastIndexOf('/', at) + 1;
    String before = folders.substring(prefix, at);
    String after = folders.substring(at + DATE.length());
    return glob(pattern).stream()
        .map(f -> f.getPath().getName())
        .filter(name -> end >= 0 || after.chars().noneMatch(c -> c == '*'))
        .map(name -> name.substring(Math.min(before.length(), name.length())))
        .map(name -> name.length() >= 10 ? name.substring(0, 10) : name)
        .flatMap(name -> date(name).stream())
        .distinct()
        .sorted()
        .toList();
  }

  private static List<LocalDate> date(String name) {
    try {
      return List.of(LocalDate.parse(name));
    } catch (DateTimeParseException e) {
      // Not a dated folder, such as the history's.
      return List.of();
    }
  }

  private void refuseInsideHistory(LocalDate date, List<FileStatus> files) {
    if (source.historyUntil() != null && !date.isAfter(source.historyUntil())) {
      throw new SettingsException(
          "source "
              + source.name()
              + " has the dated folder "
              + date
              + " ("
              + files.get(0).getPath()
              + ") inside its history, which ends on "
              + source.historyUntil()
              + "; move history_until before it or remove the folder");
    }
  }

  private List<FileStatus> list(String glob) {
    return glob(glob).stream()
        .filter(FileStatus::isFile)
        .filter(f -> !f.getPath().getName().startsWith("."))
        .sorted(Comparator.comparing(f -> f.getPath().toString()))
        .toList();
  }

  private List<FileStatus> glob(String glob) {
    Path path = new Path(source.landing(), glob);
    try {
      FileStatus[] found = FileSystem.get(path.toUri(), configuration).globStatus(path);
      return found == null ? List.of() : Arrays.asList(found);
    } catch (IOException e) {
      throw new StorageException(
          "source " + source.name() + ": cannot list " + path + "; check that it can be read", e);
    }
  }
}
