package io.holdfast.model;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/** Two independent pieces of work at the same time: fits leave cores idle between their stages. */
final class SideBySide {
  private SideBySide() {}

  static <A, B, R> R both(Supplier<A> first, Supplier<B> second, BiFunction<A, B, R> together) {
    CompletableFuture<A> running = CompletableFuture.supplyAsync(first);
    B own = second.get();
    try {
      return together.apply(running.join(), own);
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException failure ? failure : e;
    }
  }
}
