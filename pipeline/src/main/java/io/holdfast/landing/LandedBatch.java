package io.holdfast.landing;

import java.time.LocalDate;
import java.util.List;
import org.apache.hadoop.fs.FileStatus;

/**
 * The landed files of one batch of a source.
 *
 * @param ingestedOn date of the dated folder, or history_until
 * @param isHistory the history load
 */
public record LandedBatch(
    Source source, LocalDate ingestedOn, boolean isHistory, List<FileStatus> files) {

  @Override
  public String toString() {
    return source.name() + (isHistory ? " history until " : " ") + ingestedOn;
  }
}
