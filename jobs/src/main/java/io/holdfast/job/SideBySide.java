package io.holdfast.job;

import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Independent work in two threads, in order. */
final class SideBySide {
  private SideBySide() {}

  /** Runs all; the first failure, in order, is thrown. */
  static void run(List<Runnable> work) {
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      List<? extends Future<?>> running = work.stream().map(threads::submit).toList();
      for (Future<?> one : running) {
        one.get();
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while tables were written", e);
    } finally {
      threads.shutdown();
    }
  }
}
