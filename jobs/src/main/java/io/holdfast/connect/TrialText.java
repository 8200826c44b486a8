package io.holdfast.connect;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** What the files became, for a terminal. */
final class TrialText {
  private static final int LONGEST_REASON = 160;

  private TrialText() {}

  /** One source: its counts by batch, what would be refused, and ten rows. */
  static String of(ProposedSource source, List<Outcome> outcomes, String problem) {
    StringBuilder text = new StringBuilder();
    text.append(source.table().name())
        .append(" from ")
        .append(source.recognition().shape())
        .append(" (")
        .append(source.recognition().confidence())
        .append("), ")
        .append(ProjectFiles.select(source.table().name()))
        .append('\n');
    if (!problem.isEmpty()) {
      text.append("  cannot be tried: ").append(problem).append('\n');
    }
    for (Outcome outcome : outcomes) {
      text.append("  ").append(counts(outcome)).append('\n');
      outcome
          .reasons()
          .forEach(
              (reason, rows) ->
                  text.append("    refused: ")
                      .append(Names.shown(reason, LONGEST_REASON))
                      .append(" (")
                      .append(rows)
                      .append(")\n"));
    }
    source.mapping().doubts().forEach(d -> text.append("  check: ").append(d).append('\n'));
    outcomes.stream()
        .filter(o -> !o.rows().isEmpty())
        .findFirst()
        .ifPresent(o -> text.append(rows(o)));
    return text.toString();
  }

  private static String counts(Outcome outcome) {
    List<String> parts = new ArrayList<>();
    parts.add(outcome.batch() + ": " + outcome.read() + " read");
    parts.add(outcome.accepted() + " mapped");
    if (outcome.repeats() > 0) {
      parts.add(outcome.repeats() + " repeated");
    }
    parts.add(outcome.refused() + " refused");
    long all = outcome.accepted() + outcome.repeats() + outcome.refused();
    if (all < outcome.read()) {
      parts.add(outcome.read() - all + " left out by the select");
    }
    return String.join(", ", parts);
  }

  /** Without the columns that are empty in every row. */
  private static String rows(Outcome outcome) {
    List<List<String>> rows = outcome.rows();
    List<Integer> shown =
        IntStream.range(0, outcome.columns().size())
            .filter(i -> rows.stream().anyMatch(r -> !r.get(i).isEmpty()))
            .boxed()
            .toList();
    return TextGrid.of(
        shown.stream().map(outcome.columns()::get).toList(),
        rows.stream().map(r -> shown.stream().map(r::get).toList()).toList(),
        "    ");
  }
}
