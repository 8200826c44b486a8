package io.holdfast.job;

import io.holdfast.error.DataException;
import io.holdfast.lake.Lake;
import io.holdfast.landing.FileHashes;
import io.holdfast.landing.LandedBatch;
import io.holdfast.landing.LandedFiles;
import io.holdfast.landing.Source;
import io.holdfast.table.Batches;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.spark.sql.Row;

/** Which landed batches of a source are not in the lake yet, or changed since they were loaded. */
final class DueBatches {
  private final Configuration configuration;
  private final LocalDate asOf;
  private final Consumer<String> progress;
  private final Map<String, Loaded> loaded = new HashMap<>();

  private record Loaded(String fingerprint, String files) {}

  /** A batch to load, and what its files hold. */
  record Due(LandedBatch batch, String fingerprint, String files) {}

  private DueBatches(Lake lake, LocalDate asOf, Consumer<String> progress) {
    this.configuration = lake.spark().sessionState().newHadoopConf();
    this.asOf = asOf;
    this.progress = progress;
    for (Row row :
        lake.read(Batches.TABLE)
            .select(
                Batches.SOURCE.col(),
                Batches.INGESTED_ON.col(),
                Batches.FINGERPRINT.col(),
                Batches.FILES.col())
            .collectAsList()) {
      loaded.put(
          row.getString(0) + " " + row.getLocalDate(1),
          new Loaded(row.getString(2), row.getString(3)));
    }
  }

  /** What the lake has loaded so far, against what has landed for a night. */
  static DueBatches of(Lake lake, LocalDate asOf, Consumer<String> progress) {
    return new DueBatches(lake, asOf, progress);
  }

  /**
   * The batches of a source to load now, oldest first.
   *
   * @throws DataException when files that must be there are not
   */
  List<Due> of(Source source) {
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
    Loaded last = loaded.get(batch.source().name() + " " + batch.ingestedOn());
    List<FileHashes.Entry> entries =
        FileHashes.since(configuration, last == null ? null : last.files()).entries(batch);
    String fingerprint = FileHashes.fingerprint(batch.source(), entries);
    return last != null && last.fingerprint().equals(fingerprint)
        ? List.of()
        : List.of(new Due(batch, fingerprint, FileHashes.json(entries)));
  }

  private void requireTonight(
      Source source, LandedFiles landed, SortedMap<LocalDate, List<FileStatus>> nightly) {
    boolean isInHistory = source.historyUntil() != null && !asOf.isAfter(source.historyUntil());
    if (isInHistory || source.allowEmpty()) {
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
}
