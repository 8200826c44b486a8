package io.holdfast.job;

import java.util.Map;

/**
 * What a job did.
 *
 * @param status done, or nothing to do
 * @param rows table name → rows written
 */
public record JobResult(Status status, Map<String, Long> rows) {

  /** How a job ended well. */
  public enum Status {
    DONE,
    NOTHING_TO_DO
  }

  public static JobResult done(Map<String, Long> rows) {
    return new JobResult(Status.DONE, rows);
  }

  public static JobResult nothingToDo() {
    return new JobResult(Status.NOTHING_TO_DO, Map.of());
  }
}
