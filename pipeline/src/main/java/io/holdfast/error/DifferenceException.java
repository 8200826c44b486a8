package io.holdfast.error;

/**
 * What is stored is not what its inputs make: code changed without saying so, or rows were changed
 * behind our back. We act (exit 70).
 */
public final class DifferenceException extends RuntimeException {
  /** One line: what, where, stored, computed, what to do. */
  public DifferenceException(String message) {
    super(message);
  }
}
