package io.holdfast.connect;

import io.holdfast.error.DataException;
import io.holdfast.error.SettingsException;
import io.holdfast.landing.Source;
import io.holdfast.settings.SettingsReader;
import io.holdfast.table.Accounts;
import io.holdfast.table.Canonical;
import io.holdfast.table.Column;
import io.holdfast.table.Invoices;
import io.holdfast.table.Subscriptions;
import io.holdfast.table.SupportTickets;
import io.holdfast.table.Table;
import io.holdfast.table.UsageEvents;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;

/** From a folder of landed files to a project that can be validated, looked at and run. */
public final class Connect {
  private static final List<Column> ASKED =
      List.of(Subscriptions.CURRENCY, Invoices.CURRENCY, UsageEvents.EVENT_TYPE);

  private static final int LONGEST_REASON = 300;

  /** While no day is known: rows of any day pass. */
  private static final LocalDate ANY_DAY = LocalDate.of(9999, 12, 31);

  private final SparkSession spark;
  private final LandedFolder folder;
  private final Drafts drafts;
  private final Consumer<String> progress;
  private final List<FileProfile> profiles = new ArrayList<>();
  private final List<String> notRead;
  private final Map<Table, List<Outcome>> outcomes = new LinkedHashMap<>();
  private final Map<Table, String> problems = new LinkedHashMap<>();

  private Connect(
      SparkSession spark, LandedFolder folder, Drafts drafts, Consumer<String> progress) {
    this.spark = spark;
    this.folder = folder;
    this.drafts = drafts;
    this.progress = progress;
    this.notRead = new ArrayList<>(folder.notRead());
  }

  /** The files a proposal may consist of, below the folder it is written to. */
  public static List<String> names() {
    return Stream.concat(
            Stream.of(ProjectFiles.SETTINGS),
            Canonical.tables().stream().map(Table::name).map(ProjectFiles::select))
        .toList();
  }

  /**
   * Looks at the files below a folder, proposes settings and selects, tries them, and writes them.
   *
   * @param out where the proposal is written
   * @throws SettingsException when the folder is none
   * @throws DataException when nothing below it is recognised; nothing is written then
   */
  public static Connection of(
      SparkSession spark, Path landed, Path out, Consumer<String> progress) {
    LandedFolder folder = LandedFolder.of(landed);
    try (Drafts drafts = Drafts.open()) {
      return new Connect(spark, folder, drafts, progress).connection(out);
    }
  }

  private Connection connection(Path out) {
    folder.groups().forEach(this::profile);
    Assignment assignment = Assignment.of(profiles);
    Proposal first = Proposal.of(sources(assignment)).until(historyUntil());
    if (first.sources().isEmpty()) {
      throw nothing(assignment);
    }
    Proposal proposal = tried(first);
    Path root = out.toAbsolutePath().normalize();
    String landing = root.relativize(folder.root()).toString().replace('\\', '/');
    Map<String, String> files = SettingsText.of(proposal, landing.isEmpty() ? "." : landing);
    ProjectFiles.write(root, files);
    List<String> gaps = Gaps.of(proposal, outcomes);
    List<String> missing =
        Absence.NEEDED.stream().filter(t -> proposal.source(t).isEmpty()).map(Table::name).toList();
    return new Connection(
        Report.of(folder, proposal, assignment)
            .text(profiles, notRead, outcomes, problems, gaps, files.keySet(), out),
        files,
        rows(Outcome::accepted),
        rows(Outcome::refused),
        gaps,
        missing);
  }

  private void profile(LandedGroup group) {
    try {
      FileProfile profile = Profiler.of(spark, drafts.source(folder.root(), group), group);
      profiles.add(profile);
      progress.accept("connect: " + group.name() + ", " + profile.rows() + " rows looked at");
    } catch (DataException e) {
      notRead.add(group.name() + ": " + Names.shown(e.getMessage(), LONGEST_REASON));
    }
  }

  private List<ProposedSource> sources(Assignment assignment) {
    Surroundings surroundings = Surroundings.of(profiles);
    List<ProposedSource> sources = new ArrayList<>();
    for (Table table : Canonical.tables()) {
      Optional<Recognition> recognition = assignment.of(table);
      if (recognition.isPresent()) {
        FileProfile profile = recognition.get().profile();
        Mapping mapping = recognition.get().mapper().of(profile, surroundings);
        if (table == Accounts.TABLE) {
          surroundings = Surroundings.of(profile, mapping.account(), profiles);
        }
        SortedSet<LocalDate> dates = folder.dates();
        boolean isHole = !profile.group().dates().containsAll(dates);
        sources.add(new ProposedSource(table, recognition.get(), mapping, ANY_DAY, isHole, null));
      }
    }
    return sources;
  }

  /** The history is whole until the day before the first night. */
  private LocalDate historyUntil() {
    return folder.dates().isEmpty() ? ANY_DAY : folder.dates().first().minusDays(1);
  }

  /** The proposal after its rows have been mapped: what they say about days and currencies. */
  private Proposal tried(Proposal proposal) {
    SettingsReader.Findings findings =
        drafts.read(SettingsText.of(proposal, folder.root().toString()));
    Map<Table, Redelivery> redeliveries = new LinkedHashMap<>();
    for (Source source : findings.sources()) {
      progress.accept("connect: trying " + source.name());
      try {
        outcomes.put(source.table(), Trial.of(spark, source, ASKED));
        Trial.redelivery(spark, source).ifPresent(r -> redeliveries.put(source.table(), r));
      } catch (SettingsException | DataException e) {
        problems.put(source.table(), e.getMessage());
      }
    }
    return proposal
        .with(redeliveries)
        .until(folder.dates().isEmpty() ? lastDay() : historyUntil())
        .in(currencies())
        .provenBy(KeyEvents.guess(values(UsageEvents.TABLE, UsageEvents.EVENT_TYPE)));
  }

  /** Events and tickets end where the export does; terms may begin later. */
  private LocalDate lastDay() {
    return Stream.of(List.of(UsageEvents.TABLE), List.of(SupportTickets.TABLE), outcomes.keySet())
        .map(
            tables ->
                tables.stream()
                    .flatMap(t -> outcomes.getOrDefault(t, List.of()).stream())
                    .map(Outcome::latest)
                    .filter(Objects::nonNull)
                    .max(LocalDate::compareTo))
        .flatMap(Optional::stream)
        .findFirst()
        .orElse(ANY_DAY);
  }

  private List<String> currencies() {
    return Stream.concat(
            values(Subscriptions.TABLE, Subscriptions.CURRENCY).stream(),
            values(Invoices.TABLE, Invoices.CURRENCY).stream())
        .distinct()
        .toList();
  }

  private List<String> values(Table table, Column column) {
    return outcomes.getOrDefault(table, List.of()).stream()
        .flatMap(o -> o.values().getOrDefault(column.name(), List.of()).stream())
        .distinct()
        .toList();
  }

  private Map<String, Long> rows(Function<Outcome, Long> count) {
    Map<String, Long> rows = new LinkedHashMap<>();
    outcomes.forEach(
        (table, tried) ->
            tried.stream().limit(1).forEach(o -> rows.put(table.name(), count.apply(o))));
    return rows;
  }

  private DataException nothing(Assignment assignment) {
    List<String> found = new ArrayList<>(notRead);
    Report report = Report.of(folder, Proposal.of(List.of()), assignment);
    profiles.forEach(p -> found.add(p.group().name() + ": " + report.use(p)));
    return new DataException(
        "connect: nothing below "
            + folder.root()
            + " was recognised; found "
            + (found.isEmpty() ? "no files" : String.join("; ", found))
            + "; wanted accounts, subscriptions and usage events as .csv, .tsv, .jsonl, .json or"
            + " .parquet; land them there, or write holdfast.yaml by hand");
  }
}
