package io.holdfast.landing;

import io.holdfast.error.DataException;
import io.holdfast.error.SettingsException;
import io.holdfast.error.StorageException;
import java.io.EOFException;
import java.io.IOException;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkThrowable;

/**
 * Which files of a source have landed: listings only, no file is opened. A folder that a glob
 * matches is the files it is read from.
 */
public final class LandedFiles {
  private static final String DATE = "{date}";

  /** What the readers of compressed files say of broken ones. */
  private static final Pattern DAMAGED =
      Pattern.compile(
          "gzip|incorrect (data|header|length)|invalid (block|stored|distance|code|bit)");

  /** What a message shows of a line. */
  private static final int SHOWN_OF_LINE = 80;

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
      List<FileStatus> files = date.isAfter(upTo) ? List.of() : folder(date);
      if (!files.isEmpty()) {
        refuseInsideHistory(date, files);
        byDate.put(date, files);
      }
    }
    return byDate;
  }

  /** Files of one dated folder; empty when nothing landed there. */
  public List<FileStatus> folder(LocalDate date) {
    return list(source.nightly().replace(DATE, date.toString()));
  }

  /** Where the files of one dated folder are looked for, for messages. */
  public String place(LocalDate date) {
    return source.landing() + "/" + source.nightly().replace(DATE, date.toString());
  }

  /** The dates that stand in the place of {date}, in names up to and with the first that has it. */
  private List<LocalDate> dates() {
    String glob = source.nightly();
    int end = glob.indexOf('/', glob.indexOf(DATE));
    String named = end < 0 ? glob : glob.substring(0, end);
    String name = named.substring(named.lastIndexOf('/') + 1);
    Pattern dated =
        Pattern.compile(
            Arrays.stream(name.split(Pattern.quote(DATE), -1))
                .map(LandedFiles::anything)
                .collect(Collectors.joining("(\\d{4}-\\d{2}-\\d{2})")));
    return glob(named.replace(DATE, "*")).stream()
        .map(f -> dated.matcher(f.getPath().getName()))
        .filter(Matcher::matches)
        .flatMap(m -> date(m.group(1)).stream())
        .distinct()
        .sorted()
        .toList();
  }

  /** The wildcards of a glob as a pattern; the listing has matched the rest already. */
  private static String anything(String glob) {
    return glob.isEmpty() ? "" : ".*";
  }

  /** The date that a name is; empty where it only looks like one. */
  static List<LocalDate> date(String name) {
    try {
      return List.of(LocalDate.parse(name));
    } catch (DateTimeParseException e) {
      return List.of();
    }
  }

  /**
   * Reads landed files by the given work.
   *
   * @throws DataException when a file is damaged, such as one that was cut off while it landed
   */
  public static <T> T readable(Source source, Supplier<T> reading) {
    try {
      return reading.get();
    } catch (Exception e) {
      // Spark throws checked exceptions that it does not declare.
      for (Throwable cause = e; cause != null; cause = cause.getCause()) {
        String message = String.valueOf(cause.getMessage());
        if (cause instanceof SparkThrowable malformed
            && "MALFORMED_CSV_RECORD".equals(malformed.getCondition())) {
          throw new DataException(
              "source "
                  + source.name()
                  + ": a landed file below "
                  + source.landing()
                  + " holds a line with more fields than any table has ("
                  + message.substring(0, Math.min(SHOWN_OF_LINE, message.length()))
                  + " …); land it again",
              e);
        }
        if (cause instanceof EOFException
            || cause instanceof ZipException
            || (cause instanceof IOException && DAMAGED.matcher(message).find())) {
          throw new DataException(
              "source "
                  + source.name()
                  + ": a landed file below "
                  + source.landing()
                  + " is damaged ("
                  + message.lines().findFirst().orElse("")
                  + "); land it again",
              e);
        }
      }
      throw e;
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
        .filter(f -> !f.getPath().getName().startsWith("."))
        .flatMap(f -> f.isFile() ? Stream.of(f) : folder(f.getPath()).stream())
        .sorted(Comparator.comparing(f -> f.getPath().toString()))
        .toList();
  }

  private List<FileStatus> folder(Path folder) {
    try {
      return FolderFiles.of(folder.getFileSystem(configuration), source, folder);
    } catch (IOException e) {
      throw unlisted(folder, e);
    }
  }

  private List<FileStatus> glob(String glob) {
    Path path = new Path(source.landing(), glob);
    try {
      FileStatus[] found = FileSystem.get(path.toUri(), configuration).globStatus(path);
      return found == null ? List.of() : Arrays.asList(found);
    } catch (IOException e) {
      throw unlisted(path, e);
    }
  }

  private StorageException unlisted(Path path, IOException cause) {
    return new StorageException(
        "source " + source.name() + ": cannot list " + path + "; check that it can be read", cause);
  }
}
