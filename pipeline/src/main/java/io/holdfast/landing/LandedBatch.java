package io.holdfast.landing;

import java.time.LocalDate;
import java.util.List;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * The landed files of one batch of a source.
 *
 * @param ingestedOn date of the dated folder, or history_until
 * @param isHistory the history load
 */
public record LandedBatch(
    Source source, LocalDate ingestedOn, boolean isHistory, List<FileStatus> files) {

  /** The name people know the batch's only file by; null where there are several. */
  public String onlyFile() {
    if (files.size() != 1) {
      return null;
    }
    Path file = files.get(0).getPath();
    return DeltaVersion.of(file).map(DeltaVersion::folder).orElse(file).getName();
  }

  @Override
  public String toString() {
    return source.name() + (isHistory ? " history until " : " ") + ingestedOn;
  }
}
