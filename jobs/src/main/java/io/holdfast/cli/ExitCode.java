package io.holdfast.cli;

import io.holdfast.error.DataException;
import io.holdfast.error.DifferenceException;
import io.holdfast.error.LockedException;
import io.holdfast.error.SettingsException;
import io.holdfast.error.StorageException;
import java.io.IOException;

/** The one place where failures become exit codes: the code says who must act. */
final class ExitCode {
  static final int DONE = 0;
  static final int NOTHING_TO_DO = 10;
  static final int SETTINGS = 20;
  static final int DATA = 30;
  static final int LOCKED = 40;
  static final int STORAGE = 50;
  static final int BUG = 70;

  private ExitCode() {}

  /**
   * The failure that decides: the outermost of ours, else what storage said, else the last cause.
   */
  static Throwable cause(Throwable failure) {
    Throwable last = failure;
    Throwable storage = null;
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (ofOurs(t) != BUG || t instanceof DifferenceException) {
        return t;
      }
      storage = isStorage(t) ? t : storage;
      last = t;
    }
    return storage != null ? storage : last;
  }

  static int of(Throwable failure) {
    Throwable cause = cause(failure);
    return isStorage(cause) ? STORAGE : ofOurs(cause);
  }

  private static int ofOurs(Throwable t) {
    if (t instanceof SettingsException) {
      return SETTINGS;
    }
    if (t instanceof DataException) {
      return DATA;
    }
    if (t instanceof LockedException) {
      return LOCKED;
    }
    return t instanceof StorageException ? STORAGE : BUG;
  }

  /** Spark hands on what an executor's disk said only as text. */
  private static boolean isStorage(Throwable t) {
    String message = String.valueOf(t.getMessage());
    return t instanceof IOException
        || message.contains("No space left on device")
        || message.contains("java.io.IOException");
  }
}
