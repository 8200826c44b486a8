package io.holdfast.job;

import io.holdfast.lake.Lake;
import io.holdfast.settings.Settings;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What every job is given.
 *
 * @param lake where it reads and writes
 * @param settings all settings, checked
 * @param asOf the night
 * @param codeVersion version and hash of the code
 * @param clock for locks and {@code published_at} only
 * @param progress takes one line for people
 * @param fence throws when this run no longer holds the lake; asked before the manifest is written
 * @param steps runs the steps of a night, measuring each
 * @param publishing whether a night older than the newest published one may be published
 */
public record JobContext(
    Lake lake,
    Settings settings,
    LocalDate asOf,
    String codeVersion,
    Clock clock,
    Consumer<String> progress,
    Runnable fence,
    Steps steps,
    Publishing publishing) {

  /** In which order nights are published. */
  public enum Publishing {
    /** The newest published night, or a later one. */
    IN_ORDER,
    /** Any night: an older one again, beside what it replaces; later ones stay as they are. */
    RESTATE
  }

  /** Runs one step of a night and notes what it cost. */
  @FunctionalInterface
  public interface Steps {
    JobResult step(String name, Supplier<JobResult> work);

    /** Step → seconds it took, of the steps that are done. */
    default Map<String, Double> seconds() {
      return Map.of();
    }
  }

  /** The same context for another night. */
  public JobContext at(LocalDate night) {
    return new JobContext(
        lake, settings, night, codeVersion, clock, progress, fence, steps, publishing);
  }

  /** The same context under other settings. */
  public JobContext with(Settings others) {
    return new JobContext(
        lake, others, asOf, codeVersion, clock, progress, fence, steps, publishing);
  }

  /** The same context, with older nights published again. */
  public JobContext restating() {
    return new JobContext(
        lake, settings, asOf, codeVersion, clock, progress, fence, steps, Publishing.RESTATE);
  }
}
