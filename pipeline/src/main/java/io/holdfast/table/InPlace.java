package io.holdfast.table;

/**
 * What it means that a source overwrites the row of a term instead of adding a further one: the
 * term's attributes are no longer declared never to change.
 */
public enum InPlace {
  /** The subscription changed: the new values count from the day they were known. */
  CHANGE,
  /** The row was wrong: the new values count from the term's start. */
  CORRECTION
}
