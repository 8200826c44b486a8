package io.holdfast.landing;

import io.holdfast.error.DataException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A landed folder as the files it is read from: of a Parquet folder its part files, of a Delta
 * table the commit of its newest version. Any other folder is none of the source's.
 */
final class FolderFiles {
  /** What Spark and Hadoop write into until all parts are whole. */
  private static final String UNFINISHED = "_temporary";

  private final Source source;
  private final Path folder;
  private final List<FileStatus> listed;

  private FolderFiles(Source source, Path folder, List<FileStatus> listed) {
    this.source = source;
    this.folder = folder;
    this.listed = listed;
  }

  /**
   * The files of a folder that a glob matched; empty when it is neither, or a table without a
   * version yet.
   *
   * @throws DataException when its parts are still being written, or lie in folders by value, whose
   *     names would be lost as a column
   */
  static List<FileStatus> of(FileSystem storage, Source source, Path folder) throws IOException {
    FolderFiles files = new FolderFiles(source, folder, Arrays.asList(storage.listStatus(folder)));
    return files.has(DeltaVersion.LOG)
        ? newestCommit(storage, new Path(folder, DeltaVersion.LOG)).stream().toList()
        : files.parts();
  }

  private static Optional<FileStatus> newestCommit(FileSystem storage, Path log)
      throws IOException {
    return Arrays.stream(storage.listStatus(log))
        .filter(f -> DeltaVersion.of(f.getPath()).isPresent())
        .max(Comparator.comparing(f -> f.getPath().getName()));
  }

  private List<FileStatus> parts() {
    List<FileStatus> parts = listed.stream().filter(FolderFiles::isPart).toList();
    if (has(UNFINISHED)) {
      throw refused("is still being written (" + UNFINISHED + " is in it)", "let it end");
    }
    listed.stream()
        .filter(f -> f.isDirectory() && f.getPath().getName().contains("="))
        .findFirst()
        .ifPresent(
            f -> {
              throw refused(
                  "is partitioned (" + f.getPath().getName() + ")",
                  "wanted part files in the folder itself, or a Delta table");
            });
    return parts;
  }

  private boolean has(String name) {
    return listed.stream().anyMatch(f -> f.isDirectory() && f.getPath().getName().equals(name));
  }

  private static boolean isPart(FileStatus file) {
    String name = file.getPath().getName();
    return file.isFile()
        && !name.startsWith(".")
        && !name.startsWith("_")
        && name.toLowerCase(Locale.ROOT).endsWith(".parquet");
  }

  private DataException refused(String why, String wanted) {
    return new DataException(
        "source "
            + source.name()
            + ": landed folder "
            + folder
            + " "
            + why
            + "; "
            + wanted
            + ", or land it again");
  }
}
