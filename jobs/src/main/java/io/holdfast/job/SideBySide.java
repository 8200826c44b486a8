package io.holdfast.job;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/** Independent work in two threads: a Delta commit waits more than it works. */
final class SideBySide {
  private static final int THREADS = 2;

  private SideBySide() {}

  /**
   * Does all the work and gives the results in the order of the work.
   *
   * @throws RuntimeException the first failure in that order, once all the work has ended
   */
  static <T> List<T> of(List<Supplier<T>> work) {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<T>> futures = new ArrayList<>();
      work.forEach(w -> futures.add(threads.submit(w::get)));
      RuntimeException failure = null;
      List<T> results = new ArrayList<>();
      for (Future<T> future : futures) {
        try {
          results.add(future.get());
        } catch (ExecutionException e) {
          failure = failure == null ? unchecked(e.getCause()) : failure;
        }
      }
      if (failure != null) {
        throw failure;
      }
      return results;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while two threads worked", e);
    } finally {
      threads.shutdownNow();
    }
  }

  private static RuntimeException unchecked(Throwable failure) {
    if (failure instanceof Error error) {
      throw error;
    }
    // Spark's Scala code throws checked exceptions that it does not declare.
    return failure instanceof RuntimeException e ? e : new IllegalStateException(failure);
  }
}
