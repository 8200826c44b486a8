package io.holdfast.connect;

import io.holdfast.table.Canonical;
import io.holdfast.table.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The proposal as text: settings that say why, and a select for each source. */
final class SettingsText {
  /** Attributes that a business seldom changes once it has them. */
  static final Set<String> SELDOM_CHANGE =
      Set.of("industry", "country", "channel", "founded_on", "priority", "category", "auto_renews");

  private static final int WIDTH = 90;

  private SettingsText() {}

  /** The files of the project by path. */
  static Map<String, String> of(Proposal proposal, String landing) {
    Map<String, String> files = new TreeMap<>();
    files.put(ProjectFiles.SETTINGS, settings(proposal, landing));
    proposal
        .sources()
        .forEach(s -> files.put(ProjectFiles.select(s.table().name()), s.mapping().select()));
    return files;
  }

  /** A YAML text that means what it says, whatever is in it. */
  static String quoted(String text) {
    return text.matches("[A-Za-z0-9_./-]*[A-Za-z_./][A-Za-z0-9_./-]*")
        ? text
        : "'" + text.replace("'", "''") + "'";
  }

  private static String settings(Proposal proposal, String landing) {
    StringBuilder text = new StringBuilder();
    text.append("# Proposed by holdfast connect. Look at what is marked \"check\", then run\n")
        .append("# holdfast validate. The selects say why each column was chosen.\n")
        .append("lake: ./lake\n")
        .append("landing: ")
        .append(quoted(landing))
        .append("\ntimezone: UTC   # check: cuts business days, and reads times without a zone\n")
        .append("currency: ")
        .append(proposal.currency());
    if (!proposal.isCurrencyFound()) {
      text.append("   # check: no file names one");
    }
    text.append('\n');
    if (!proposal.otherCurrencies().isEmpty()) {
      text.append("# check: put what 1 of each is worth in ")
          .append(proposal.currency())
          .append("; without a rate no night runs\n# rates: {")
          .append(
              proposal.otherCurrencies().stream()
                  .map(c -> c + ": 0.00")
                  .collect(Collectors.joining(", ")))
          .append("}\n");
    }
    text.append("sources:\n");
    for (Table table : Canonical.tables()) {
      proposal
          .source(table)
          .ifPresentOrElse(
              s -> source(text, s), () -> text.append("  ").append(Absence.of(table)).append('\n'));
    }
    keyEvents(text, proposal.keyEvents());
    return text.toString();
  }

  private static void source(StringBuilder text, ProposedSource source) {
    Recognition seen = source.recognition();
    LandedGroup group = source.group();
    text.append("  ").append(source.table().name()).append(":\n");
    line(text, "# " + seen.shape() + " (" + seen.confidence() + ")");
    source.mapping().doubts().forEach(d -> line(text, "# check: " + d));
    if (!group.history().isEmpty()) {
      line(text, "history: " + list(group.history()));
      line(text, "history_until: " + source.historyUntil() + "   # check: its last whole day");
    }
    if (group.nightly() != null) {
      line(text, "nightly: \"" + group.nightly() + "\"");
    } else {
      String glob = group.history().get(0);
      line(text, "# No dated file of it has landed; if some will, this is where:");
      line(text, "nightly: \"{date}/" + glob.substring(glob.lastIndexOf('/') + 1) + "\"");
    }
    if (source.redelivery() != null) {
      line(text, "# check: " + source.redelivery().text());
    }
    line(text, "load: " + source.load());
    if (source.isOverwritten()) {
      line(text, "in_place: change   # check: or correction, where it never was otherwise");
    }
    line(text, "select: " + ProjectFiles.select(source.table().name()));
    Mapping mapping = source.mapping();
    if (mapping.schema() != null) {
      line(text, "schema: >-");
      wrapped(mapping.schema()).forEach(l -> line(text, "  " + l));
    }
    if (!mapping.lookups().isEmpty()) {
      line(
          text,
          "lookups: {"
              + new TreeMap<>(mapping.lookups())
                  .entrySet().stream()
                      .map(e -> e.getKey() + ": " + quoted(e.getValue().history().get(0)))
                      .collect(Collectors.joining(", "))
              + "}");
    }
    if (!mapping.formats().isEmpty()) {
      line(
          text,
          "formats: {"
              + mapping.formats().entrySet().stream()
                  .map(e -> e.getKey() + ": \"" + e.getValue() + "\"")
                  .collect(Collectors.joining(", "))
              + "}");
    }
    if (!mapping.immutable().isEmpty()) {
      line(text, "# check: what never changes once known may be used for days before it landed");
      line(text, "immutable: " + list(List.copyOf(new TreeSet<>(mapping.immutable()))));
    }
    if (source.isHole()) {
      line(text, "allow_empty: true   # check: not every dated folder has files of it");
    }
  }

  private static void keyEvents(StringBuilder text, List<String> guesses) {
    text.append("# check: which events prove that a customer has its value? Without any, that is")
        .append(" not asked\n# before an upsell.\n# usage: {key_events: [")
        .append(guesses.stream().map(SettingsText::quoted).collect(Collectors.joining(", ")))
        .append("]}\n");
  }

  /** Broken behind commas: a folded scalar puts the lines together again. */
  private static List<String> wrapped(String ddl) {
    List<String> lines = new ArrayList<>();
    StringBuilder last = new StringBuilder();
    for (String part : ddl.split("(?<=,) ")) {
      if (!last.isEmpty() && last.length() + part.length() >= WIDTH) {
        lines.add(last.toString());
        last.setLength(0);
      }
      last.append(last.isEmpty() ? "" : " ").append(part);
    }
    lines.add(last.toString());
    return lines;
  }

  private static String list(List<String> values) {
    return values.size() == 1 && !values.get(0).isEmpty()
        ? "[" + quoted(values.get(0)) + "]"
        : values.stream().map(SettingsText::quoted).collect(Collectors.joining(", ", "[", "]"));
  }

  private static void line(StringBuilder text, String line) {
    text.append("    ").append(line).append('\n');
  }
}
