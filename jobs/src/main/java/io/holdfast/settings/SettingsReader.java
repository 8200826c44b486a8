package io.holdfast.settings;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.holdfast.deliver.ServingDatabase;
import io.holdfast.error.SettingsException;
import io.holdfast.feature.FeatureRules;
import io.holdfast.label.LabelRule;
import io.holdfast.label.Target;
import io.holdfast.lake.Sha256;
import io.holdfast.landing.Database;
import io.holdfast.landing.Source;
import io.holdfast.outreach.ListRules;
import io.holdfast.snapshot.SnapshotRules;
import io.holdfast.table.Canonical;
import io.holdfast.table.Column;
import io.holdfast.table.InPlace;
import io.holdfast.table.Subscriptions;
import io.holdfast.table.SupportTickets;
import io.holdfast.table.Table;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Reads {@code holdfast.yaml}: all settings typed and checked, or all problems at once. */
public final class SettingsReader {
  private static final List<String> LATER_SECTIONS =
      List.of("policy", "health", "tiers", "capacity", "plays", "quality");

  /** Lists are judged by nights of before the horizon and the grace. */
  private static final int FEWEST_NIGHTS_DAYS = 90;

  private final Path folder;
  private final UnaryOperator<String> environment;
  private final boolean isPublished;
  private final List<String> problems = new ArrayList<>();
  private final List<Source> sources = new ArrayList<>();
  private ServingDatabase serving;

  private SettingsReader(Path file, UnaryOperator<String> environment, boolean isPublished) {
    this.folder = file.toAbsolutePath().normalize().getParent();
    this.environment = environment;
    this.isPublished = isPublished;
  }

  /**
   * The settings of a file.
   *
   * @param overrides dotted names and values of {@code --set}
   * @param lake overrides {@code lake:}, relative to the working directory; null keeps it
   * @param environment looks up {@code ${env:NAME}}
   * @throws SettingsException with every problem, one a line, each with its place
   */
  public static Settings read(
      Path file, Map<String, String> overrides, String lake, UnaryOperator<String> environment) {
    SettingsReader reader = new SettingsReader(file, environment, false);
    return reader.read(reader.tree(file), overrides, lake);
  }

  /**
   * The settings that a night was published with, to make its rows again from what is loaded:
   * selects and passwords, which only loading needs, and where rows were delivered are not read.
   *
   * @param json {@link Settings#json} of then
   * @param file the settings file of now: relative paths are relative to it
   * @throws SettingsException with every setting that this version does not understand any more
   */
  public static Settings published(
      String json, Path file, String lake, UnaryOperator<String> environment) {
    SettingsReader reader = new SettingsReader(file, environment, true);
    Tree.Branch tree = Tree.parse(json, "run_manifest.settings", reader.problems);
    if (tree.entries().get("sources") instanceof Tree.Branch sources) {
      sources.entries().values().forEach(SettingsReader::forgetPassword);
    }
    tree.entries().remove("deliver");
    return reader.read(tree, Map.of(), lake);
  }

  private static void forgetPassword(Tree source) {
    if (source instanceof Tree.Branch branch
        && branch.entries().get("jdbc") instanceof Tree.Branch jdbc) {
      jdbc.entries().remove("password");
    }
  }

  /**
   * What settings say that may be unsound.
   *
   * @param sources those that are sound
   * @param serving the database to deliver to; null where there is none, or none that is sound
   * @param problems one a line, each with its place
   */
  public record Findings(List<Source> sources, ServingDatabase serving, List<String> problems) {}

  /** Everything that is wrong with a file, and the sources that can be looked at all the same. */
  public static Findings findings(
      Path file, Map<String, String> overrides, String lake, UnaryOperator<String> environment) {
    SettingsReader reader = new SettingsReader(file, environment, false);
    try {
      reader.read(reader.tree(file), overrides, lake);
      return new Findings(reader.sources, reader.serving, List.of());
    } catch (SettingsException e) {
      return new Findings(reader.sources, reader.serving, e.getMessage().lines().toList());
    }
  }

  private Tree.Branch tree(Path file) {
    return Tree.parse(content(file), file.getFileName().toString(), problems);
  }

  private Settings read(Tree.Branch tree, Map<String, String> overrides, String lake) {
    refuseProblems();
    overrides.forEach((name, value) -> override(tree, name, value));
    Section top = new Section("", tree, problems, environment);
    ZoneId timezone = top.zone("timezone", ZoneId.of("UTC"));
    String currency = top.currency("currency", "USD");
    Map<String, BigDecimal> rates = rates(top);
    String language = top.text("language", "en");
    if (!language.equals("en")) {
      top.problem("language", "is \"" + language + "\"; this version writes sentences in en only");
    }
    String landing = resolve(top.text("landing", "./landing"));
    String ownLake = resolve(top.text("lake", "./lake"));
    Map<String, Source> sources = sources(top.section("sources"), landing, timezone);
    LabelRule churn = labelRule(top.section("churn"), Target.CHURN);
    LabelRule expansion = labelRule(top.section("expansion"), Target.EXPANSION);
    FeatureRules features = features(top, churn);
    SnapshotRules snapshot =
        new SnapshotRules(
            timezone, currency, rates, churn.graceDays(), immutable(sources), inPlace(sources));
    Settings.Training training = training(top.section("training"));
    ListRules lists = lists(top.section("lists"), currency, churn, features, sources);
    Settings.Retention retention = retention(top.section("retention"));
    serving = DeliveryReader.of(top.section("deliver"), folder);
    LATER_SECTIONS.stream()
        .filter(top::has)
        .forEach(s -> top.problem(s, "is reserved and not supported by this version; remove it"));
    top.refuseUnknown();
    refuseProblems();
    return new Settings(
        lake == null ? ownLake : uri(Path.of(""), lake),
        timezone,
        currency,
        language,
        sources,
        snapshot,
        features,
        churn,
        expansion,
        training,
        lists,
        retention,
        serving,
        json(tree),
        hash(snapshot, features, churn, expansion, training, lists, language, sources));
  }

  private static String content(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new SettingsException(
          "settings file "
              + file
              + " cannot be read; wanted a holdfast.yaml there, or another one by --config",
          e);
    }
  }

  private void refuseProblems() {
    if (!problems.isEmpty()) {
      throw new SettingsException(String.join("\n", problems));
    }
  }

  private void override(Tree.Branch tree, String name, String value) {
    String place = "--set " + name;
    Tree.Branch branch = tree;
    String[] names = name.split("\\.");
    for (int i = 0; i < names.length - 1; i++) {
      Tree below =
          branch
              .entries()
              .computeIfAbsent(names[i], n -> new Tree.Branch(new LinkedHashMap<>(), place));
      if (!(below instanceof Tree.Branch)) {
        problems.add(place + ": " + names[i] + " is a single value and has nothing below it");
        return;
      }
      branch = (Tree.Branch) below;
    }
    Tree.Branch parsed = Tree.parse("v: " + value, place, problems);
    branch.entries().put(names[names.length - 1], at(parsed.entries().get("v"), place));
  }

  private static Tree at(Tree tree, String place) {
    return tree instanceof Tree.Scalar scalar ? new Tree.Scalar(scalar.text(), place) : tree;
  }

  private Map<String, BigDecimal> rates(Section top) {
    Section section = top.section("rates");
    Map<String, BigDecimal> rates = new TreeMap<>();
    for (String code : section.names()) {
      if (!isCurrency(code)) {
        section.problem(code, "is no currency; wanted an ISO 4217 code");
      }
      BigDecimal rate = section.decimal(code, BigDecimal.ONE);
      if (rate.signum() <= 0) {
        section.problem(code, "is " + rate + "; wanted a rate above zero");
      }
      rates.put(code, rate);
    }
    return rates;
  }

  private static boolean isCurrency(String code) {
    return Currency.getAvailableCurrencies().stream()
        .anyMatch(c -> c.getCurrencyCode().equals(code));
  }

  private Map<String, Source> sources(Section section, String landing, ZoneId timezone) {
    Map<String, Source> sources = new LinkedHashMap<>();
    for (Table table : Canonical.tables()) {
      boolean isAbsent = !section.has(table.name());
      if (isAbsent || section.textOrSection(table.name()).equals("none")) {
        boolean mayBeNone = !Canonical.isRequired(table) || table == SupportTickets.TABLE;
        if (!mayBeNone || (isAbsent && Canonical.isRequired(table))) {
          section.problem(
              table.name(),
              "is required; describe its files"
                  + (table == SupportTickets.TABLE
                      ? ", or say none for a business without tickets"
                      : ""));
        }
        continue;
      }
      Source source = source(section.section(table.name()), table, landing, timezone);
      if (source != null) {
        sources.put(table.name(), source);
        this.sources.add(source);
      }
    }
    section.refuseUnknown();
    return sources;
  }

  private Source source(Section section, Table table, String landing, ZoneId timezone) {
    int before = problems.size();
    Source.Load load = load(section, table);
    Database database =
        section.has("jdbc") ? DatabaseReader.of(section.section("jdbc"), load, folder) : null;
    var historyUntil = section.date("history_until");
    List<String> history =
        section.list(
            "history",
            database != null && historyUntil != null
                ? List.of(Database.history(table.name()))
                : List.of());
    if (history.isEmpty() != (historyUntil == null)) {
      section.problem(
          history.isEmpty() ? "history_until" : "history",
          "needs " + (history.isEmpty() ? "history" : "history_until") + " beside it; give both");
    }
    String nightly =
        section.text("nightly", database == null ? null : Database.nightly(table.name()));
    if (database != null && !nightly.equals(Database.nightly(table.name()))) {
      section.problem("nightly", "stands beside jdbc, which says what lands; remove one");
    }
    if (nightly != null && !nightly.contains("{date}")) {
      section.problem("nightly", "is \"" + nightly + "\"; wanted a glob with {date} in it");
    }
    if (nightly == null && history.isEmpty()) {
      section.problem("history", "is missing, and so is nightly; give at least one");
    }
    String select = select(section);
    List<String> canonical = table.canonical().stream().map(Column::name).toList();
    Map<String, String> formats = section.texts("formats");
    List<String> immutable = section.list("immutable", List.of());
    refuseColumns(section, "formats", formats.keySet(), canonical);
    refuseColumns(
        section,
        "immutable",
        immutable.stream().filter(name -> !Canonical.isAttribute(table, name)).toList(),
        canonical);
    refusePatterns(section.section("formats"), formats);
    if (section.has("in_place") && !table.name().equals(Subscriptions.TABLE.name())) {
      section.problem("in_place", "belongs to subscriptions only; remove it");
    }
    Source source =
        new Source(
            table,
            load,
            landing,
            history,
            historyUntil,
            nightly,
            select,
            section.texts("lookups"),
            formats,
            section.text("schema", null),
            section.zone("timezone", timezone),
            timezone,
            section.flag("allow_empty", false),
            section.share("max_rejects", 0.01),
            section.share("max_vanished", 0.05),
            new TreeSet<>(immutable),
            section.word("in_place", null, InPlace.class),
            database);
    section.refuseUnknown();
    return problems.size() == before ? source : null;
  }

  private static Source.Load load(Section section, Table table) {
    String load = section.required("load");
    if (load == null) {
      return null;
    }
    switch (load) {
      case "append":
        return Source.Load.APPEND;
      case "changes":
        return Source.Load.CHANGES;
      case "full":
        if (!table.isOfEntities()) {
          section.problem("load", "is full, but events never vanish; wanted append");
        }
        return Source.Load.FULL;
      default:
        section.problem("load", "is \"" + load + "\"; wanted append, changes or full");
        return null;
    }
  }

  private String select(Section section) {
    String name = section.required("select");
    if (name == null) {
      return null;
    }
    if (isPublished) {
      return name;
    }
    Path file = folder.resolve(name);
    try {
      return Files.readString(file);
    } catch (IOException e) {
      section.problem("select", "is " + name + "; no file can be read at " + file);
      return null;
    }
  }

  private static void refusePatterns(Section section, Map<String, String> formats) {
    formats.forEach(
        (column, pattern) -> {
          try {
            DateTimeFormatter.ofPattern(pattern, Locale.ROOT);
          } catch (IllegalArgumentException e) {
            section.problem(
                column,
                "is \"" + pattern + "\"; wanted a pattern such as dd-MM-yyyy: " + e.getMessage());
          }
        });
  }

  private static void refuseColumns(
      Section section, String key, Iterable<String> names, List<String> canonical) {
    for (String name : names) {
      if (!canonical.contains(name)) {
        section.problem(key, "names " + name + ", which is no column; wanted some of " + canonical);
      }
    }
  }

  private static Map<String, Set<String>> immutable(Map<String, Source> sources) {
    return sources.values().stream()
        .filter(s -> !s.immutable().isEmpty())
        .collect(Collectors.toMap(Source::name, Source::immutable));
  }

  private static InPlace inPlace(Map<String, Source> sources) {
    return Optional.ofNullable(sources.get(Subscriptions.TABLE.name()))
        .map(Source::inPlace)
        .orElse(null);
  }

  private static LabelRule labelRule(Section section, Target target) {
    BigDecimal minIncrease =
        target == Target.EXPANSION
            ? section.decimal("min_increase", new BigDecimal("0.05"))
            : BigDecimal.ZERO;
    if (target == Target.EXPANSION && minIncrease.signum() <= 0) {
      section.problem("min_increase", "is " + minIncrease + "; wanted above zero");
    }
    LabelRule rule =
        new LabelRule(
            target,
            section.integer("lead_days", 0, 0),
            section.integer("horizon_days", 60, 1),
            section.integer("grace_days", 14, 1),
            minIncrease);
    section.refuseUnknown();
    return rule;
  }

  private static FeatureRules features(Section top, LabelRule churn) {
    Section usage = top.section("usage");
    Set<String> keyEvents = new TreeSet<>(usage.list("key_events", List.of()));
    usage.refuseUnknown();
    Section support = top.section("support");
    FeatureRules.TicketWords usual = FeatureRules.TicketWords.DEFAULT;
    FeatureRules.TicketWords words =
        new FeatureRules.TicketWords(
            words(support, "urgent", usual.urgent()),
            words(support, "bug", usual.bug()),
            words(support, "feature_request", usual.featureRequest()),
            words(support, "plan_question", usual.planQuestion()));
    support.refuseUnknown();
    return new FeatureRules(churn.horizonDays(), churn.graceDays(), keyEvents, words);
  }

  private static Set<String> words(Section section, String key, Set<String> otherwise) {
    return section.list(key, List.copyOf(otherwise)).stream()
        .map(w -> w.toLowerCase(Locale.ROOT))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Settings.Training training(Section section) {
    Settings.Training training =
        new Settings.Training(
            section.integer("every_days", 28, 1),
            section.integer("max_snapshots", 24, 1),
            section.word("when", Settings.When.WEEKLY, Settings.When.class),
            section.integer("min_positives", 50, 20));
    section.refuseUnknown();
    return training;
  }

  private static Settings.Retention retention(Section section) {
    Settings.Retention usual = Settings.Retention.USUAL;
    Settings.Retention retention =
        new Settings.Retention(
            section.has("nights_days")
                ? Optional.of(
                    section.integer("nights_days", FEWEST_NIGHTS_DAYS, FEWEST_NIGHTS_DAYS))
                : usual.nightsDays(),
            section.integer("replaced_days", usual.replacedDays(), 1),
            section.integer("rejects_days", usual.rejectsDays(), 1),
            section.integer("vacuum_days", usual.vacuumDays(), usual.vacuumDays()));
    section.refuseUnknown();
    return retention;
  }

  private static ListRules lists(
      Section section,
      String currency,
      LabelRule churn,
      FeatureRules features,
      Map<String, Source> sources) {
    Section atRisk = section.section("at_risk");
    Section tiers = atRisk.section("tiers");
    Section upsell = section.section("upsell");
    ListRules rules =
        new ListRules(
            atRisk.integer("max_rows", 50, 1),
            upsell.integer("max_rows", 50, 1),
            tiers.number("critical", 4, 0),
            tiers.number("high", 2, 0),
            tiers.number("medium", 1, 0),
            currency,
            churn.horizonDays(),
            !features.keyEvents().isEmpty(),
            new TreeSet<>(sources.keySet()));
    if (!(rules.critical() > rules.high() && rules.high() > rules.medium())) {
      tiers.problem(
          "critical",
          "must be above high and high above medium; found "
              + rules.critical()
              + ", "
              + rules.high()
              + ", "
              + rules.medium());
    }
    List.of(tiers, atRisk, upsell, section).forEach(Section::refuseUnknown);
    return rules;
  }

  /** A path of the file: relative to the file; a URI stays what it is. */
  private String resolve(String path) {
    return uri(folder, path);
  }

  private static String uri(Path base, String path) {
    return path.matches("[a-zA-Z][a-zA-Z0-9+.-]+:.*")
        ? path
        : base.resolve(path).toAbsolutePath().normalize().toString();
  }

  /** The settings as written: what comes from the environment stays a name. */
  private static String json(Tree.Branch tree) {
    try {
      return new ObjectMapper().writeValueAsString(plain(tree));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("texts always make JSON", e);
    }
  }

  private static Object plain(Tree tree) {
    if (tree instanceof Tree.Branch branch) {
      Map<String, Object> sorted = new TreeMap<>();
      branch.entries().forEach((k, v) -> sorted.put(k, plain(v)));
      return sorted;
    }
    if (tree instanceof Tree.Sequence sequence) {
      return sequence.items().stream().map(SettingsReader::plain).toList();
    }
    return ((Tree.Scalar) tree).text();
  }

  /** What moves rows besides the batches, whose selects are in their own fingerprints. */
  private static String hash(
      SnapshotRules snapshot,
      FeatureRules features,
      LabelRule churn,
      LabelRule expansion,
      Settings.Training training,
      ListRules lists,
      String language,
      Map<String, Source> sources) {
    FeatureRules.TicketWords words = features.ticketWords();
    String text =
        String.join(
            "\n",
            snapshot.zone().getId(),
            snapshot.currency(),
            new TreeMap<>(snapshot.rates()).toString(),
            new TreeMap<>(snapshot.immutable()).toString(),
            String.valueOf(snapshot.inPlace()),
            features.keyEvents().toString(),
            words.urgent().toString(),
            words.bug().toString(),
            words.featureRequest().toString(),
            words.planQuestion().toString(),
            churn.toString(),
            expansion.toString(),
            training.toString(),
            lists.toString(),
            language,
            new TreeSet<>(sources.keySet()).toString());
    return Sha256.hex(text);
  }
}
