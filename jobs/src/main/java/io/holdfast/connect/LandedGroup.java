package io.holdfast.connect;

import java.time.LocalDate;
import java.util.List;
import java.util.SortedSet;

/**
 * Landed files that hold the same kind of rows.
 *
 * @param name what their paths share once dates, numbers and endings are gone, such as {@code
 *     stripe/customers}
 * @param format csv, json or parquet
 * @param history globs below the landing root; empty without undated files
 * @param nightly glob with {@code {date}}; null without dated files
 * @param dates of the dated files
 * @param files how many there are
 * @param bytes of all of them
 */
record LandedGroup(
    String name,
    String format,
    List<String> history,
    String nightly,
    SortedSet<LocalDate> dates,
    int files,
    long bytes) {

  /** The last part of the name, in lower case. */
  String word() {
    return name.substring(name.lastIndexOf('/') + 1);
  }
}
