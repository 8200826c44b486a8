package io.holdfast.connect;

import io.holdfast.table.Table;
import io.holdfast.table.UsageEvents;
import java.time.LocalDate;

/**
 * A source as it is proposed.
 *
 * @param historyUntil null when only dated files landed
 * @param isHole some dated folder has no files of it
 */
record ProposedSource(
    Table table, Recognition recognition, Mapping mapping, LocalDate historyUntil, boolean isHole) {

  LandedGroup group() {
    return recognition.profile().group();
  }

  /** Events land once; of entities, what is new or changed. */
  String load() {
    return table == UsageEvents.TABLE ? "append" : "changes";
  }

  /** The same, its history ending on another day. */
  ProposedSource until(LocalDate day) {
    return new ProposedSource(
        table, recognition, mapping, group().history().isEmpty() ? null : day, isHole);
  }
}
