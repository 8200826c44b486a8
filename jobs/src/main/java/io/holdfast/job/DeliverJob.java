package io.holdfast.job;

import io.holdfast.deliver.Exports;
import io.holdfast.error.DataException;
import io.holdfast.lake.Manifest;

/** Exports of what the manifest names for a night; the same run is delivered once. */
public final class DeliverJob {
  private DeliverJob() {}

  /** Writes the files of the night's last publication. */
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
    Exports exports = Exports.of(context.lake(), context.asOf());
    if (exports.isDelivered(publication.runId())) {
      return JobResult.nothingToDo();
    }
    return JobResult.done(exports.write(manifest, publication));
  }
}
