package io.holdfast.job;

import static org.apache.spark.sql.functions.from_utc_timestamp;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.to_date;
import static org.apache.spark.sql.functions.trunc;
import static org.apache.spark.sql.functions.when;

import io.holdfast.lake.Lake;
import io.holdfast.table.AccountDays;
import io.holdfast.table.Batch;
import io.holdfast.table.Column;
import io.holdfast.table.UsageEvents;
import io.holdfast.table.UserDays;
import io.holdfast.tile.NewEvents;
import io.holdfast.tile.Tiles;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Tiles of loaded batches, and again of the batches that follow them within the days of repeats.
 */
final class TilesLoad {
  private static final int MONTHS_OF_HISTORY = 36;

  private final Lake lake;
  private final ZoneId zone;
  private final Optional<LocalDate> history;

  private TilesLoad(Lake lake, ZoneId zone, Optional<LocalDate> history) {
    this.lake = lake;
    this.zone = zone;
    this.history = history;
  }

  /**
   * Replaces the tiles of the loaded batches and of those they may take repeats from.
   *
   * @param existing batches of events that were in the lake before
   * @param history the date of the history, where there is one
   * @return how many tiles were written, by table
   */
  static Map<String, Long> of(
      Lake lake,
      ZoneId zone,
      Collection<LocalDate> existing,
      Collection<LocalDate> loaded,
      Optional<LocalDate> history) {
    SortedSet<LocalDate> batches = new TreeSet<>(loaded);
    existing.stream()
        .filter(b -> loaded.stream().anyMatch(d -> follows(b, d)))
        .forEach(batches::add);
    return new TilesLoad(lake, zone, history).load(batches);
  }

  private static boolean follows(LocalDate batch, LocalDate loaded) {
    return batch.isAfter(loaded) && !batch.isAfter(loaded.plusDays(NewEvents.DAYS_OF_REPEATS));
  }

  private Map<String, Long> load(SortedSet<LocalDate> batches) {
    Dataset<Row> events = newEvents(batches);
    List<Long> written =
        SideBySide.of(
            List.of(
                () ->
                    lake.replaceDays(
                        AccountDays.TABLE,
                        laidOut(
                            Tiles.accountDays(events, zone), AccountDays.ACTIVITY_DATE, batches),
                        AccountDays.INGESTED_ON,
                        batches),
                () ->
                    lake.replaceDays(
                        UserDays.TABLE,
                        laidOut(Tiles.userDays(events, zone), UserDays.ACTIVITY_DATE, batches),
                        UserDays.INGESTED_ON,
                        batches)));
    return Map.of(AccountDays.TABLE.name(), written.get(0), UserDays.TABLE.name(), written.get(1));
  }

  /** Nothing lies before a history, so its events are never compared. */
  private Dataset<Row> newEvents(SortedSet<LocalDate> batches) {
    List<LocalDate> dated = batches.stream().filter(b -> !history.equals(Optional.of(b))).toList();
    Dataset<Row> ofDated = lake.readDays(UsageEvents.TABLE, Batch.INGESTED_ON, dated);
    Dataset<Row> fresh = dated.isEmpty() ? ofDated : NewEvents.of(ofDated, earlier(dated), zone);
    return batches.size() == dated.size()
        ? fresh
        : fresh.union(
            lake.readDays(UsageEvents.TABLE, Batch.INGESTED_ON, List.of(history.orElseThrow())));
  }

  private Dataset<Row> earlier(List<LocalDate> dated) {
    SortedSet<LocalDate> before =
        dated.stream()
            .flatMap(d -> d.minusDays(NewEvents.DAYS_OF_REPEATS).datesUntil(d))
            .collect(Collectors.toCollection(TreeSet::new));
    Optional<LocalDate> nearHistory = history.filter(before::contains);
    nearHistory.ifPresent(before::remove);
    Dataset<Row> batches = lake.readDays(UsageEvents.TABLE, Batch.INGESTED_ON, before);
    if (nearHistory.isEmpty()) {
      return batches;
    }
    LocalDate historyUntil = nearHistory.get();
    List<LocalDate> near =
        dated.stream()
            .filter(d -> !d.isAfter(historyUntil.plusDays(NewEvents.DAYS_OF_REPEATS)))
            .toList();
    return batches.union(
        lake.readDays(UsageEvents.TABLE, Batch.INGESTED_ON, List.of(historyUntil))
            .filter(NewEvents.mayRepeat(near.get(0), businessDays(near), zone)));
  }

  /** The business days that the events of some batches bear: few, whatever the accounts. */
  private List<LocalDate> businessDays(List<LocalDate> batches) {
    return lake
        .readDays(UsageEvents.TABLE, Batch.INGESTED_ON, batches)
        .select(to_date(from_utc_timestamp(UsageEvents.EVENT_AT.col(), zone.getId())))
        .distinct()
        .collectAsList()
        .stream()
        .map(r -> r.getLocalDate(0))
        .toList();
  }

  private Dataset<Row> laidOut(Dataset<Row> tiles, Column day, SortedSet<LocalDate> batches) {
    boolean hasHistory = history.filter(batches::contains).isPresent();
    org.apache.spark.sql.Column ingestedOn = Batch.INGESTED_ON.col();
    org.apache.spark.sql.Column file =
        hasHistory
            ? when(ingestedOn.equalTo(lit(history.get())), trunc(day.col(), "month"))
                .otherwise(ingestedOn)
            : ingestedOn;
    int files = batches.size() + (hasHistory ? MONTHS_OF_HISTORY : 0);
    // By hash: ranges would be found by making the tiles twice.
    return tiles.repartition(files, ingestedOn, file).sortWithinPartitions(ingestedOn, day.col());
  }
}
