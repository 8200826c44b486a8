package io.holdfast.connect;

import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Globs that match given paths, and the ones that will be named like them. */
final class Globs {
  private Globs() {}

  /** One glob for each folder; the most files first. */
  static List<String> of(List<String> templates) {
    Map<String, SortedSet<String>> byFolder = new TreeMap<>();
    for (String template : templates) {
      int slash = template.lastIndexOf('/') + 1;
      byFolder
          .computeIfAbsent(template.substring(0, slash), f -> new TreeSet<>())
          .add(template.substring(slash));
    }
    return byFolder.entrySet().stream()
        .sorted((a, b) -> b.getValue().size() - a.getValue().size())
        .map(e -> e.getKey() + glob(List.copyOf(e.getValue())))
        .toList();
  }

  /** What the names share before and behind, with a star between. */
  private static String glob(List<String> names) {
    String first = names.get(0);
    if (names.size() == 1) {
      return first;
    }
    int before = first.length();
    int behind = first.length();
    for (String name : names.subList(1, names.size())) {
      int shortest = Math.min(first.length(), name.length());
      int i = 0;
      while (i < Math.min(before, shortest) && first.charAt(i) == name.charAt(i)) {
        i++;
      }
      before = i;
      int j = 0;
      while (j < Math.min(behind, shortest - before)
          && first.charAt(first.length() - 1 - j) == name.charAt(name.length() - 1 - j)) {
        j++;
      }
      behind = j;
    }
    // A number cut in two would leave out the next file.
    String prefix = first.substring(0, before).replaceFirst("\\d+$", "");
    String suffix = first.substring(first.length() - behind).replaceFirst("^\\d+", "");
    return prefix + "*" + suffix;
  }
}
