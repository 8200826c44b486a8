package io.holdfast.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * What happens at a signal to end: the running work is interrupted, and the process waits until it
 * has given the lake back.
 */
final class Stop implements AutoCloseable {
  private static final int ATTEMPTS = 5;
  private static final int SECONDS_BETWEEN = 4;

  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread worker = Thread.currentThread();
  private final Thread hook = new Thread(this::interruptUntilEnded, "holdfast-stop");
  private volatile boolean isAsked;

  private Stop() {}

  /** Watches over what this thread does from now on. */
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

  /** More than once: what waits inside Spark may take one interruption for its own. */
  private void interruptUntilEnded() {
    isAsked = true;
    try {
      for (int i = 0; i < ATTEMPTS; i++) {
        worker.interrupt();
        if (ended.await(SECONDS_BETWEEN, TimeUnit.SECONDS)) {
          return;
        }
      }
      System.err.println("warning: the work did not end; the next run takes its lock over");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
