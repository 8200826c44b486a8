package io.holdfast.deliver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.Postgres;
import io.holdfast.TestSession;
import io.holdfast.error.DataException;
import io.holdfast.error.LockedException;
import io.holdfast.error.SettingsException;
import io.holdfast.error.StorageException;
import io.holdfast.job.DeliverJob;
import io.holdfast.job.JobContext;
import io.holdfast.job.JobResult;
import io.holdfast.job.StoredNight;
import io.holdfast.lake.Lake;
import io.holdfast.lake.Manifest;
import io.holdfast.lake.Manifest.Publication;
import io.holdfast.lake.Manifest.PublishedTable;
import io.holdfast.settings.Settings;
import io.holdfast.table.AtRiskAccounts;
import io.holdfast.table.Column;
import io.holdfast.table.Table;
import io.holdfast.table.Tables;
import io.holdfast.table.UpsellCandidates;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a real server; each test has a schema and a reader's role of its own. */
class DatabaseDeliveryTest {
  /** A delivering user as it should be: no superuser, but it may create schemas and roles. */
  private static final String USER = "deliverer";

  private static final int PUBLICATIONS = 20;
  private static final AtomicInteger SCHEMAS = new AtomicInteger();

  @TempDir static Path shared;
  private static Postgres postgres;
  private static ServedNights nights;

  @TempDir Path folder;
  private final List<String> progress = new ArrayList<>();
  private String schema;

  @BeforeAll
  static void start() {
    postgres =
        Postgres.start()
            .sql(
                "CREATE ROLE deliverer LOGIN CREATEROLE PASSWORD '"
                    + Postgres.PASSWORD.replace("'", "''")
                    + "'",
                "GRANT CREATE ON DATABASE postgres TO deliverer");
    nights = ServedNights.in(shared, PUBLICATIONS);
  }

  @AfterAll
  static void stop() {
    postgres.close();
  }

  @BeforeEach
  void schema() {
    schema = "s" + SCHEMAS.incrementAndGet();
  }

  @Test
  void aNightIsDeliveredOnceWithTheRowsOfTheLake() throws SQLException, IOException {
    LocalDate asOf = LocalDate.parse("2025-06-30");
    StoredNight night = StoredNight.in(folder, asOf);
    night.publish();
    JobContext files = night.context(progress::add);
    JobContext context = served(files, database(Tables.published()));
    DeliverJob.run(files);

    JobResult delivered = DeliverJob.run(context);

    assertThat(delivered.status())
        .as("a night that lacks only the database is delivered to it")
        .isEqualTo(JobResult.Status.DONE);
    Manifest manifest = Manifest.of(night.lake());
    List<PublishedTable> tables = manifest.last(asOf).orElseThrow().tables();
    assertThat(tables).hasSizeGreaterThan(10);
    assertThat(delivered.rows()).hasSameSizeAs(tables);
    for (PublishedTable published : tables) {
      Table table = table(published.name());
      assertThat(delivered.rows()).containsEntry(schema + "." + table.name(), published.rows());
      assertThat(rows(table, table.name()))
          .as(table.name())
          .hasSize((int) published.rows())
          .isEqualTo(texts(manifest.published(table, asOf).select(columns(table)).collectAsList()))
          .isEqualTo(rows(table, table.name() + "_history"));
    }
    assertThat(column("SELECT DISTINCT run_id FROM %s.deliveries")).containsExactly(night.runId());
    List<String> answers = answersForDashboards();
    assertThat(answers).as("each question has as many answers as it says").hasSizeGreaterThan(5);
    assertThat(answers.get(0)).as("accounts of all owners").isEqualTo("1");
    assertThat(DeliverJob.run(context).status()).isEqualTo(JobResult.Status.NOTHING_TO_DO);
    assertThat(progress).singleElement().asString().startsWith("deliver: rows staged in database ");
  }

  @Test
  void everyTypeAndAwkwardTextArriveAsTheyAre() throws SQLException {
    Table odd =
        Table.published(
            "odd",
            "One row per night and odd thing, it's said",
            Column.key("id", DataTypes.IntegerType, "A 'key'"),
            Column.attribute("text", DataTypes.StringType, "Text\\"),
            Column.attribute("day", DataTypes.DateType, "Day"),
            Column.attribute("instant", DataTypes.TimestampType, "Instant"),
            Column.attribute("flag", DataTypes.BooleanType, "Flag"),
            Column.measure("ratio", DataTypes.DoubleType, "Ratio"),
            Column.measure("count", DataTypes.LongType, "Count"),
            Column.measure("amount", Column.MONEY, "Amount"));
    Instant at = Instant.parse("2025-04-01T23:59:59.123456Z");
    LocalDate day = LocalDate.parse("9999-12-31");
    List<Row> rows = new ArrayList<>();
    for (String text :
        Arrays.asList("", null, "\\N", "\\.", "a\tb\nc\r\nd\\", "'\"$1; DROP", "漢字 é 🦔", "NULL")) {
      rows.add(row(odd, rows.size(), text, day, at, true, 0.1 + 0.2, Long.MIN_VALUE, "-0.01"));
    }
    rows.add(row(odd, 100, "x", null, null, null, null, null, null));
    rows.add(row(odd, 101, "x", null, null, false, Double.NaN, 0L, "9999999999999999.99"));
    rows.add(row(odd, 102, "x", null, null, false, Double.NEGATIVE_INFINITY, 0L, "0.00"));
    rows.add(row(odd, 103, "x", null, null, false, Double.MIN_VALUE, 0L, "0.00"));
    Publication publication = publish(odd, rows);

    write(database(List.of(odd)), publication);

    assertThat(rows(odd, "odd")).hasSize(12).isEqualTo(texts(rows));
    assertThat(column("SELECT text FROM %s.odd WHERE id = 0")).containsExactly("");
    assertThat(column("SELECT obj_description('%s.odd'::regclass)"))
        .containsExactly("One row per night and odd thing, it's said. The newest night");
  }

  @Test
  void readersSeeWholeNightsInTheirOrder() throws Exception {
    ServingDatabase database = database(ServedNights.TABLES);
    write(database, nights.publications().get(0));
    AtomicInteger polls = new AtomicInteger();
    AtomicInteger published = new AtomicInteger();
    // One statement is one state: all rows of both lists, and what is said to be delivered.
    String state =
        """
        SELECT min(segment::int), max(segment::int), count(DISTINCT run_id),
          count(*) FILTER (WHERE list = 'risk'), count(*) FILTER (WHERE list = 'upsell'),
          (SELECT sum(rows) FROM %1$s.deliveries)
        FROM (SELECT 'risk' AS list, segment, run_id FROM %1$s.at_risk_accounts
          UNION ALL SELECT 'upsell', segment, run_id FROM %1$s.upsell_candidates) lists
        """
            .formatted(schema);
    CompletableFuture<List<Integer>> seen =
        CompletableFuture.supplyAsync(
            () -> {
              List<Integer> order = new ArrayList<>();
              try (Connection connection = postgres.connection();
                  Statement statement = connection.createStatement()) {
                while (published.get() < PUBLICATIONS) {
                  try (ResultSet row = statement.executeQuery(state)) {
                    row.next();
                    int n = row.getInt(1);
                    assertThat(row.getInt(2)).as("one publication").isEqualTo(n);
                    assertThat(row.getInt(3)).as("one run").isEqualTo(1);
                    assertThat(row.getInt(4)).as("all at risk").isEqualTo(n + 1);
                    assertThat(row.getInt(5)).as("all candidates").isEqualTo(2);
                    assertThat(row.getInt(6)).as("as delivered").isEqualTo(n + 3);
                    order.add(n);
                  }
                  polls.incrementAndGet();
                }
                return order;
              } catch (SQLException e) {
                throw new IllegalStateException(e);
              }
            });
    for (Publication publication : nights.publications()) {
      write(database, publication);
      while (polls.get() < 10 * (published.get() + 1) && !seen.isDone()) {
        Thread.sleep(1);
      }
      published.incrementAndGet();
    }

    assertThat(seen.get()).hasSizeGreaterThanOrEqualTo(200).isSorted();
    assertThat(seen.get().stream().distinct()).as("not at the end alone").hasSizeGreaterThan(15);
  }

  @Test
  void aDeliveryThatEndsAtAnyStatementLeavesTheNightBefore() throws SQLException {
    write(database(ServedNights.TABLES), nights.publications().get(4));
    List<String> before = rows(AtRiskAccounts.TABLE, "at_risk_accounts");
    List<String> beforeUpsell = rows(UpsellCandidates.TABLE, "upsell_candidates_history");
    int ended = 0;
    while (isEnded(ServedNights.TABLES, nights.publications().get(5), ended + 1)) {
      ended++;
      assertThat(rows(AtRiskAccounts.TABLE, "at_risk_accounts")).isEqualTo(before);
      assertThat(rows(UpsellCandidates.TABLE, "upsell_candidates_history")).isEqualTo(beforeUpsell);
    }
    assertThat(ended).as("statements at which it was ended").isGreaterThan(25);
    assertThat(column("SELECT DISTINCT segment FROM %s.at_risk_accounts")).containsExactly("5");
    assertThat(column("SELECT DISTINCT segment FROM %s.upsell_candidates_history"))
        .containsExactly("5");
    assertThat(column("SELECT count(*) FROM pg_class WHERE relpersistence = 't'"))
        .as("nothing is left of what was staged")
        .containsExactly("0");
  }

  @Test
  void aFirstDeliveryThatEndsAtAnyStatementLeavesAllViewsOrNone() throws SQLException {
    List<Table> upsell = List.of(UpsellCandidates.TABLE);
    int ended = 0;
    while (isEnded(upsell, nights.publications().get(1), ended + 1)) {
      ended++;
      assertThat(
              column(
                  "SELECT count(*) FROM pg_class WHERE relkind = 'v' AND relnamespace ="
                      + " to_regnamespace('%s')"))
          .first()
          .isIn("0", "4");
    }
    assertThat(ended).isGreaterThan(80);
    assertThat(column("SELECT DISTINCT segment FROM %s.upsell_candidates")).containsExactly("1");
  }

  /** Whether it was ended: not when it has fewer statements. */
  private boolean isEnded(List<Table> tables, Publication publication, int at) {
    try (EndingProxy proxy = EndingProxy.before(postgres, at)) {
      ServingDatabase database =
          new ServingDatabase(proxy.url(), USER, Postgres.PASSWORD, schema, role(), tables);
      try {
        write(database, publication);
        assertThat(proxy.hasEnded()).isFalse();
        return false;
      } catch (StorageException e) {
        assertThat(e)
            .hasMessageStartingWith("delivery to database 127.0.0.1:")
            .hasMessageContaining("the night before stays")
            .hasMessageNotContaining(Postgres.PASSWORD);
        assertThat(proxy.hasEnded()).isTrue();
        return true;
      }
    }
  }

  @Test
  void anOlderNightJoinsTheHistoryAndAnEarlierPublicationIsRefused() throws SQLException {
    ServingDatabase database = database(ServedNights.TABLES);
    write(database, nights.publications().get(9));
    write(database, nights.publications().get(2));
    String newest = "SELECT DISTINCT segment FROM %s.at_risk_accounts";
    String all = "SELECT DISTINCT segment FROM %s.at_risk_accounts_history ORDER BY 1";
    assertThat(column(newest)).containsExactly("9");
    assertThat(column(all)).containsExactly("2", "9");

    write(database, nights.publications().get(3));
    assertThat(column(newest)).containsExactly("9");
    assertThat(column(all)).as("a date that is restated").containsExactly("3", "9");

    assertThatThrownBy(() -> write(database, nights.publications().get(2)))
        .isInstanceOf(SettingsException.class)
        .hasMessageStartingWith("delivery of night 2025-01-02 to database ")
        .hasMessageContaining("has run 2025-01-02-3 of 2025-06-01T00:00:03.123456Z: a later one");
    assertThat(column(all)).containsExactly("3", "9");
  }

  @Test
  void oneNightHasOneRunWhateverTablesAreDelivered() throws SQLException {
    write(database(ServedNights.TABLES), nights.publications().get(6));
    ServingDatabase fewer = database(List.of(AtRiskAccounts.TABLE));
    write(fewer, nights.publications().get(7));

    assertThat(column("SELECT DISTINCT segment FROM %s.at_risk_accounts")).containsExactly("7");
    assertThat(column("SELECT * FROM %s.upsell_candidates_history")).isEmpty();
    assertThat(delivery(fewer).isDelivered(nights.publications().get(7))).isTrue();
    assertThat(delivery(database(ServedNights.TABLES)).isDelivered(nights.publications().get(7)))
        .as("a table that was named later")
        .isFalse();

    write(database(List.of(UpsellCandidates.TABLE)), nights.publications().get(8));
    assertThat(column("SELECT * FROM %s.at_risk_accounts"))
        .as("not delivered with the newest night")
        .isEmpty();
  }

  @Test
  void theReaderReadsViewsOnlyAndNoOtherSchemaIsTouched() throws SQLException {
    String others =
        "SELECT string_agg(n.nspname || c.relname || coalesce(c.relacl::text, '') || c.xmin, ' '"
            + " ORDER BY c.oid) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
            + " WHERE n.nspname NOT LIKE 's%%' AND n.nspname NOT LIKE 'pg_%%'";
    postgres.sql("CREATE TABLE public.at_risk_accounts AS SELECT 'mine' AS of_others");
    List<String> before = column(others);
    ServingDatabase database = database(ServedNights.TABLES);
    write(database, nights.publications().get(1));
    postgres.sql(
        "CREATE ROLE analyst_" + schema,
        "GRANT SELECT ON " + schema + ".at_risk_accounts TO analyst_" + schema);
    write(database, nights.publications().get(2));

    assertThat(column(others)).isEqualTo(before);
    assertThat(column("SELECT of_others FROM public.at_risk_accounts")).containsExactly("mine");
    for (String view : List.of("at_risk_accounts", "upsell_candidates_history", "deliveries")) {
      assertThat(as(role(), "SELECT count(*) FROM " + schema + "." + view)).isEqualTo("done");
    }
    for (String refused :
        List.of(
            "SELECT * FROM %s.at_risk_accounts_rows",
            "SELECT * FROM %s.deliveries_rows",
            "DELETE FROM %s.at_risk_accounts",
            "UPDATE %s.at_risk_accounts_history SET segment = ''",
            "INSERT INTO %s.upsell_candidates (as_of) VALUES ('2025-01-01')",
            "TRUNCATE %s.at_risk_accounts_rows",
            "CREATE TABLE %s.own (a int)",
            "DROP VIEW %s.at_risk_accounts")) {
      assertThat(as(role(), refused.formatted(schema))).as(refused).isIn("42501");
    }
    assertThat(
            column("SELECT has_table_privilege('analyst_%1$s', '%1$s.at_risk_accounts', 'SELECT')"))
        .as("a grant by hand stays")
        .containsExactly("t");
    postgres.sql("DROP TABLE public.at_risk_accounts");
  }

  @Test
  void tablesAndColumnsSayWhatTheyAreAndAreSoughtByNightAndAccount() throws SQLException {
    write(database(ServedNights.TABLES), nights.publications().get(0));
    assertThat(
            column(
                "SELECT c.relname FROM pg_class c WHERE relkind IN ('r', 'v') AND relnamespace ="
                    + " '%s'::regnamespace AND obj_description(c.oid, 'pg_class') IS NULL"))
        .isEmpty();
    assertThat(
            column(
                "SELECT attrelid::regclass || attname FROM pg_attribute a JOIN pg_class c ON c.oid"
                    + " = attrelid WHERE relkind IN ('r', 'v') AND relnamespace ="
                    + " '%s'::regnamespace AND attnum > 0 AND col_description(c.oid, attnum) IS"
                    + " NULL"))
        .isEmpty();
    assertThat(
            column(
                "SELECT col_description('%s.at_risk_accounts'::regclass, attnum) FROM pg_attribute"
                    + " WHERE attrelid = '%1$s.at_risk_accounts'::regclass AND attname ="
                    + " 'mrr_at_risk'"))
        .containsExactly(AtRiskAccounts.MRR_AT_RISK.meaning());
    assertThat(
            column(
                "SELECT substring(indexdef FROM '[(].*') FROM pg_indexes WHERE schemaname = '%s'"
                    + " AND tablename = 'at_risk_accounts_rows' ORDER BY 1"))
        .containsExactly("(account_id, as_of)", "(as_of, list_rank)");
  }

  @Test
  void aColumnThatIsNewIsAddedAndAnOlderVersionWorksOn() throws SQLException {
    Column id = Column.key("id", DataTypes.StringType, "Id");
    Column extra = Column.measure("extra", Column.MONEY, "New in this version");
    Table older = Table.published("things", "One row per night and thing", id);
    Table newer = Table.published("things", "One row per night and thing", id, extra);
    Lake lake = Lake.at(TestSession.spark(), folder.toString());
    List<Row> rows = List.of(things("2025-01-01"), things("2025-01-02"), things("2025-01-03"));
    lake.replaceWhere(newer, TestSession.spark().createDataFrame(rows, newer.schema()), "true");
    Manifest manifest = Manifest.of(lake);

    deliver(older, manifest, "2025-01-01");
    postgres.sql(
        "CREATE ROLE analyst_" + schema,
        "GRANT SELECT ON " + schema + ".things TO analyst_" + schema,
        "GRANT USAGE ON SCHEMA " + schema + " TO analyst_" + schema,
        "CREATE VIEW public." + schema + " AS SELECT * FROM " + schema + ".things");
    deliver(newer, manifest, "2025-01-02");
    deliver(older, manifest, "2025-01-03");

    assertThat(
            column(
                "SELECT as_of || ' ' || coalesce(extra::text, '-') FROM %s.things_history"
                    + " ORDER BY 1"))
        .containsExactly("2025-01-01 -", "2025-01-02 1.50", "2025-01-03 -");
    assertThat(as("analyst_" + schema, "SELECT extra FROM " + schema + ".things"))
        .isEqualTo("done");
    assertThat(column("SELECT id FROM public.%s")).as("what others built upon it").hasSize(1);
    assertThat(column("SELECT col_description('%s.things'::regclass, 4)"))
        .containsExactly("New in this version");

    Table otherType =
        Table.published(
            "things",
            "One row per night and thing",
            id,
            Column.measure("extra", DataTypes.DoubleType, "Of another type"));
    Table otherKey = Table.published("things", "One row per night and thing", id, extra.asKey());
    assertThatThrownBy(() -> deliver(otherType, manifest, "2025-01-03"))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining(
            schema + ".things_rows.extra is numeric(18,2), wanted double precision; another");
    assertThatThrownBy(() -> deliver(otherKey, manifest, "2025-01-03"))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("things_rows has the key [as_of, id], wanted [as_of, extra, id]");
    postgres.sql("DROP VIEW public." + schema);
  }

  @Test
  void whatSomebodyElseHasMadeIsNotOverwritten() {
    postgres.sql(
        "CREATE SCHEMA " + schema + " AUTHORIZATION deliverer",
        "CREATE TABLE " + schema + ".at_risk_accounts (a int)");
    ServingDatabase database = database(ServedNights.TABLES);
    assertThatThrownBy(() -> write(database, nights.publications().get(0)))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining(schema + ".at_risk_accounts is no view; another version");
    assertThat(DatabaseDelivery.problems(database, progress::add))
        .singleElement()
        .asString()
        .contains("is no view");
  }

  @Test
  void aRoleThatMayNotBeCreatedIsSaidAndTheNightIsDelivered() throws SQLException {
    postgres.sql(
        "CREATE SCHEMA " + schema,
        "GRANT USAGE, CREATE ON SCHEMA " + schema + " TO " + Postgres.USER);
    ServingDatabase database = database(ServedNights.TABLES, Postgres.USER, role());
    write(database, nights.publications().get(0));
    assertThat(progress)
        .first()
        .asString()
        .startsWith("WARN delivery to database 127.0.0.1:")
        .contains("there is no role " + role() + " and we may not create it");

    postgres.sql("CREATE ROLE " + role());
    write(database, nights.publications().get(2));
    assertThat(progress).filteredOn(line -> line.startsWith("WARN")).hasSize(1);
    assertThat(as(role(), "SELECT * FROM " + schema + ".at_risk_accounts")).isEqualTo("42501");
    postgres.sql("GRANT USAGE ON SCHEMA " + schema + " TO " + role());
    assertThat(as(role(), "SELECT * FROM " + schema + ".at_risk_accounts")).isEqualTo("done");
  }

  @Test
  void whoMustActIsSaid() throws SQLException {
    Publication night = nights.publications().get(0);
    ServingDatabase sound = database(ServedNights.TABLES);
    assertRefused(new ServingDatabase(sound.url(), USER, "wrong", schema, null, sound.tables()))
        .hasMessageContaining("the server refuses the user or the password (28P01)")
        .hasMessageNotContaining("wrong");
    assertRefused(url(postgres.url().replace("/postgres", "/nowhere")))
        .hasMessageContaining("the server has no such database");
    assertRefused(url(postgres.url() + "?sslmode=require"))
        .hasMessageContaining("no connection as sslmode and sslrootcert want it");
    assertRefused(database(ServedNights.TABLES, Postgres.USER, null))
        .hasMessageContaining(
            "schema " + schema + " cannot be written: ERROR: permission denied for database");
    assertThatThrownBy(() -> write(url("jdbc:postgresql://127.0.0.1:1/postgres"), night))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("cannot be reached or written (08001)");
    assertThat(DatabaseDelivery.problems(sound, progress::add)).isEmpty();
    assertThat(column("SELECT count(*) FROM pg_namespace WHERE nspname = '%s'"))
        .as("a question leaves nothing behind")
        .containsExactly("0");

    Publication fewer =
        ServedNights.publication(
            night.asOf(),
            night.runId(),
            night.publishedAt(),
            List.of(new PublishedTable(AtRiskAccounts.TABLE.name(), 0, 17, "")));
    assertThatThrownBy(() -> write(sound, fewer))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("has 1 rows of run 2025-01-01-0, its manifest says 17");
    assertThat(column("SELECT * FROM %s.at_risk_accounts")).isEmpty();
    assertThatThrownBy(
            () ->
                delivery(sound)
                    .write(
                        nights.manifest(),
                        night,
                        progress::add,
                        () -> {
                          throw new LockedException("lost the lake");
                        }))
        .isInstanceOf(LockedException.class);
    assertThat(column("SELECT * FROM %s.at_risk_accounts")).as("fenced off").isEmpty();
  }

  @Test
  void whatMustBeEncryptedIsAndOnlyToTheServerOfTheCertificate() throws SQLException {
    try (Postgres server = Postgres.start()) {
      server.sql("GRANT CREATE ON DATABASE postgres TO " + Postgres.USER);
      String verified = "?sslmode=verify-full&sslrootcert=" + server.encrypt(Postgres.USER);
      ServingDatabase plain = encrypted(server.url() + "?sslmode=disable");
      assertRefused(plain).hasMessageContaining("the server refuses the user or the password");
      assertRefused(encrypted(server.url().replace("127.0.0.1", "localhost") + verified))
          .as("the certificate names another address")
          .hasMessageContaining("no connection as sslmode and sslrootcert want it");

      Publication night = nights.publications().get(0);
      write(encrypted(server.url() + verified), night);

      try (Connection connection = server.connection();
          Statement statement = connection.createStatement();
          ResultSet found =
              statement.executeQuery("SELECT run_id FROM " + schema + ".at_risk_accounts")) {
        assertThat(found.next()).isTrue();
        assertThat(found.getString(1)).isEqualTo(night.runId());
      }
    }
  }

  private ServingDatabase encrypted(String url) {
    return new ServingDatabase(
        url, Postgres.USER, Postgres.PASSWORD, schema, null, ServedNights.TABLES);
  }

  private org.assertj.core.api.AbstractThrowableAssert<?, ? extends Throwable> assertRefused(
      ServingDatabase database) {
    assertThat(DatabaseDelivery.problems(database, progress::add)).hasSize(1);
    return assertThatThrownBy(() -> write(database, nights.publications().get(0)))
        .isInstanceOf(SettingsException.class)
        .hasMessageStartingWith("delivery to database ")
        .hasMessageNotContaining(Postgres.PASSWORD);
  }

  private String role() {
    return "reader_" + schema;
  }

  private ServingDatabase url(String url) {
    return new ServingDatabase(url, USER, Postgres.PASSWORD, schema, role(), ServedNights.TABLES);
  }

  private ServingDatabase database(List<Table> tables) {
    return database(tables, USER, role());
  }

  private ServingDatabase database(List<Table> tables, String user, String role) {
    return new ServingDatabase(postgres.url(), user, Postgres.PASSWORD, schema, role, tables);
  }

  private static DatabaseDelivery delivery(ServingDatabase database) {
    return DatabaseDelivery.to(database);
  }

  private void write(ServingDatabase database, Publication publication) {
    Manifest manifest =
        nights.publications().contains(publication)
                || publication.runId().equals(nights.publications().get(0).runId())
            ? nights.manifest()
            : Manifest.of(Lake.at(TestSession.spark(), folder.toString()));
    delivery(database).write(manifest, publication, progress::add, () -> {});
  }

  private Publication publish(Table table, List<Row> rows) {
    Lake lake = Lake.at(TestSession.spark(), folder.toString());
    lake.replaceWhere(table, TestSession.spark().createDataFrame(rows, table.schema()), "true");
    return ServedNights.publication(
        LocalDate.parse("2025-04-01"),
        "run",
        Instant.parse("2025-04-02T01:00:00Z"),
        List.of(new PublishedTable(table.name(), 0, rows.size(), "")));
  }

  private static Row row(Table table, Object... values) {
    Object[] all = new Object[values.length + 2];
    all[0] = LocalDate.parse("2025-04-01");
    all[1] = "run";
    System.arraycopy(values, 0, all, 2, values.length);
    int amount = all.length - 1;
    all[amount] = all[amount] == null ? null : new BigDecimal((String) all[amount]);
    assertThat(all).hasSameSizeAs(table.columns());
    return RowFactory.create(all);
  }

  private static Row things(String asOf) {
    return RowFactory.create(LocalDate.parse(asOf), "r" + asOf, "a", new BigDecimal("1.50"));
  }

  private void deliver(Table things, Manifest manifest, String asOf) {
    Publication publication =
        ServedNights.publication(
            LocalDate.parse(asOf),
            "r" + asOf,
            Instant.parse(asOf + "T12:00:00Z"),
            List.of(new PublishedTable(things.name(), 0, 1, "")));
    delivery(database(List.of(things))).write(manifest, publication, progress::add, () -> {});
  }

  private static JobContext served(JobContext context, ServingDatabase database) {
    return context.with(StoredNight.with(context.settings(), Settings.Retention.USUAL, database));
  }

  private static Table table(String name) {
    return Tables.published().stream().filter(t -> t.name().equals(name)).findFirst().orElseThrow();
  }

  private static org.apache.spark.sql.Column[] columns(Table table) {
    return table.columns().stream().map(Column::col).toArray(org.apache.spark.sql.Column[]::new);
  }

  private static List<String> texts(List<Row> rows) {
    return rows.stream().map(Row::toString).sorted().toList();
  }

  /** Rows of a view as Spark would say them, sorted. */
  private List<String> rows(Table table, String view) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Connection connection = postgres.connection();
        Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery("SELECT * FROM " + schema + "." + view)) {
      while (found.next()) {
        List<Object> values = new ArrayList<>();
        for (Column column : table.columns()) {
          values.add(value(found, column));
        }
        rows.add(RowFactory.create(values.toArray()).toString());
      }
    }
    return rows.stream().sorted().toList();
  }

  private static Object value(ResultSet found, Column column) throws SQLException {
    if (column.type().equals(DataTypes.DateType)) {
      return found.getObject(column.name(), LocalDate.class);
    }
    if (column.type().equals(DataTypes.TimestampType)) {
      var at = found.getObject(column.name(), java.time.OffsetDateTime.class);
      return at == null ? null : at.toInstant();
    }
    return found.getObject(column.name());
  }

  /** How many rows each of the questions in docs/bi gives. */
  private List<String> answersForDashboards() throws SQLException, IOException {
    String sql =
        Files.readAllLines(Path.of("../docs/bi/questions.sql")).stream()
            .filter(line -> !line.startsWith("--"))
            .collect(Collectors.joining("\n"));
    List<String> counts = new ArrayList<>();
    try (Connection connection = postgres.connection();
        Statement statement = connection.createStatement()) {
      statement.execute("SET search_path = " + schema);
      for (String question : sql.split(";")) {
        if (!question.isBlank()) {
          try (ResultSet found =
              statement.executeQuery("SELECT count(*) FROM (" + question + ") AS answers")) {
            found.next();
            counts.add(found.getString(1));
          }
        }
      }
    }
    return counts;
  }

  /** The first column of a query, the schema's name in the place of each %s. */
  private List<String> column(String query) throws SQLException {
    List<String> values = new ArrayList<>();
    try (Connection connection = postgres.connection();
        Statement statement = connection.createStatement();
        ResultSet found =
            statement.executeQuery(
                query.replace("%1$s", schema).replace("%s", schema).replace("%%", "%"))) {
      while (found.next()) {
        values.add(found.getString(1));
      }
    }
    return values;
  }

  /** What becomes of a statement of a role: done, or the SQL state. */
  private static String as(String role, String sql) throws SQLException {
    try (Connection connection = postgres.connection();
        Statement statement = connection.createStatement()) {
      statement.execute("SET ROLE " + role);
      statement.execute(sql);
      return "done";
    } catch (SQLException e) {
      return e.getSQLState();
    }
  }
}
