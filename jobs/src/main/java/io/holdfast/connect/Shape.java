package io.holdfast.connect;

import io.holdfast.table.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A well-known kind of file, told by its fields. */
final class Shape {
  /** How a file of a shape becomes rows. */
  interface Mapper {
    Mapping of(FileProfile profile, Surroundings surroundings);
  }

  /**
   * A sign that a file is of a shape.
   *
   * @param path where the sign stands
   * @param start what its values begin with; empty for any
   * @param weight against the other signs
   */
  private record Mark(String path, String start, int weight, boolean isRequired) {
    private boolean isOn(FileProfile profile) {
      return profile.find(path).filter(c -> start.isEmpty() ? true : isStart(c)).isPresent();
    }

    private boolean isStart(ColumnProfile column) {
      return column.filled() > 0 && column.values().stream().allMatch(v -> v.startsWith(start));
    }

    private String words() {
      return start.isEmpty() ? path : path + " " + start + "…";
    }
  }

  private final String name;
  private final Table table;
  private final Mapper mapper;
  private final List<Mark> marks = new ArrayList<>();

  private Shape(String name, Table table, Mapper mapper) {
    this.name = name;
    this.table = table;
    this.mapper = mapper;
  }

  /**
   * A shape.
   *
   * @param name for people, such as Stripe invoices
   * @param table its rows become
   */
  static Shape of(String name, Table table, Mapper mapper) {
    return new Shape(name, table, mapper);
  }

  /** A file that other files look names or keys up in. */
  static Shape lookup(String name) {
    return new Shape(name, null, null);
  }

  /** Without this field a file is not of the shape. */
  Shape required(String path) {
    marks.add(new Mark(path, "", 2, true));
    return this;
  }

  /** These fields speak for the shape. */
  Shape fields(String... paths) {
    for (String path : paths) {
      marks.add(new Mark(path, "", 1, false));
    }
    return this;
  }

  /** Values that begin so speak strongly for the shape. */
  Shape values(String path, String start) {
    marks.add(new Mark(path, start, 3, false));
    return this;
  }

  /** The file as this shape; empty when a required field lacks, or most of the others do. */
  Optional<Recognition> recognise(FileProfile profile) {
    if (!profile.isJson() || marks.stream().anyMatch(m -> m.isRequired() && !m.isOn(profile))) {
      return Optional.empty();
    }
    List<Mark> found = marks.stream().filter(m -> m.isOn(profile)).toList();
    double score =
        (double) found.stream().mapToInt(Mark::weight).sum()
            / marks.stream().mapToInt(Mark::weight).sum();
    return score < Recognition.LEAST
        ? Optional.empty()
        : Optional.of(
            new Recognition(
                profile,
                name,
                table,
                score,
                "found " + String.join(", ", found.stream().map(Mark::words).toList()),
                mapper));
  }
}
