package io.holdfast.deliver;

import io.holdfast.table.RunManifest;
import io.holdfast.table.Table;

/** One row per night and table that a serving database holds: which run its rows are of. */
final class Deliveries {
  static final Table TABLE =
      Table.published(
          "deliveries",
          "One row per night and delivered table",
          RunManifest.TABLE_NAME,
          RunManifest.PUBLISHED_AT,
          RunManifest.ROWS);

  private Deliveries() {}
}
