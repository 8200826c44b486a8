package io.holdfast.connect;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a sample of the rows of one group of files looks like: a profile for each column, and for
 * each path of a JSON line ({@code items.data[].price.currency}).
 */
final class FileProfile {
  /** Free-form objects have a path for every key that was ever sent. */
  private static final int MOST_PATHS = 400;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final LandedGroup group;
  private final Map<String, ColumnProfile> columns = new LinkedHashMap<>();
  private final int limit;
  private int rows;
  private int unreadable;

  /** An empty profile that at most so many rows will be added to. */
  FileProfile(LandedGroup group, int limit) {
    this.group = group;
    this.limit = limit;
  }

  /** Takes one row of named columns. */
  void addRow(List<String> names, List<String> values) {
    rows++;
    for (int i = 0; i < names.size(); i++) {
      column(names.get(i)).add(values.get(i));
    }
  }

  /** Takes one JSON line. */
  void addJson(String line) {
    rows++;
    try {
      addNode("", JSON.readTree(line));
    } catch (JsonProcessingException e) {
      unreadable++;
    }
  }

  private void addNode(String path, JsonNode node) {
    if (node.isObject()) {
      node.properties()
          .forEach(
              e -> addNode(path.isEmpty() ? e.getKey() : path + "." + e.getKey(), e.getValue()));
    } else if (node.isArray()) {
      column(path).addList(node.size());
      node.forEach(item -> addNode(path + "[]", item));
    } else if (!node.isNull() || columns.size() < MOST_PATHS) {
      column(path).add(node.isNull() ? null : node.asText());
    }
  }

  private ColumnProfile column(String path) {
    boolean isTaken = Names.isSafe(path.replace("[]", "")) && columns.size() < MOST_PATHS;
    // Beyond the limit, and under names that may not be written, values are forgotten.
    return isTaken || columns.containsKey(path)
        ? columns.computeIfAbsent(path, ColumnProfile::new)
        : new ColumnProfile(path);
  }

  LandedGroup group() {
    return group;
  }

  List<ColumnProfile> columns() {
    return List.copyOf(columns.values());
  }

  Optional<ColumnProfile> find(String path) {
    return Optional.ofNullable(columns.get(path));
  }

  /** Whether at least one row has a value there. */
  boolean has(String path) {
    return find(path).filter(c -> c.filled() > 0).isPresent();
  }

  int rows() {
    return rows;
  }

  /** Lines that are no JSON. */
  int unreadable() {
    return unreadable;
  }

  /** The sample is all there is. */
  boolean isWhole() {
    return rows < limit;
  }

  boolean isJson() {
    return group.format().equals("json");
  }

  /** Filled in every row, and never twice the same. */
  boolean isKey(ColumnProfile column) {
    return rows > 1 && column.filled() == rows && column.distinct() == rows;
  }
}
