package io.holdfast.connect;

/** Expressions over the columns of one view, as the file behind it has them. */
final class Sql {
  private final FileProfile profile;
  private final String view;

  private Sql(FileProfile profile, String view) {
    this.profile = profile;
    this.view = view;
  }

  /**
   * Expressions over a file's columns.
   *
   * @param view its view where a select reads several; null where it reads one
   */
  static Sql of(FileProfile profile, String view) {
    return new Sql(profile, view);
  }

  /** The value of a column, or at a path of a JSON line. */
  String value(String path) {
    String before = view == null ? "" : view + ".";
    return profile.isJson() ? Names.json(before + "json", path) : before + Names.column(path);
  }

  /** A number, with a point where the file has a decimal comma. */
  String decimal(String path) {
    boolean hasComma =
        profile.find(path).filter(c -> c.kind() == ValueKind.DECIMAL_COMMA).isPresent();
    return hasComma ? "replace(replace(" + value(path) + ", '.'), ',', '.')" : value(path);
  }

  /** An amount with something done to it; text that is no number stays, to be refused. */
  String number(String path, String operation) {
    String cents = NameMatch.isCents(path) ? " / 100" : "";
    if (cents.isEmpty() && operation.isEmpty()) {
      return decimal(path);
    }
    String amount = "try_cast(" + decimal(path) + " AS DECIMAL(18, 4))";
    return "coalesce(cast(round("
        + amount
        + cents
        + operation
        + ", 2) AS STRING), "
        + text(path)
        + ")";
  }

  /**
   * Seconds or milliseconds since 1970 as an instant; text that is neither stays, to be refused.
   */
  String instant(String path, ValueKind kind) {
    String function = kind == ValueKind.EPOCH_MILLIS ? "timestamp_millis" : "timestamp_seconds";
    return "coalesce(date_format("
        + function
        + "(try_cast("
        + value(path)
        + " AS BIGINT)), \"yyyy-MM-dd'T'HH:mm:ss'Z'\"), "
        + text(path)
        + ")";
  }

  /** Parquet has numbers of its own. */
  private String text(String path) {
    return profile.group().format().equals("parquet")
        ? "cast(" + value(path) + " AS STRING)"
        : value(path);
  }
}
