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
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
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
      if (history.isEmpty() && !source.landsHistory()) {
        throw new DataException(
            "source "
                + source.name()
                + ": its history did not land; wanted "
                + source.history()
                + " below "
                + source.landing()
                + "; land the files or mend history: in the settings");
      }
      if (!history.isEmpty()) {
        batches.add(new LandedBatch(source, source.historyUntil(), true, history));
      }
    }
    SortedMap<LocalDate, List<FileStatus>> nightly = landed.nightly(asOf);
    requireTonight(source, landed, nightly);
    nightly.forEach((date, files) -> batches.add(new LandedBatch(source, date, false, files)));
    List<Due> due = batches.stream().map(this::due).filter(d -> !isLoaded(d)).toList();
    return source.load() == Source.Load.FULL ? withFollowers(source, landed, due) : due;
  }

  private Due due(LandedBatch batch) {
    Optional<Loaded> last = loaded.at(batch.source().name(), batch.ingestedOn());
    List<FileHashes.Entry> entries =
        FileHashes.since(configuration, last.map(Loaded::files)).entries(batch);
    return new Due(
        batch, FileHashes.fingerprint(batch.source(), entries), FileHashes.json(entries));
  }

  private boolean isLoaded(Due due) {
    return loaded
        .at(due.batch().source().name(), due.batch().ingestedOn())
        .filter(l -> l.fingerprint().equals(due.fingerprint()))
        .isPresent();
  }

  /**
   * A full batch stores how its dump differs from the state before it, which is the dump before it;
   * so the batch that follows one to load is derived anew, and no later one: the state after the
   * follower is the follower's dump, as it was. Two followers are no end of it: one whose own files
   * changed, and one with refused rows, whose keys carry on what was known before.
   */
  private List<Due> withFollowers(Source source, LandedFiles landed, List<Due> due) {
    SortedMap<LocalDate, Due> all = new TreeMap<>();
    due.forEach(d -> all.put(d.batch().ingestedOn(), d));
    SortedSet<LocalDate> dates = new TreeSet<>(all.keySet());
    loaded.of(source.name()).forEach(l -> dates.add(l.ingestedOn()));
    Optional<LocalDate> changed = Optional.empty();
    for (LocalDate date : dates) {
      if (all.containsKey(date)) {
        changed = Optional.of(date);
      } else if (changed.isPresent()) {
        Due follower = follower(source, landed, date, changed.get());
        all.put(date, follower);
        boolean hasRefused =
            loaded.at(source.name(), date).filter(l -> l.rejects() > 0).isPresent();
        changed = isLoaded(follower) && !hasRefused ? Optional.empty() : Optional.of(date);
      }
    }
    return List.copyOf(all.values());
  }

  private Due follower(Source source, LandedFiles landed, LocalDate date, LocalDate changed) {
    List<FileStatus> files = source.nightly() == null ? List.of() : landed.folder(date);
    if (files.isEmpty()) {
      throw new DataException(
          "source "
              + source.name()
              + ", batch "
              + date
              + ": its landed files are gone, but it must be compared anew with the full dump of "
              + changed
              + ", which is loaded now; wanted "
              + (source.nightly() == null ? "nightly: in the settings" : landed.place(date))
              + "; land them again; nothing was loaded");
    }
    return due(new LandedBatch(source, date, false, files));
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
    if (source.database() != null) {
      sayIfNotLanded(source, nightly);
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

  /** A night lands it before it asks for batches: only a plan finds it missing. */
  private void sayIfNotLanded(Source source, SortedMap<LocalDate, List<FileStatus>> nightly) {
    if (!nightly.containsKey(asOf)) {
      progress.accept(
          "source "
              + source.name()
              + " has not landed for "
              + asOf
              + "; the night begins by landing it from "
              + source.database());
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
