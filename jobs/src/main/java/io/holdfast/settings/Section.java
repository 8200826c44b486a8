package io.holdfast.settings;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One section of the settings while it is read: each value asked for by name and type, every
 * problem noted with its place, and in the end the names nobody asked for.
 */
final class Section {
  private static final Pattern ENVIRONMENT =
      Pattern.compile("\\$\\{env:([A-Za-z_][A-Za-z0-9_]*)(:-([^}]*))?}");

  private static final String FILE = "file:";

  private final String name;
  private final Tree.Branch branch;
  private final List<String> problems;
  private final UnaryOperator<String> environment;
  private final Set<String> asked = new HashSet<>();

  Section(
      String name, Tree.Branch branch, List<String> problems, UnaryOperator<String> environment) {
    this.name = name;
    this.branch = branch;
    this.problems = problems;
    this.environment = environment;
  }

  boolean has(String key) {
    asked.add(key);
    return branch.entries().containsKey(key);
  }

  /** A section below; empty when it is not there. */
  Section section(String key) {
    asked.add(key);
    Tree tree = branch.entries().get(key);
    if (tree instanceof Tree.Branch below) {
      return new Section(path(key), below, problems, environment);
    }
    if (tree != null) {
      problem(tree, key, "is a single value; wanted names and values");
    }
    return new Section(path(key), new Tree.Branch(Map.of(), branch.place()), problems, environment);
  }

  /** The names in this section, in the order of the file. */
  List<String> names() {
    asked.addAll(branch.entries().keySet());
    return List.copyOf(branch.entries().keySet());
  }

  String text(String key, String otherwise) {
    String value = value(key, otherwise, Function.identity(), "text");
    if (value != null && value.isBlank() && branch.entries().containsKey(key)) {
      problem(key, "is empty; wanted text");
    }
    return value;
  }

  /** An ISO 4217 code. */
  String currency(String key, String otherwise) {
    return value(
        key, otherwise, t -> Currency.getInstance(t).getCurrencyCode(), "an ISO 4217 code");
  }

  /** The single value of a key that may also be a section; empty where it is one. */
  String textOrSection(String key) {
    return branch.entries().get(key) instanceof Tree.Scalar ? text(key, "") : "";
  }

  String required(String key) {
    String value = text(key, null);
    if (value == null) {
      problems.add(branch.place() + " " + name + " lacks " + key + "; add it");
    }
    return value;
  }

  /**
   * A secret, written as a reference: {@code ${env:NAME}}, or {@code file:} and a path. One that is
   * written out is a problem, which does not repeat it.
   *
   * @param folder relative paths start here
   */
  String secret(String key, Path folder) {
    String text = text(key, null);
    if (text == null || !(branch.entries().get(key) instanceof Tree.Scalar written)) {
      return null;
    }
    if (written.text().startsWith(FILE)) {
      return content(key, folder.resolve(text.substring(FILE.length())));
    }
    Matcher reference = ENVIRONMENT.matcher(written.text());
    if (!reference.matches() || reference.group(2) != null) {
      problem(key, "is written out; wanted ${env:NAME}, or file: and the path of a file with it");
    }
    return text;
  }

  private String content(String key, Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      problem(key, "refers to " + file + ", which cannot be read; wanted a file with the secret");
      return null;
    }
  }

  int integer(String key, int otherwise, int least) {
    int value = value(key, otherwise, Integer::valueOf, "a whole number");
    if (value < least) {
      problem(branch.entries().get(key), key, "is " + value + "; wanted at least " + least);
    }
    return value;
  }

  double number(String key, double otherwise, double least) {
    double value = value(key, otherwise, Double::valueOf, "a number");
    if (!(value >= least)) {
      problem(branch.entries().get(key), key, "is " + value + "; wanted at least " + least);
    }
    return value;
  }

  BigDecimal decimal(String key, BigDecimal otherwise) {
    return value(key, otherwise, BigDecimal::new, "a number");
  }

  /** A share: 0.01 or 1%. */
  double share(String key, double otherwise) {
    double value =
        value(
            key,
            otherwise,
            t ->
                t.endsWith("%")
                    ? Double.parseDouble(t.substring(0, t.length() - 1)) / 100
                    : Double.parseDouble(t),
            "a share such as 1% or 0.01");
    if (!(value >= 0 && value <= 1)) {
      problem(branch.entries().get(key), key, "is " + value + "; wanted 0 to 1, or 0% to 100%");
    }
    return value;
  }

  boolean flag(String key, boolean otherwise) {
    return value(
        key,
        otherwise,
        t ->
            switch (t.toLowerCase(Locale.ROOT)) {
              case "true" -> true;
              case "false" -> false;
              default -> throw new IllegalArgumentException(t);
            },
        "true or false");
  }

  LocalDate date(String key) {
    return value(key, null, LocalDate::parse, "a date such as 2025-03-31");
  }

  ZoneId zone(String key, ZoneId otherwise) {
    return value(key, otherwise, ZoneId::of, "a time zone such as Europe/Berlin");
  }

  /** One of the constants of an enum, in lower case. */
  <T extends Enum<T>> T word(String key, T otherwise, Class<T> type) {
    List<String> words = new ArrayList<>();
    for (T constant : type.getEnumConstants()) {
      words.add(constant.name().toLowerCase(Locale.ROOT));
    }
    return value(
        key, otherwise, t -> Enum.valueOf(type, t.toUpperCase(Locale.ROOT)), "one of " + words);
  }

  /** A list of texts; a single text is a list of one. */
  List<String> list(String key, List<String> otherwise) {
    asked.add(key);
    Tree tree = branch.entries().get(key);
    if (tree == null) {
      return otherwise;
    }
    if (tree instanceof Tree.Scalar scalar) {
      return List.of(resolve(scalar, key));
    }
    List<String> values = new ArrayList<>();
    if (tree instanceof Tree.Sequence sequence) {
      for (Tree item : sequence.items()) {
        if (item instanceof Tree.Scalar scalar) {
          values.add(resolve(scalar, key));
        } else {
          problem(item, key, "holds something other than text; wanted a list of texts");
        }
      }
    } else {
      problem(tree, key, "is a section; wanted a list of texts");
    }
    return values;
  }

  /** Names and texts. */
  Map<String, String> texts(String key) {
    Section below = section(key);
    Map<String, String> texts = new LinkedHashMap<>();
    below.names().forEach(n -> texts.put(n, below.text(n, "")));
    return texts;
  }

  /** How many problems are noted so far, here and elsewhere. */
  int problems() {
    return problems.size();
  }

  /** Notes a problem with the place of a key. */
  void problem(String key, String what) {
    asked.add(key);
    Tree tree = branch.entries().get(key);
    problem(tree == null ? branch : tree, key, what);
  }

  /** Notes the names that nobody asked for. */
  void refuseUnknown() {
    branch
        .entries()
        .forEach(
            (key, tree) -> {
              if (!asked.contains(key)) {
                problem(tree, key, "is no setting; " + hint(key));
              }
            });
  }

  private String hint(String key) {
    return asked.stream()
        .filter(a -> distance(a, key) <= 1 + Math.min(a.length(), key.length()) / 4)
        .min((a, b) -> distance(a, key) - distance(b, key))
        .map(a -> "did you mean " + a + "?")
        .orElseGet(() -> "wanted one of " + asked.stream().sorted().toList());
  }

  private <T> T value(String key, T otherwise, Function<String, T> parse, String wanted) {
    asked.add(key);
    Tree tree = branch.entries().get(key);
    if (tree == null) {
      return otherwise;
    }
    if (!(tree instanceof Tree.Scalar scalar)) {
      problem(tree, key, "is not a single value; wanted " + wanted);
      return otherwise;
    }
    String text = resolve(scalar, key);
    try {
      return parse.apply(text);
    } catch (IllegalArgumentException | DateTimeException e) {
      problem(tree, key, "is \"" + text + "\"; wanted " + wanted);
      return otherwise;
    }
  }

  private String resolve(Tree.Scalar scalar, String key) {
    Matcher found = ENVIRONMENT.matcher(scalar.text());
    StringBuilder text = new StringBuilder();
    while (found.find()) {
      String value = environment.apply(found.group(1));
      if (value == null && found.group(2) == null) {
        problem(
            scalar,
            key,
            "needs the environment variable "
                + found.group(1)
                + ", which is not set; set it, or"
                + " write ${env:"
                + found.group(1)
                + ":-default}");
      }
      String used = value != null ? value : found.group(3) != null ? found.group(3) : "";
      found.appendReplacement(text, Matcher.quoteReplacement(used));
    }
    return found.appendTail(text).toString();
  }

  private void problem(Tree tree, String key, String what) {
    String place = tree == null ? branch.place() : tree.place();
    problems.add(place + " " + path(key) + " " + what);
  }

  private String path(String key) {
    return name.isEmpty() ? key : name + "." + key;
  }

  /** Levenshtein's distance. */
  private static int distance(String a, String b) {
    int[] last = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      last[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] next = new int[b.length() + 1];
      next[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        next[j] = Math.min(Math.min(next[j - 1], last[j]) + 1, last[j - 1] + change);
      }
      last = next;
    }
    return last[b.length()];
  }
}
