package io.holdfast.job;

import io.holdfast.error.DataException;
import io.holdfast.error.SettingsException;
import io.holdfast.job.LoadedBatches.Loaded;
import io.holdfast.landing.FileHashes;
import io.holdfast.landing.LandedBatch;
import io.holdfast.landing.LandedFiles;
import io.holdfast.landing.Source;
import io.holdfast.table.Canonical;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;

/** Which landed batches of a source are not in the lake yet, or changed since they were loaded. */
final class DueBatches {
  private final Configuration configuration;
  private final LocalDate asOf;
  private final Consumer<String> progress;
  private final LoadedBatches loaded;

  /** A batch to load, and what its files hold. */
  record Due(LandedBatch batch, String fingerprint, String files) {}

  private DueBatches(JobContext context, LoadedBatches loaded) {
    this.configuration = context.lake().spark().sessionState().newHadoopConf();
    this.asOf = context.asOf();
    this.progress = context.progress();
    this.loaded = loaded;
  }

  /** What the lake has loaded so far, against what has landed for a night. */
  static DueBatches of(JobContext context, LoadedBatches loaded) {
    return new DueBatches(context, loaded);
  }

  /**
   * The batches of a source to load now, oldest first.
   *
   * @throws DataException when files that must be there are not
   */
  List<Due> of(Source source) {
    refuseAnotherHistory(source);
    LandedFiles landed = LandedFiles.of(configuration, source);
    List<LandedBatch> batches = new ArrayList<>();
    List<FileStatus> history = landed.history();
    if (!source.history().isEmpty()) {
      if (history.isEmpty()) {
        throw new DataException(
            "source "
                + source.name()
                + ": its history did not land; wanted "
                + source.history()
                + " below "
                + source.landing()
                + "; land the files or mend history: in the settings");
      }
      batches.add(new LandedBatch(source, source.historyUntil(), true, history));
    }
    SortedMap<LocalDate, List<FileStatus>> nightly = landed.nightly(asOf);
    requireTonight(source, landed, nightly);
    nightly.forEach((date, files) -> batches.add(new LandedBatch(source, date, false, files)));
    return batches.stream().flatMap(batch -> due(batch).stream()).toList();
  }

  private List<Due> due(LandedBatch batch) {
    Optional<Loaded> last = loaded.at(batch.source().name(), batch.ingestedOn());
    List<FileHashes.Entry> entries =
        FileHashes.since(configuration, last.map(Loaded::files)).entries(batch);
    String fingerprint = FileHashes.fingerprint(batch.source(), entries);
    return last.filter(l -> l.fingerprint().equals(fingerprint)).isPresent()
        ? List.of()
        : List.of(new Due(batch, fingerprint, FileHashes.json(entries)));
  }

  /** The old history would stay in the lake beside the new one. */
  private void refuseAnotherHistory(Source source) {
    for (Loaded batch : loaded.of(source.name())) {
      if (batch.isHistory() && !batch.ingestedOn().equals(source.historyUntil())) {
        throw new SettingsException(
            "source "
                + source.name()
                + " has history_until "
                + source.historyUntil()
                + ", but the lake holds its history until "
                + batch.ingestedOn()
                + "; put that date back or choose a new lake");
      }
    }
  }

  private void requireTonight(
      Source source, LandedFiles landed, SortedMap<LocalDate, List<FileStatus>> nightly) {
    boolean isInHistory = source.historyUntil() != null && !asOf.isAfter(source.historyUntil());
    if (isInHistory || source.allowEmpty()) {
      return;
    }
    if (!Canonical.isRequired(source.table())) {
      warnOfTonight(source, nightly);
      return;
    }
    if (source.nightly() == null || !nightly.containsKey(asOf)) {
      throw new DataException(
          "source "
              + source.name()
              + " has no files for "
              + asOf
              + (source.nightly() == null
                  ? ": its history ends on " + source.historyUntil() + " and it has no nightly:"
                  : "; wanted " + landed.place(asOf))
              + "; land them, or say allow_empty: true if a day may be empty");
    }
    LocalDate first =
        source.historyUntil() != null ? source.historyUntil().plusDays(1) : nightly.firstKey();
    long missing = first.datesUntil(asOf).filter(day -> !nightly.containsKey(day)).count();
    if (missing > 0) {
      progress.accept(
          "WARN source "
              + source.name()
              + " lacks "
              + missing
              + " of the days before "
              + asOf
              + "; the night goes on with what landed");
    }
  }

  /** What only makes features may be late without costing the night. */
  private void warnOfTonight(Source source, SortedMap<LocalDate, List<FileStatus>> nightly) {
    if (source.nightly() != null && !nightly.containsKey(asOf)) {
      progress.accept(
          "WARN source "
              + source.name()
              + " has no files for "
              + asOf
              + "; the night goes on with what landed; say allow_empty: true if a day may be empty");
    }
  }
}
