package io.holdfast.connect;

import io.holdfast.table.Table;
import io.holdfast.table.UsageEvents;
import java.time.LocalDate;

/**
 * A source as it is proposed.
 *
 * @param historyUntil null when only dated files landed
 * @param isHole some dated folder has no files of it
 * @param redelivery what its newest dated files deliver again; null while that is not known
 */
record ProposedSource(
    Table table,
    Recognition recognition,
    Mapping mapping,
    LocalDate historyUntil,
    boolean isHole,
    Redelivery redelivery) {

  LandedGroup group() {
    return recognition.profile().group();
  }

  /** Events land once; of entities all of them each time, or what is new or changed. */
  String load() {
    if (table == UsageEvents.TABLE) {
      return "append";
    }
    return redelivery != null && redelivery.isFull() ? "full" : "changes";
  }

  /** Terms get another price without a row of their own. */
  boolean isOverwritten() {
    return redelivery != null && redelivery.overwritten() > 0;
  }

  /** The same, its history ending on another day. */
  ProposedSource until(LocalDate day) {
    return new ProposedSource(
        table, recognition, mapping, group().history().isEmpty() ? null : day, isHole, redelivery);
  }

  /** The same, once it is known what its newest files deliver again. */
  ProposedSource with(Redelivery found) {
    return new ProposedSource(table, recognition, mapping, historyUntil, isHole, found);
  }
}
