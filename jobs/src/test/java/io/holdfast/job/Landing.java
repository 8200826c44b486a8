package io.holdfast.job;

import io.holdfast.TestSession;
import io.holdfast.TextTable;
import io.holdfast.lake.Lake;
import io.holdfast.landing.Database;
import io.holdfast.landing.Source;
import io.holdfast.landing.Source.Load;
import io.holdfast.settings.Settings;
import io.holdfast.snapshot.SnapshotRules;
import io.holdfast.table.Accounts;
import io.holdfast.table.Subscriptions;
import io.holdfast.table.Table;
import io.holdfast.table.UsageEvents;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPOutputStream;

/** Landed files and a lake in a temporary folder, ingested by the real job. */
final class Landing {
  static final LocalDate HISTORY_UNTIL = LocalDate.parse("2025-03-31");

  final List<String> progress = new ArrayList<>();
  private final Path root;
  private final Lake lake;
  private final Map<String, Source> sources = new LinkedHashMap<>();

  private Landing(Path root) {
    this.root = root;
    this.lake = Lake.at(TestSession.spark(), root.resolve("lake").toString());
  }

  /** An empty folder without sources. */
  static Landing in(Path root) {
    return new Landing(root);
  }

  /** Two accounts that have paid since 2024, who need not land again. */
  static Landing ofBusiness(Path root) {
    return in(root)
        .file("history/accounts.csv", "account_id,account_name\na1,Acme\na2,Beta\n")
        .file(
            "history/subscriptions.csv",
            "subscription_id,starts_on,account_id,mrr\ns1,2024-01-01,a1,100\ns2,2024-06-01,a2,50\n")
        .with(source(Accounts.TABLE).allowEmpty())
        .with(source(Subscriptions.TABLE).allowEmpty());
  }

  /** A source whose files name canonical columns; everything else as given. */
  static Given source(Table table) {
    return new Given(table);
  }

  Landing with(Given given) {
    sources.put(given.table.name(), given.at(root.resolve("landing")));
    return this;
  }

  /** Lands a file, packed when its name ends in gz. */
  Landing file(String path, String text) {
    Path file = root.resolve("landing").resolve(path);
    try {
      Files.createDirectories(file.getParent());
      try (OutputStream plain = Files.newOutputStream(file);
          OutputStream out = path.endsWith(".gz") ? new GZIPOutputStream(plain) : plain) {
        out.write(text.getBytes(StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  Path path(String landed) {
    return root.resolve("landing").resolve(landed);
  }

  JobResult ingest(String asOf) {
    return IngestJob.run(context(asOf));
  }

  JobContext context(String asOf) {
    ZoneId zone =
        sources.values().stream().map(Source::businessZone).findFirst().orElse(ZoneId.of("UTC"));
    SnapshotRules rules =
        new SnapshotRules(zone, "USD", Map.of("EUR", new BigDecimal("1.08")), 14, Map.of());
    Settings settings =
        new Settings(
            lake.uri(),
            zone,
            "USD",
            "en",
            sources,
            rules,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            "{}",
            "");
    return new JobContext(
        lake,
        settings,
        LocalDate.parse(asOf),
        "test",
        Clock.systemUTC(),
        progress::add,
        () -> {},
        (name, work) -> work.get(),
        JobContext.Publishing.IN_ORDER);
  }

  Lake lake() {
    return lake;
  }

  String text(Table table, String... columns) {
    return TextTable.text(lake.read(table), columns);
  }

  /** A source under construction. */
  static final class Given {
    private final Table table;
    private List<String> history;
    private LocalDate historyUntil = HISTORY_UNTIL;
    private String nightly;
    private String select;
    private Map<String, String> lookups = Map.of();
    private Map<String, String> formats = Map.of();
    private String schema;
    private ZoneId zone = ZoneId.of("UTC");
    private ZoneId businessZone = ZoneId.of("UTC");
    private boolean isAllowedEmpty;
    private double maxRejects = 1;
    private double maxVanished = 1;
    private Load load;
    private Database database;

    private Given(Table table) {
      this.table = table;
      this.history = List.of("history/" + table.name() + "*");
      this.nightly = "{date}/" + table.name() + "*";
      this.select = "SELECT * FROM " + table.name();
      this.load = table == UsageEvents.TABLE ? Load.APPEND : Load.CHANGES;
    }

    Given history(String... globs) {
      history = List.of(globs);
      return this;
    }

    Given noHistory() {
      history = List.of();
      historyUntil = null;
      return this;
    }

    Given historyUntil(String date) {
      historyUntil = LocalDate.parse(date);
      return this;
    }

    Given nightly(String glob) {
      nightly = glob;
      return this;
    }

    Given select(String sql) {
      select = sql;
      return this;
    }

    Given lookup(String view, String glob) {
      lookups = Map.of(view, glob);
      return this;
    }

    Given format(String column, String pattern) {
      formats = Map.of(column, pattern);
      return this;
    }

    Given schema(String ddl) {
      schema = ddl;
      return this;
    }

    Given zone(String id) {
      zone = ZoneId.of(id);
      return this;
    }

    Given businessZone(String id) {
      businessZone = ZoneId.of(id);
      return this;
    }

    Given allowEmpty() {
      isAllowedEmpty = true;
      return this;
    }

    Given maxRejects(double share) {
      maxRejects = share;
      return this;
    }

    Given full() {
      load = Load.FULL;
      return this;
    }

    /** What lands from a database, and no history. */
    Given database(Database from) {
      database = from;
      nightly = Database.nightly(table.name());
      return noHistory();
    }

    Given maxVanished(double share) {
      maxVanished = share;
      return this;
    }

    Source at(Path landing) {
      return new Source(
          table,
          load,
          landing.toString(),
          history,
          historyUntil,
          nightly,
          select,
          lookups,
          formats,
          schema,
          zone,
          businessZone,
          isAllowedEmpty,
          maxRejects,
          maxVanished,
          Set.of(),
          null,
          database);
    }
  }
}
