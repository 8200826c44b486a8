package io.holdfast.connect;

import io.holdfast.table.Canonical;
import io.holdfast.table.Table;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** What was found, what it would become, and what is missing, for a terminal. */
final class Report {
  private final LandedFolder folder;
  private final Proposal proposal;
  private final Assignment assignment;

  private Report(LandedFolder folder, Proposal proposal, Assignment assignment) {
    this.folder = folder;
    this.proposal = proposal;
    this.assignment = assignment;
  }

  static Report of(LandedFolder folder, Proposal proposal, Assignment assignment) {
    return new Report(folder, proposal, assignment);
  }

  /** What a file is used for, or why it is not. */
  String use(FileProfile profile) {
    List<String> used =
        Canonical.tables().stream()
            .filter(t -> assignment.of(t).filter(r -> r.profile() == profile).isPresent())
            .map(Table::name)
            .toList();
    if (!used.isEmpty()) {
      return "used as " + String.join(" and ", used);
    }
    List<String> lookedUpBy =
        proposal.sources().stream()
            .filter(s -> s.mapping().lookups().containsValue(profile.group()))
            .map(s -> s.table().name())
            .toList();
    if (!lookedUpBy.isEmpty()) {
      return "used as a lookup of " + String.join(" and ", lookedUpBy);
    }
    List<Recognition> seen = assignment.seen(profile);
    if (seen.isEmpty()) {
      return "not used: no table has columns like these";
    }
    Table table = seen.get(0).table();
    return table == null
        ? "not used: no other file looks its values up"
        : "not used: " + table.name() + " come from another file that fits better";
  }

  /**
   * All of it.
   *
   * @param problems why a source could not be tried, by table
   */
  String text(
      List<FileProfile> profiles,
      List<String> notRead,
      Map<Table, List<Outcome>> outcomes,
      Map<Table, String> problems,
      List<String> gaps,
      Collection<String> written,
      Path out) {
    StringBuilder text = new StringBuilder("What has landed below " + folder.root() + "\n\n");
    profiles.forEach(p -> text.append(ProfileText.of(p, assignment.seen(p), use(p))).append('\n'));
    notRead.forEach(n -> text.append("not read: ").append(n).append('\n'));
    text.append(notRead.isEmpty() ? "" : "\n").append("What it would become\n\n");
    for (ProposedSource source : proposal.sources()) {
      List<Outcome> tried = outcomes.getOrDefault(source.table(), List.of());
      String problem = problems.getOrDefault(source.table(), "");
      text.append(TrialText.of(source, tried, problem)).append('\n');
    }
    text.append("What is missing, and why it matters\n");
    gaps.forEach(g -> text.append("  ").append(g).append('\n'));
    text.append("\nWritten to ").append(out).append(": ").append(String.join(", ", written));
    text.append("\nNext: look at what is marked check, then holdfast validate --config ")
        .append(out.resolve(ProjectFiles.SETTINGS));
    return text.toString();
  }
}
