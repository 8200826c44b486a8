package io.holdfast.connect;

import java.util.ArrayList;
import java.util.List;

/** Cells in aligned columns for a terminal. */
final class TextGrid {
  private static final int WIDEST = 36;

  private TextGrid() {}

  /** The lines, each indented; long cells are cut. */
  static String of(List<String> header, List<List<String>> rows, String indent) {
    List<List<String>> lines = new ArrayList<>();
    lines.add(header);
    rows.forEach(r -> lines.add(r.stream().map(TextGrid::cut).toList()));
    int[] widths = new int[header.size()];
    for (List<String> line : lines) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], line.get(i).length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (List<String> line : lines) {
      StringBuilder cells = new StringBuilder(indent);
      for (int i = 0; i < widths.length; i++) {
        cells.append(String.format("%-" + Math.max(1, widths[i]) + "s  ", line.get(i)));
      }
      text.append(cells.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }

  private static String cut(String cell) {
    return Names.shown(cell, WIDEST);
  }
}
