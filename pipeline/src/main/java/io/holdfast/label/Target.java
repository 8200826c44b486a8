package io.holdfast.label;

import java.util.Locale;

/** What is predicted. */
public enum Target {
  /** The account stops being active for at least the grace period. */
  CHURN,
  /** The account pays more for more seats, a higher plan or another product. */
  EXPANSION;

  /** The word in tables, paths and settings: {@code churn} or {@code expansion}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The target of a {@link #word}. */
  public static Target of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
