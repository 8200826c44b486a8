package io.holdfast.error;

/** The data was refused; its owner acts (exit 30). */
public final class DataException extends RuntimeException {
  /** One line: what, where, found, wanted, what to do. */
  public DataException(String message) {
    super(message);
  }

  /** One line as above, and what caused it. */
  public DataException(String message, Throwable cause) {
    super(message, cause);
  }
}
