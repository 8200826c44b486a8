package io.holdfast.model;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/** Two independent pieces of work at the same time: fits leave cores idle between their stages. */
final class SideBySide {
  private SideBySide() {}

  /**
   * Runs the first in a thread of its own and the second in the caller's. Not in the common pool:
   * its threads know neither the caller's Spark session nor the class loader of spark-submit.
   */
  static <A, B, R> R both(Supplier<A> first, Supplier<B> second, BiFunction<A, B, R> together) {
    FutureTask<A> running = new FutureTask<>(first::get);
    Thread thread = new Thread(running, "fit");
    thread.setDaemon(true);
    thread.start();
    B own;
    try {
      own = second.get();
    } catch (RuntimeException | Error e) {
      // The rows that the other works on are released once this is thrown.
      running.cancel(false);
      join(thread);
      throw e;
    }
    return together.apply(result(running), own);
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static <A> A result(FutureTask<A> running) {
    try {
      return running.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a model was fitted", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException("a fit failed: " + e.getCause().getMessage(), e.getCause());
    }
  }
}
