package io.holdfast.job;

import io.holdfast.deliver.DatabaseDelivery;
import io.holdfast.deliver.Exports;
import io.holdfast.error.DataException;
import io.holdfast.lake.Manifest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the manifest names for a night as files and, where the settings name one, in a database; the
 * same run is delivered once to each.
 */
public final class DeliverJob {
  private DeliverJob() {}

  /** Delivers the night's last publication to where it is not yet. */
  public static JobResult run(JobContext context) {
    Manifest manifest = Manifest.of(context.lake());
    Manifest.Publication publication =
        manifest
            .last(context.asOf())
            .orElseThrow(
                () ->
                    new DataException(
                        "night "
                            + context.asOf()
                            + " is not published, so nothing can be delivered; run night or"
                            + " publish for it first"));
    Map<String, Long> rows = new LinkedHashMap<>();
    // Files first: a database that is down keeps nobody from them.
    Exports exports = Exports.of(context.lake(), context.asOf());
    if (!exports.isDelivered(publication.runId())) {
      rows.putAll(exports.write(manifest, publication));
    }
    Optional.ofNullable(context.settings().serving())
        .map(DatabaseDelivery::to)
        .filter(database -> !database.isDelivered(publication))
        .ifPresent(
            database ->
                rows.putAll(
                    database.write(manifest, publication, context.progress(), context.fence())));
    return rows.isEmpty() ? JobResult.nothingToDo() : JobResult.done(rows);
  }
}
