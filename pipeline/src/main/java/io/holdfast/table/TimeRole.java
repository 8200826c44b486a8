package io.holdfast.table;

/** What a column says about time; {@code Snapshot} applies it to every table alike. */
public enum TimeRole {
  /** Identifies the row. */
  KEY,
  /** The row does not exist before it: later than the as-of date, the row is dropped. */
  OCCURRED,
  /** A later event of the row: later than the as-of date, it is null. */
  HAPPENS,
  /** Null while the HAPPENS column it hangs on is. */
  WITH,
  /** Legitimately known ahead: never cut. */
  PLANNED,
  /**
   * A property that may change: what a history load says of it is hindsight for dates before the
   * load, unless declared immutable.
   */
  ATTRIBUTE,
  /** A number that may be summed; cut like {@link #ATTRIBUTE}. */
  MEASURE
}
