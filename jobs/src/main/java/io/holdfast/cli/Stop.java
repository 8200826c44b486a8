package io.holdfast.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * What happens at a signal to end: Spark stops its work by itself, which ends the running job; the
 * process waits until the job has given the lake back.
 */
final class Stop implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 20;

  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread hook = new Thread(this::awaitEnd, "holdfast-stop");
  private volatile boolean isAsked;

  private Stop() {}

  /** Watches from now on. */
  static Stop onSignal() {
    Stop stop = new Stop();
    Runtime.getRuntime().addShutdownHook(stop.hook);
    return stop;
  }

  /** Whether a signal has come. */
  boolean isAsked() {
    return isAsked;
  }

  /** The work is over, well or not. */
  @Override
  public void close() {
    ended.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The signal has come: the hook runs, and ends now.
      isAsked = true;
    }
  }

  private void awaitEnd() {
    isAsked = true;
    try {
      if (!ended.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        System.err.println("warning: the work did not end; its lock is taken over by the next run");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
