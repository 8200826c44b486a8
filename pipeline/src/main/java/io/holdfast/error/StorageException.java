package io.holdfast.error;

/** Storage or network failed; the scheduler retries (exit 50). */
public final class StorageException extends RuntimeException {
  /** One line: what, where, found, wanted, what to do. */
  public StorageException(String message) {
    super(message);
  }

  /** One line as above, and what caused it. */
  public StorageException(String message, Throwable cause) {
    super(message, cause);
  }
}
