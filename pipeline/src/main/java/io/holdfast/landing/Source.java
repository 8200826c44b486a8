package io.holdfast.landing;

import io.holdfast.table.InPlace;
import io.holdfast.table.Table;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One source as the settings describe it.
 *
 * @param table the canonical table it yields; the source bears its name
 * @param load how its batches relate to each other
 * @param landing root of landed files, absolute or a URI; the globs below are relative to it
 * @param history globs of the history's files; empty without a history
 * @param historyUntil last day the history is complete for; null without a history
 * @param nightly glob of a dated folder's files, with {@code {date}}; null when only a history
 *     lands
 * @param select one SQL SELECT that yields the canonical columns
 * @param lookups view name → glob of undated files
 * @param formats column → pattern for dates and instants that are not ISO
 * @param schema DDL of a JSON line; null leaves it one string column {@code json}
 * @param zone zone of instants that name none
 * @param businessZone zone that cuts business days and dated folders
 * @param allowEmpty a dated folder without this source's files is no error
 * @param maxRejects greatest share of refused rows of a batch, 0 to 1
 * @param maxVanished greatest share of the keys known before that a full dump may lack, 0 to 1
 * @param immutable attributes that never change
 * @param inPlace what it means that a term was overwritten; null where a change is a further row
 * @param database what lands from a database first; null where others land the files
 */
public record Source(
    Table table,
    Load load,
    String landing,
    List<String> history,
    LocalDate historyUntil,
    String nightly,
    String select,
    Map<String, String> lookups,
    Map<String, String> formats,
    String schema,
    ZoneId zone,
    ZoneId businessZone,
    boolean allowEmpty,
    double maxRejects,
    double maxVanished,
    Set<String> immutable,
    InPlace inPlace,
    Database database) {

  /** How the batches of a source relate to each other. */
  public enum Load {
    /** Events: each landed once, deduplicated by id. */
    APPEND,
    /** New or changed entities: one version per key and batch. */
    CHANGES,
    /** All entities each time: what differs from the batch before, and which keys vanished. */
    FULL
  }

  /** The source's name, also its canonical table's and its view's. */
  public String name() {
    return table.name();
  }

  /** Its history lands from its database too, and not as files of others. */
  public boolean landsHistory() {
    return database != null && history.equals(List.of(Database.history(name())));
  }
}
