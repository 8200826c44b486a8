package io.holdfast.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.deliver.ServingDatabase;
import io.holdfast.error.SettingsException;
import io.holdfast.feature.FeatureRules;
import io.holdfast.landing.Database;
import io.holdfast.landing.Source;
import io.holdfast.table.AtRiskAccounts;
import io.holdfast.table.InPlace;
import io.holdfast.table.ScoreReasons;
import io.holdfast.table.Tables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsReaderTest {
  private static final String SOURCES =
      """
      sources:
        accounts: {history: a.csv, history_until: 2025-03-31, nightly: "{date}/a*.csv", load: changes, select: a.sql}
        subscriptions: {nightly: "{date}/s.csv", load: changes, select: a.sql}
        usage_events: {nightly: "{date}/u.csv", load: append, select: a.sql}
        support_tickets: none
      """;

  @TempDir Path folder;
  private final Map<String, String> environment = new HashMap<>();
  private final Map<String, String> overrides = new HashMap<>();

  @BeforeEach
  void select() throws IOException {
    Files.writeString(folder.resolve("a.sql"), "SELECT 1");
  }

  @Test
  void settings_left_out_have_the_documented_defaults() {
    Settings settings = read(SOURCES);
    assertThat(settings.lake()).isEqualTo(folder.resolve("lake").toString());
    assertThat(settings.timezone()).isEqualTo(ZoneId.of("UTC"));
    assertThat(settings.currency()).isEqualTo("USD");
    assertThat(settings.churn().horizonDays()).isEqualTo(60);
    assertThat(settings.churn().graceDays()).isEqualTo(14);
    assertThat(settings.expansion().minIncrease()).isEqualByComparingTo("0.05");
    assertThat(settings.training())
        .isEqualTo(new Settings.Training(28, 24, Settings.When.WEEKLY, 50));
    assertThat(settings.lists().atRiskRows()).isEqualTo(50);
    assertThat(settings.lists().critical()).isEqualTo(4);
    assertThat(settings.features().ticketWords()).isEqualTo(FeatureRules.TicketWords.DEFAULT);
    assertThat(settings.sources()).containsOnlyKeys("accounts", "subscriptions", "usage_events");
    Source accounts = settings.sources().get("accounts");
    assertThat(accounts.history()).containsExactly("a.csv");
    assertThat(accounts.historyUntil()).isEqualTo(LocalDate.parse("2025-03-31"));
    assertThat(accounts.landing()).isEqualTo(folder.resolve("landing").toString());
    assertThat(accounts.select()).isEqualTo("SELECT 1");
    assertThat(accounts.maxRejects()).isEqualTo(0.01);
    assertThat(accounts.maxVanished()).isEqualTo(0.05);
    assertThat(settings.snapshot().inPlace()).isNull();
  }

  @Test
  void settings_of_a_manifest_are_those_that_were_published_without_selects_and_passwords()
      throws IOException {
    environment.put("PASSWORD", "p");
    String text =
        SOURCES.replace(
                "{nightly: \"{date}/s.csv\", load: changes",
                "{load: full, jdbc: {url: \"jdbc:postgresql://db/crm\", table: t,"
                    + " password: \"${env:PASSWORD}\"}")
            + "churn: {horizon_days: 90}\nlists: {at_risk: {max_rows: 7}}\n";
    overrides.put("training.when", "never");
    Settings settings = read(text);
    environment.clear();
    Files.delete(folder.resolve("a.sql"));

    Settings published =
        SettingsReader.published(
            settings.json(), folder.resolve("holdfast.yaml"), "other", environment::get);

    assertThat(published.hash()).isEqualTo(settings.hash());
    assertThat(published.lists()).isEqualTo(settings.lists());
    assertThat(published.training().when()).isEqualTo(Settings.When.NEVER);
    assertThat(published.lake()).endsWith("/other");
  }

  @Test
  void full_dumps_and_terms_overwritten_in_place_are_settings_of_their_sources() {
    Settings settings =
        read(
            SOURCES.replace(
                "{nightly: \"{date}/s.csv\", load: changes",
                "{nightly: \"{date}/s.csv\", load: full, max_vanished: 20%, in_place: correction"));
    Source subscriptions = settings.sources().get("subscriptions");
    assertThat(subscriptions.load()).isEqualTo(Source.Load.FULL);
    assertThat(subscriptions.maxVanished()).isEqualTo(0.2);
    assertThat(settings.snapshot().inPlace()).isEqualTo(InPlace.CORRECTION);
    assertThat(settings.hash()).isNotEqualTo(read(SOURCES).hash());

    assertThatThrownBy(
            () -> read(SOURCES.replace("{date}/s.csv\",", "{date}/s.csv\", in_place: never,")))
        .hasMessageContaining(
            "sources.subscriptions.in_place is \"never\"; wanted one of [change, correction]");
    assertThatThrownBy(() -> read(SOURCES.replace("load: append", "load: full")))
        .hasMessageContaining(
            "sources.usage_events.load is full, but events never vanish; wanted append");
  }

  @Test
  void all_problems_are_told_at_once_each_with_its_place() {
    assertThatThrownBy(
            () ->
                read(
                    """
                    curency: EUR
                    timezone: Mars/Phobos
                    rates: {EUR: much}
                    churn: {horizon_days: 0}
                    sources:
                      accounts: {history: a.csv, load: changes, select: missing.sql}
                      subscriptions: {nightly: "s.csv", load: whole, select: a.sql}
                      usage_events: none
                    """))
        .isInstanceOf(SettingsException.class)
        .satisfies(
            e ->
                assertThat(e.getMessage().lines())
                    .anySatisfy(
                        l ->
                            assertThat(l)
                                .startsWith("holdfast.yaml:1:10 curency is no setting")
                                .endsWith("did you mean currency?"))
                    .anySatisfy(
                        l ->
                            assertThat(l)
                                .startsWith("holdfast.yaml:2:11 timezone is \"Mars/Phobos\"")
                                .contains("wanted a time zone"))
                    .anySatisfy(
                        l -> assertThat(l).startsWith("holdfast.yaml:3:14 rates.EUR is \"much\""))
                    .anySatisfy(
                        l ->
                            assertThat(l)
                                .startsWith("holdfast.yaml:4:23 churn.horizon_days is 0")
                                .contains("at least 1"))
                    .anySatisfy(
                        l ->
                            assertThat(l)
                                .contains("sources.accounts.history needs history_until beside it"))
                    .anySatisfy(
                        l ->
                            assertThat(l).contains("missing.sql; no file can be read at " + folder))
                    .anySatisfy(
                        l -> assertThat(l).contains("sources.subscriptions.nightly is \"s.csv\""))
                    .anySatisfy(
                        l ->
                            assertThat(l)
                                .contains(
                                    "sources.subscriptions.load is \"whole\"; wanted append, changes or full"))
                    .anySatisfy(l -> assertThat(l).contains("sources.usage_events is required"))
                    .anySatisfy(
                        l ->
                            assertThat(l)
                                .contains("sources.support_tickets is required")
                                .contains("or say none"))
                    .allSatisfy(l -> assertThat(l).startsWith("holdfast.yaml:")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "policy: {}                       | policy is reserved and not supported by this version",
        "policy: 30d                      | policy is reserved and not supported by this version",
        "retention: {nights_days: 30}     | retention.nights_days is 30; wanted at least 90",
        "retention: {vacuum_days: 1}      | retention.vacuum_days is 1; wanted at least 7",
        "deliver: {postgres: x}           | deliver.postgres is a single value; wanted names",
        "deliver: {mysql: {}}             | deliver.mysql is no setting; wanted one of [postgres]",
        "language: ja                     | language is \"ja\"; this version writes sentences in en only",
        "currency: EURO                   | currency is \"EURO\"; wanted an ISO 4217 code",
        "rates: {DOLLAR: 1.0}             | rates.DOLLAR is no currency; wanted an ISO 4217 code",
        "rates: {EUR: 0}                  | rates.EUR is 0; wanted a rate above zero",
        "training: {when: daily}          | training.when is \"daily\"; wanted one of [weekly, monthly, never]",
        "training: [1, 2]                 | training is",
        "lists: {at_risk: {tiers: {critical: 1}}} | lists.at_risk.tiers.critical must be above high",
        "lists: {upsell: {max_row: 3}}    | lists.upsell.max_row is no setting; did you mean max_rows?",
        "lake:                            | lake is empty; wanted text",
        "landing: {a: b}                  | landing is not a single value; wanted text",
        "timezone: ${env:ZONE}            | needs the environment variable ZONE, which is not set",
        "usage: {key_events: [a], key_events: [b]} | key_events stands twice",
        "? [a, b]\\n: c                   | a name must be a single word",
        "usage: {key_events: [{a: b}]}    | usage.key_events holds something other than text",
        "expansion: {min_increase: -1}    | expansion.min_increase is -1; wanted above zero",
        "support: {urgnt: [x]}            | support.urgnt is no setting; did you mean urgent?",
      })
  void a_wrong_setting_is_refused_with_its_place_and_what_was_wanted(
      String setting, String message) {
    assertThatThrownBy(() -> read(SOURCES + setting.replace("\\n", "\n") + "\n"))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("holdfast.yaml:6:")
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "in_place: change       | in_place belongs to subscriptions only",
        "max_vanished: few      | max_vanished is \"few\"; wanted a share such as 1% or 0.01",
        "max_rejects: 2         | max_rejects is 2.0; wanted 0 to 1",
        "allow_empty: maybe     | allow_empty is \"maybe\"; wanted true or false",
        "immutable: [colour]    | immutable names colour, which is no column",
        "formats: {colour: dd}  | formats names colour, which is no column",
        "formats: {founded_on: \"bb-qq\"} | formats.founded_on is \"bb-qq\"; wanted a pattern",
        "nightly_glob: x        | nightly_glob is no setting",
      })
  void a_wrong_setting_of_a_source_is_refused(String setting, String message) {
    String sources = SOURCES.replace("nightly: \"{date}/a*.csv\"", setting);
    assertThatThrownBy(() -> read(sources))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("sources.accounts." + message)
        .hasMessageContaining("holdfast.yaml:2:");
  }

  @Test
  void a_source_that_only_makes_features_may_be_absent_or_none_and_is_checked_like_the_others() {
    String users = "  users: {nightly: \"{date}/u.csv\", load: changes, select: a.sql}\n";
    Settings settings = read(SOURCES + "  invoices: none\n" + users);
    assertThat(settings.sources())
        .containsOnlyKeys("accounts", "subscriptions", "usage_events", "users");
    assertThat(settings.lists().sources()).containsExactlyElementsOf(settings.sources().keySet());
    assertThatThrownBy(
            () -> read(SOURCES + "  invoices: {nightly: x}\n  acounts: {load: changes}\n"))
        .hasMessageContaining("sources.invoices.nightly is \"x\"; wanted a glob with {date} in it")
        .hasMessageContaining("sources.acounts is no setting; did you mean accounts?");
  }

  @Test
  void text_that_is_no_yaml_is_refused_with_its_place() {
    assertThatThrownBy(() -> read("lake: [\n"))
        .isInstanceOf(SettingsException.class)
        .hasMessageMatching("(?s)holdfast.yaml:\\d+:\\d+ is not YAML: .*");
    assertThatThrownBy(() -> read("just text"))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("holdfast.yaml:1:1 settings must be names and values");
  }

  @Test
  void an_empty_file_and_a_missing_file_say_what_is_wanted() {
    assertThatThrownBy(() -> read("")).hasMessageContaining("sources.accounts is required");
    assertThatThrownBy(
            () -> SettingsReader.read(folder.resolve("no.yaml"), overrides, null, environment::get))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("settings file " + folder.resolve("no.yaml") + " cannot be read")
        .hasMessageContaining("--config");
  }

  @Test
  void values_from_the_environment_are_used_but_only_their_names_are_kept() {
    environment.put("BUCKET", "s3a://secret-bucket");
    String text = "lake: ${env:BUCKET}/lake\nlanding: ${env:ROOT:-../shared}/x\n" + SOURCES;
    Settings settings = read(text);
    assertThat(settings.lake()).isEqualTo("s3a://secret-bucket/lake");
    assertThat(settings.sources().get("accounts").landing())
        .isEqualTo(folder.getParent().resolve("shared/x").toString());
    assertThat(settings.json()).contains("${env:BUCKET}/lake").doesNotContain("secret-bucket");
    environment.put("ROOT", "/data");
    assertThat(read(text).sources().get("accounts").landing()).isEqualTo("/data/x");
  }

  @Test
  void set_overrides_one_setting_and_is_checked_like_the_file() {
    overrides.put("training.when", "never");
    overrides.put("lists.upsell.max_rows", "7");
    overrides.put("usage.key_events", "[export, invite]");
    Settings settings = read(SOURCES);
    assertThat(settings.training().when()).isEqualTo(Settings.When.NEVER);
    assertThat(settings.lists().upsellRows()).isEqualTo(7);
    assertThat(settings.features().keyEvents()).containsExactlyInAnyOrder("export", "invite");
    overrides.put("training.every_dais", "7");
    assertThatThrownBy(() -> read(SOURCES))
        .hasMessageContaining("--set training.every_dais")
        .hasMessageContaining("did you mean every_days?");
  }

  @Test
  void the_lake_option_wins_over_the_file() {
    Path file = write("lake: ./a\n" + SOURCES);
    assertThat(SettingsReader.read(file, overrides, "/elsewhere/b", environment::get).lake())
        .isEqualTo("/elsewhere/b");
    assertThat(SettingsReader.read(file, overrides, "s3a://b/c", environment::get).lake())
        .isEqualTo("s3a://b/c");
  }

  @Test
  void a_database_is_a_setting_of_its_source_and_says_where_its_rows_land() throws IOException {
    Files.writeString(folder.resolve("secret"), "from a file\n");
    environment.put("PW", "from the environment");
    Settings settings =
        read(
            withDatabases(
                "url: \"jdbc:postgresql://h:1/d\", user: me, password: \"${env:PW}\", table: crm.a",
                "url: \"jdbc:postgresql://h/d?ssl=true\", password: \"file:secret\","
                    + " query: SELECT 1 AS x, watermark: x, partition_column: x, fetch_rows: 7"));
    Source accounts = settings.sources().get("accounts");
    assertThat(accounts.database())
        .isEqualTo(
            new Database(
                "jdbc:postgresql://h:1/d",
                "me",
                "from the environment",
                "crm.a",
                null,
                null,
                4,
                10_000));
    assertThat(accounts.nightly()).isEqualTo("{date}/accounts.parquet");
    assertThat(accounts.landsHistory()).isTrue();
    Source events = settings.sources().get("usage_events");
    assertThat(events.database().password()).isEqualTo("from a file");
    assertThat(events.database().relation()).isEqualTo("(SELECT 1 AS x)");
    assertThat(events.database().fetchRows()).isEqualTo(7);
    assertThat(events.landsHistory()).isFalse();
    assertThat(settings.json()).contains("${env:PW}").doesNotContain("from the environment");
    assertThat(accounts.toString() + events).doesNotContain("from ", "me,", "ssl");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "url: 'jdbc:postgresql://h/d', table: a, password: hunter2 | password is written out; wanted"
            + " ${env:NAME}, or file: and the path of a file with it",
        "url: 'jdbc:postgresql://h/d', table: a, password: '${env:PW:-hunter2}' | password is"
            + " written out",
        "url: 'jdbc:postgresql://h/d', table: a, password: 'file:none' | none, which cannot be read",
        "url: 'jdbc:postgresql://h/d?password=hunter2', table: a | url holds a secret",
        "url: 'jdbc:postgresql://me:hunter2@h/d', table: a | url holds a secret",
        "url: 'jdbc:mysql://h/hunter2', table: a | url is not understood; wanted"
            + " jdbc:postgresql://host:5432/database",
        "table: a | accounts.jdbc lacks url; add it",
        "url: 'jdbc:postgresql://h/d' | table is missing, and so is query; give one of the two",
        "url: 'jdbc:postgresql://h/d', table: a, query: b | query stands beside table",
        "url: 'jdbc:postgresql://h/d', table: a, watermark: w | watermark selects rows, but load:"
            + " full needs them all",
        "url: 'jdbc:postgresql://h/d', table: a, partitions: 2 | partitions needs partition_column"
            + " beside it; give both",
        "url: 'jdbc:postgresql://h/d', table: a, fetch: 2 | fetch is no setting"
      })
  void what_is_wrong_with_a_database_is_said_without_repeating_secrets(String jdbc, String said) {
    String events = "url: 'jdbc:postgresql://h/d', table: e, watermark: w";
    assertThatThrownBy(
            () -> read(withDatabases(jdbc.replace('\'', '"'), events.replace('\'', '"'))))
        .isInstanceOf(SettingsException.class)
        .message()
        .contains("sources.accounts.jdbc", said)
        .doesNotContain("hunter2");
  }

  @Test
  void a_database_to_deliver_to_has_defaults_and_moves_no_row() throws IOException {
    environment.put("PW", "from the environment");
    String postgres =
        "deliver: {postgres: {url: \"jdbc:postgresql://h/d?sslmode=require\", user: me,"
            + " password: \"${env:PW}\"%s}}\n";
    Settings settings = read(postgres.formatted("") + SOURCES);
    assertThat(settings.serving())
        .isEqualTo(
            new ServingDatabase(
                "jdbc:postgresql://h/d?sslmode=require",
                "me",
                "from the environment",
                "holdfast",
                "holdfast_reader",
                Tables.published()));
    assertThat(settings.hash()).isEqualTo(read(SOURCES).hash());
    assertThat(settings.json()).contains("${env:PW}").doesNotContain("from the environment");
    assertThat(settings.serving()).hasToString("database h/d");
    assertThat(read(SOURCES).serving()).isNull();

    ServingDatabase other =
        read(postgres.formatted(
                    ", schema: bi_1, reader_role: none, tables: [score_reasons, at_risk_accounts]")
                + SOURCES)
            .serving();
    assertThat(other.schema()).isEqualTo("bi_1");
    assertThat(other.readerRole()).isNull();
    assertThat(other.tables()).containsExactly(ScoreReasons.TABLE, AtRiskAccounts.TABLE);

    environment.clear();
    Settings published =
        SettingsReader.published(
            settings.json(), folder.resolve("holdfast.yaml"), "lake", environment::get);
    assertThat(published.serving()).as("a replay delivers nothing").isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "user: me                         | deliver.postgres lacks url; add it",
        "url: 'jdbc:mysql://h/hunter2'    | postgres.url is not understood; wanted jdbc:postgresql:",
        "url: 'jdbc:postgresql://h/d?password=hunter2' | postgres.url holds a secret",
        "password: hunter2                | postgres.password is written out; wanted ${env:NAME}",
        "schema: Sales                    | postgres.schema is \"Sales\"; wanted a name of a-z",
        "schema: pg_catalog               | postgres.schema is pg_catalog, which is PostgreSQL's own",
        "reader_role: 'a b'               | postgres.reader_role is \"a b\"; wanted a name of a-z",
        "tables: [at_risk]                | postgres.tables names at_risk, which is no published",
        "tables: []                       | postgres.tables is empty; name some, or leave it out",
        "reader: x                        | postgres.reader is no setting; wanted one of",
      })
  void what_is_wrong_with_a_delivery_is_said_without_repeating_secrets(
      String postgres, String said) {
    assertThatThrownBy(
            () ->
                read(
                    "deliver: {postgres: {%s}}%n".formatted(postgres.replace('\'', '"')) + SOURCES))
        .isInstanceOf(SettingsException.class)
        .message()
        .contains("holdfast.yaml:1:", said)
        .doesNotContain("hunter2");
  }

  @Test
  void events_of_a_database_need_a_watermark_and_no_glob() {
    String table = "url: \"jdbc:postgresql://h/d\", table: a";
    assertThatThrownBy(() -> read(withDatabases(table, table)))
        .hasMessageContaining(
            "sources.usage_events.jdbc.watermark is missing, and the whole table");
    assertThatThrownBy(
            () ->
                read(
                    SOURCES.replace(
                        "usage_events: {", "usage_events: {jdbc: {" + table + ", watermark: w}, ")))
        .hasMessageContaining("sources.usage_events.nightly stands beside jdbc");
  }

  private static String withDatabases(String accounts, String events) {
    return """
        sources:
          accounts: {load: full, history_until: 2025-03-31, select: a.sql, jdbc: {%s}}
          subscriptions: {nightly: "{date}/s.csv", load: changes, select: a.sql}
          usage_events: {load: append, select: a.sql, jdbc: {%s}}
          support_tickets: none
        """
        .formatted(accounts, events);
  }

  @Test
  void where_things_lie_does_not_move_the_hash_and_what_moves_rows_does() {
    String hash = read(SOURCES).hash();
    for (String same :
        List.of(
            "lake: ./other\n" + SOURCES,
            "landing: ./other\n" + SOURCES,
            SOURCES.replace("s.csv", "t.csv"),
            "# a comment\n" + SOURCES,
            "currency: USD\n" + SOURCES)) {
      assertThat(read(same).hash()).as(same).isEqualTo(hash);
    }
    for (String other :
        List.of(
            "currency: EUR\n" + SOURCES,
            "timezone: Asia/Tokyo\n" + SOURCES,
            "rates: {EUR: 1.1}\n" + SOURCES,
            "churn: {grace_days: 15}\n" + SOURCES,
            "expansion: {min_increase: 0.1}\n" + SOURCES,
            "usage: {key_events: [export]}\n" + SOURCES,
            "support: {bug: [broken]}\n" + SOURCES,
            "training: {min_positives: 60}\n" + SOURCES,
            "lists: {upsell: {max_rows: 5}}\n" + SOURCES,
            SOURCES.replace(
                "load: changes, select: a.sql}\n  sub",
                "load: changes, immutable: [segment], select: a.sql}\n  sub"),
            SOURCES.replace(
                "load: changes, select: a.sql}\n  sub",
                "load: changes, immutable: [attr_region], select: a.sql}\n  sub"))) {
      assertThat(read(other).hash()).as(other).isNotEqualTo(hash);
    }
  }

  @Test
  void the_settings_of_the_examples_and_the_samples_are_sound() {
    for (String file :
        List.of(
            "data-samples/holdfast.yaml",
            "examples/crm5/holdfast.yaml",
            "examples/saasguard/holdfast.yaml")) {
      Path path = Path.of("..", file);
      assertThat(SettingsReader.read(path, overrides, null, environment::get).sources())
          .as(file)
          .containsKeys("accounts", "subscriptions", "usage_events");
    }
  }

  private Settings read(String text) {
    return SettingsReader.read(write(text), overrides, null, environment::get);
  }

  private Path write(String text) {
    try {
      return Files.writeString(folder.resolve("holdfast.yaml"), text);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
