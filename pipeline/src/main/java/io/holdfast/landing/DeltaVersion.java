package io.holdfast.landing;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.Path;

/**
 * One version of a landed Delta table, told by the file of the commit that made it. A commit is
 * written once and names what it added, so its hash stands for the version: an untouched table has
 * the same one, a changed table another.
 *
 * @param folder the table
 * @param version as its log counts them
 */
record DeltaVersion(Path folder, long version) {
  /** The folder below a table that makes it a Delta table. */
  static final String LOG = "_delta_log";

  /** Checkpoints and compacted logs have further words in their names. */
  private static final Pattern COMMIT = Pattern.compile("(\\d{20})\\.json");

  /** The version that a file's commit made; empty when the file is no commit. */
  static Optional<DeltaVersion> of(Path file) {
    Matcher commit = COMMIT.matcher(file.getName());
    return commit.matches() && file.getParent().getName().equals(LOG)
        ? Optional.of(
            new DeltaVersion(file.getParent().getParent(), Long.parseLong(commit.group(1))))
        : Optional.empty();
  }
}
