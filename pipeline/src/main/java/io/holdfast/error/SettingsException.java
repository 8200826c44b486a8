package io.holdfast.error;

/** Settings or usage are wrong; the operator acts (exit 20). */
public final class SettingsException extends RuntimeException {
  /** One line: what, where, found, wanted, what to do. */
  public SettingsException(String message) {
    super(message);
  }

  /** One line as above, and what caused it. */
  public SettingsException(String message, Throwable cause) {
    super(message, cause);
  }
}
