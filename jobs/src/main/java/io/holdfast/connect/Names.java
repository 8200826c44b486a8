package io.holdfast.connect;

import java.util.Locale;
import java.util.regex.Pattern;

/** Names as selects write them, and as they are compared. */
final class Names {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  /** Landed names are written into selects, settings and comments: nothing that ends one. */
  private static final Pattern SAFE = Pattern.compile("[\\p{L}\\p{N} _.$#%&()/:+@-]{1,200}");

  private Names() {}

  /** Whether a name that landed may stand in what is written. */
  static boolean isSafe(String name) {
    return SAFE.matcher(name).matches();
  }

  /** A landed value for a comment or a terminal: cut, and what is no plain sign replaced. */
  static String shown(String value, int longest) {
    String plain = value.replaceAll("[\\p{C}\\p{Z}\\\\]+", " ").strip();
    return plain.length() > longest ? plain.substring(0, longest - 1) + "…" : plain;
  }

  /** {@code companyName} and {@code Company Name} as {@code company_name}. */
  static String snake(String name) {
    return name.replaceAll("([a-z0-9])([A-Z])", "$1_$2")
        .replaceAll("[^A-Za-z0-9]+", "_")
        .replaceAll("^_+|_+$", "")
        .toLowerCase(Locale.ROOT);
  }

  /** The last part of a path, such as {@code name} of {@code properties.name}. */
  static String last(String path) {
    return path.substring(path.lastIndexOf('.') + 1);
  }

  /** A column of a view. */
  static String column(String name) {
    return PLAIN.matcher(name).matches() ? name : "`" + name.replace("`", "``") + "`";
  }

  /** The value at a path of a JSON line. */
  static String json(String column, String path) {
    StringBuilder steps = new StringBuilder("$");
    for (String key : path.split("\\.")) {
      steps.append(PLAIN.matcher(key).matches() ? "." + key : "[\"" + key + "\"]");
    }
    return "get_json_object("
        + column
        + ", '"
        + steps.toString().replace("[\"", "[\\'").replace("\"]", "\\']")
        + "')";
  }
}
