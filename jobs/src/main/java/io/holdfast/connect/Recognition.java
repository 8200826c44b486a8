package io.holdfast.connect;

import io.holdfast.table.Table;

/**
 * What a file seems to be.
 *
 * @param shape for people, such as Stripe invoices
 * @param table the canonical table its rows become; null for a file that only others look up
 * @param score 0 to 1
 * @param reason the fields that spoke for it
 * @param mapper how its rows become rows of the table
 */
record Recognition(
    FileProfile profile,
    String shape,
    Table table,
    double score,
    String reason,
    Shape.Mapper mapper) {
  /** What scores less is not recognised. */
  static final double LEAST = 0.55;

  private static final double LIKELY = 0.7;
  private static final double SURE = 0.85;

  /** How sure, in a word. */
  String confidence() {
    return score >= SURE ? "sure" : score >= LIKELY ? "likely" : "a guess";
  }
}
