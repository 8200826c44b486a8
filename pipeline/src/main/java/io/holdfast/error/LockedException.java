package io.holdfast.error;

/** Another run holds the lake; the scheduler tries later (exit 40). */
public final class LockedException extends RuntimeException {
  /** One line: what, where, found, wanted, what to do. */
  public LockedException(String message) {
    super(message);
  }

  /** One line as above, and what caused it. */
  public LockedException(String message, Throwable cause) {
    super(message, cause);
  }
}
