package io.holdfast.job;

import com.sun.management.OperatingSystemMXBean;
import io.holdfast.lake.Lake;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerTaskEnd;

/**
 * What each step of a night cost. It counts everything that Spark does between two readings, so
 * steps are measured one after the other.
 */
public final class Meter extends SparkListener {
  private final Lake lake;
  private final AtomicLong sparkJobs = new AtomicLong();
  private final AtomicLong bytesReadElsewhere = new AtomicLong();
  private final List<Step> steps = new ArrayList<>();

  /**
   * The cost of one step.
   *
   * @param seconds wall clock
   * @param cpuSeconds of the whole process, the compiler and the collector included
   * @param bytesRead from storage: by this process, and by the tasks of executors elsewhere, whose
   *     reading of kept rows counts too
   * @param sparkJobs jobs that Spark ran
   * @param commits Delta commits
   */
  public record Step(
      String step,
      double seconds,
      double cpuSeconds,
      long bytesRead,
      long sparkJobs,
      long commits) {}

  private Meter(Lake lake) {
    this.lake = lake;
  }

  /** A meter that listens to the lake's session from now on. */
  public static Meter on(Lake lake) {
    Meter meter = new Meter(lake);
    lake.spark().sparkContext().addSparkListener(meter);
    return meter;
  }

  /** Runs a step and notes what it cost, also when it fails. */
  public <T> T measure(String step, Supplier<T> work) {
    Step before = reading(step);
    try {
      return work.get();
    } finally {
      Step after = reading(step);
      steps.add(
          new Step(
              step,
              after.seconds - before.seconds,
              after.cpuSeconds - before.cpuSeconds,
              after.bytesRead - before.bytesRead,
              after.sparkJobs - before.sparkJobs,
              after.commits - before.commits));
    }
  }

  /** The steps so far, in order. */
  public List<Step> steps() {
    return List.copyOf(steps);
  }

  @Override
  public void onJobStart(SparkListenerJobStart job) {
    sparkJobs.incrementAndGet();
  }

  @Override
  public void onTaskEnd(SparkListenerTaskEnd task) {
    // A task that was lost has no metrics.
    if (task.taskMetrics() != null && !lake.spark().sparkContext().isLocal()) {
      bytesReadElsewhere.addAndGet(task.taskMetrics().inputMetrics().bytesRead());
    }
  }

  private Step reading(String step) {
    // Listeners hear of tasks a little later than the caller: without this a step's last bytes
    // would count for the next one.
    awaitListeners();
    OperatingSystemMXBean system =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return new Step(
        step,
        System.nanoTime() / 1e9,
        system.getProcessCpuTime() / 1e9,
        Lake.bytesRead() + bytesReadElsewhere.get(),
        sparkJobs.get(),
        lake.commits());
  }

  private void awaitListeners() {
    try {
      lake.spark().sparkContext().listenerBus().waitUntilEmpty();
    } catch (java.util.concurrent.TimeoutException e) {
      throw new IllegalStateException("Spark's listeners did not keep up with the night", e);
    }
  }
}
