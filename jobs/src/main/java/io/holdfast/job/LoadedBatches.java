package io.holdfast.job;

import io.holdfast.lake.Lake;
import io.holdfast.table.Batches;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * The batches that exist. As many as landed folders, whatever the accounts: they are kept in memory
 * and written whole, as one file in one commit.
 */
final class LoadedBatches {
  private static final Comparator<Key> ORDER =
      Comparator.comparing(Key::source).thenComparing(Key::ingestedOn);

  private record Key(String source, LocalDate ingestedOn) {}

  /** One batch as its row of {@link Batches} has it. */
  record Loaded(
      String source,
      LocalDate ingestedOn,
      boolean isHistory,
      String fingerprint,
      String files,
      long rows,
      long rejects,
      long duplicates,
      long unchanged,
      long vanished) {

    /** Good rows that landed, whether or not a full dump had to store them. */
    long landed() {
      return rows - vanished + unchanged;
    }

    private Row row() {
      return RowFactory.create(
          source,
          ingestedOn,
          isHistory,
          fingerprint,
          files,
          rows,
          rejects,
          duplicates,
          unchanged,
          vanished);
    }

    private static Loaded of(Row row) {
      return new Loaded(
          row.getString(0),
          row.getLocalDate(1),
          row.getBoolean(2),
          row.getString(3),
          row.getString(4),
          row.getLong(5),
          row.getLong(6),
          row.getLong(7),
          // Batches of before there were full loads have neither.
          row.isNullAt(8) ? 0 : row.getLong(8),
          row.isNullAt(9) ? 0 : row.getLong(9));
    }
  }

  private final Lake lake;
  private final SortedMap<Key, Loaded> batches;

  private LoadedBatches(Lake lake, SortedMap<Key, Loaded> batches) {
    this.lake = lake;
    this.batches = batches;
  }

  /** The batches of a lake now. */
  static LoadedBatches of(Lake lake) {
    return new LoadedBatches(
        lake,
        lake.rows(Batches.TABLE).stream()
            .map(Loaded::of)
            .collect(
                Collectors.toMap(
                    b -> new Key(b.source(), b.ingestedOn()),
                    b -> b,
                    (a, b) -> b,
                    () -> new TreeMap<>(ORDER))));
  }

  synchronized Optional<Loaded> at(String source, LocalDate ingestedOn) {
    return Optional.ofNullable(batches.get(new Key(source, ingestedOn)));
  }

  synchronized List<Loaded> of(String source) {
    return batches.values().stream().filter(b -> b.source().equals(source)).toList();
  }

  /** From here on these batches do not exist, until they are added again. */
  synchronized void remove(String source, Collection<LocalDate> dates) {
    boolean isAny = false;
    for (LocalDate date : dates) {
      isAny |= batches.remove(new Key(source, date)) != null;
    }
    if (isAny) {
      write();
    }
  }

  /** Makes loaded batches exist, all at once. */
  synchronized void add(Collection<Loaded> loaded) {
    loaded.forEach(b -> batches.put(new Key(b.source(), b.ingestedOn()), b));
    write();
  }

  private void write() {
    lake.replaceAll(Batches.TABLE, batches.values().stream().map(Loaded::row).toList());
  }
}
