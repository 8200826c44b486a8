package io.holdfast.landing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.Postgres;
import io.holdfast.TestSession;
import io.holdfast.TextTable;
import io.holdfast.error.DataException;
import io.holdfast.error.SettingsException;
import io.holdfast.error.StorageException;
import io.holdfast.landing.Source.Load;
import io.holdfast.table.Accounts;
import io.holdfast.table.Column;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a real server; each test has an empty schema. */
class DatabaseLandingTest {
  private static Postgres postgres;

  @TempDir Path landing;
  private final List<String> progress = new ArrayList<>();

  @BeforeAll
  static void start() {
    postgres = Postgres.start();
  }

  @AfterAll
  static void stop() {
    postgres.close();
  }

  @BeforeEach
  void empty() {
    postgres.emptied();
  }

  @Test
  void aTableLandsWholeForEachNightAndALandedDayIsNotReadAgain() {
    postgres.sql("CREATE TABLE crm (account_id int, name text)", "INSERT INTO crm VALUES (1, 'A')");
    Source source = source(whole("crm"));
    land(source, "2025-04-01");
    postgres.sql("INSERT INTO crm VALUES (2, 'B')");
    land(source, "2025-04-01");
    land(source, "2025-04-02");

    assertThat(text("2025-04-01", "account_id", "name"))
        .isEqualTo(TextTable.text("| account_id | name |\n| 1 | A |"));
    assertThat(text("2025-04-02", "account_id", "name"))
        .isEqualTo(TextTable.text("| account_id | name |\n| 1 | A |\n| 2 | B |"));
    assertThat(progress)
        .hasSize(2)
        .first()
        .asString()
        .matches("ingest: landed accounts of 2025-04-01 from database 127.0.0.1:\\d+/postgres");
  }

  @Test
  void aWholeTableOfTodayIsNotLandedAsThatOfADayBeforeOneThatHasLanded() {
    postgres.sql("CREATE TABLE crm (account_id int)");
    land(source(whole("crm")), "2025-04-03");
    land(source(whole("crm")), "2025-04-02");

    assertThat(folder("2025-04-02")).doesNotExist();
    assertThat(progress)
        .last()
        .asString()
        .startsWith("WARN source accounts did not land for 2025-04-02, and what database ")
        .endsWith(" was then is gone: 2025-04-03 has landed; the night goes on without");
  }

  @Test
  void aQueryLandsWhatItSelects() {
    postgres.sql("CREATE TABLE crm (id int)", "INSERT INTO crm VALUES (1), (2), (3)");
    land(
        source(whole("(SELECT id AS account_id, id % 2 = 0 AS is_even FROM crm WHERE id > 1)")),
        "2025-04-01");

    assertThat(text("2025-04-01", "account_id", "is_even"))
        .isEqualTo(TextTable.text("| account_id | is_even |\n| 2 | true |\n| 3 | false |"));
  }

  @Test
  void typesAreKeptAndWhatSparkHasNotBecomesText() {
    postgres.sql(
        """
        CREATE TABLE odd (
          id bigserial, small smallint, real float8, price numeric(10, 2), huge numeric,
          flag bool, day date, local timestamp, instant timestamptz, key uuid, doc jsonb,
          tags text[], span interval, name varchar(40), fixed char(5), nothing text)""",
        """
        INSERT INTO odd VALUES (
          7, 3, 2.5, 19.90, 12345678901234567890123456789.5, true, '2025-04-01',
          '2025-04-01 23:30:00.123456', '2025-04-01 23:30:00-07',
          '00000000-0000-0000-0000-00000000000a', '{"b": 1}', '{x,y}', '2 days',
          E'O''Brien "é" 漢字 \\\\ | \\n', 'ab', NULL)""");
    land(source(whole("odd")), "2025-04-01");

    Dataset<Row> rows = rows("2025-04-01");
    assertThat(rows.schema().apply("price").dataType())
        .isEqualTo(DataTypes.createDecimalType(10, 2));
    assertThat(rows.schema().apply("id").dataType()).isEqualTo(DataTypes.LongType);
    assertThat(rows.schema().apply("local").dataType()).isEqualTo(DataTypes.TimestampNTZType);
    assertThat(rows.schema().apply("instant").dataType()).isEqualTo(DataTypes.TimestampType);
    assertThat(rows.schema().apply("huge").dataType()).isEqualTo(DataTypes.StringType);
    assertThat(rows.drop("name").first().mkString(" | "))
        .isEqualTo(
            "7 | 3 | 2.5 | 19.90 | 12345678901234567890123456789.5 | true | 2025-04-01"
                + " | 2025-04-01T23:30:00.123456 | 2025-04-02T06:30:00Z"
                + " | 00000000-0000-0000-0000-00000000000a | {\"b\": 1} | {x,y} | 2 days | ab"
                + " | null");
    assertThat(rows.select("name").first().getString(0)).isEqualTo("O'Brien \"é\" 漢字 \\ | \n");
  }

  @Test
  void namesOfTablesAndColumnsMayBeAnything() {
    postgres.sql(
        "CREATE TABLE \"Kunden 2025\" (\"Konto-Nr.\" int, \"updated at\" int)",
        "INSERT INTO \"Kunden 2025\" VALUES (1, 5)");
    land(source(grown("\"Kunden 2025\"", "updated at")), "2025-04-01");

    assertThat(rows("2025-04-01").first().mkString("|")).isEqualTo("1|5");
    assertThat(rows("2025-04-01").columns()).containsExactly("Konto-Nr.", "updated at");
  }

  @Test
  void eachNightLandsWhatIsGreaterThanBeforeAndALateRowByWhenItWasWritten() {
    postgres.sql(
        "CREATE TABLE crm (account_id int, signed_up date, written timestamptz)",
        "INSERT INTO crm VALUES (1, '2025-03-01', '2025-04-01 10:00Z')",
        "INSERT INTO crm VALUES (2, '2025-03-01', '2025-04-01 10:00:00.000001Z')");
    Source source = source(grown("crm", "written"));
    land(source, "2025-04-01");
    postgres.sql("INSERT INTO crm VALUES (3, '2025-04-02', '2025-04-02 10:00Z')");
    land(source, "2025-04-02");
    postgres.sql("INSERT INTO crm VALUES (4, '2025-03-15', '2025-04-03 09:00Z')");
    land(source, "2025-04-03");
    land(source, "2025-04-04");

    assertThat(landedIds("2025-04-01", "2025-04-02", "2025-04-03", "2025-04-04"))
        .containsExactly(List.of(1, 2), List.of(3), List.of(4), List.of());
  }

  @Test
  void theDayEndsWhereTheBusinessIsAndWhatIsWrittenLaterIsTheNextNights() {
    postgres.sql(
        "CREATE TABLE crm (account_id int, written timestamptz)",
        "INSERT INTO crm VALUES (1, '2025-03-09 23:30:00 America/Los_Angeles')",
        "INSERT INTO crm VALUES (2, '2025-03-10 00:30:00 America/Los_Angeles')");
    Source source = source(grown("crm", "written"), "America/Los_Angeles");
    land(source, "2025-03-09");
    land(source, "2025-03-10");

    assertThat(landedIds("2025-03-09", "2025-03-10")).containsExactly(List.of(1), List.of(2));
  }

  @Test
  void aDayThatIsLandedAgainOrLateTakesNothingThatALaterOneHas() throws IOException {
    postgres.sql(
        "CREATE TABLE crm (account_id int, written timestamptz)",
        "INSERT INTO crm VALUES (1, '2025-04-01 10:00Z'), (2, '2025-04-02 10:00Z')",
        "INSERT INTO crm VALUES (4, '2025-04-04 10:00Z')");
    Source source = source(grown("crm", "written"));
    land(source, "2025-04-01");
    land(source, "2025-04-02");
    land(source, "2025-04-04");
    delete(folder("2025-04-02"));
    postgres.sql("INSERT INTO crm VALUES (3, '2025-04-02 11:00Z')");
    land(source, "2025-04-02");
    land(source, "2025-04-03");

    assertThat(landedIds("2025-04-01", "2025-04-02", "2025-04-03", "2025-04-04"))
        .as("4 follows 2, so 3 was written too late to be seen, and no row stands twice")
        .containsExactly(List.of(1), List.of(2), List.of(), List.of(4));
  }

  @Test
  void theHistoryLandsFromTheDatabaseTooAndEndsWhereItSays() {
    postgres.sql(
        "CREATE TABLE crm (account_id int, written date)",
        "INSERT INTO crm VALUES (1, '2024-01-01'), (2, '2025-03-31'), (3, '2025-04-01')");
    Source source =
        source(
            grown("crm", "written"),
            "UTC",
            List.of("history/accounts.parquet"),
            LocalDate.parse("2025-03-31"));
    land(source, "2025-04-01");

    assertThat(ids(landing.resolve("history/accounts.parquet"))).containsExactly(1, 2);
    assertThat(landedIds("2025-04-01")).containsExactly(List.of(3));
  }

  @Test
  void severalConnectionsReadTheSameRowsAsOne() throws IOException {
    postgres.sql(
        "CREATE TABLE crm (account_id int, shard int)",
        "INSERT INTO crm SELECT i, nullif(i % 7, 3) FROM generate_series(1, 1000) i");
    land(
        source(
            new Database(
                postgres.url(), Postgres.USER, Postgres.PASSWORD, "crm", null, "shard", 3, 100)),
        "2025-04-01");

    assertThat(rows("2025-04-01").count()).isEqualTo(1000);
    assertThat(ids(folder("2025-04-01"))).doesNotHaveDuplicates().contains(1, 1000, 3);
    assertThat(names(folder("2025-04-01")).stream().filter(n -> n.endsWith(".parquet"))).hasSize(3);
  }

  @Test
  void anEmptyTableLandsWithItsColumns() {
    postgres.sql("CREATE TABLE crm (account_id int, written timestamptz)");
    land(source(grown("crm", "written")), "2025-04-01");
    postgres.sql("INSERT INTO crm VALUES (1, '2025-04-01 10:00Z')");
    land(source(grown("crm", "written")), "2025-04-02");

    assertThat(rows("2025-04-01").columns()).containsExactly("account_id", "written");
    assertThat(landedIds("2025-04-01", "2025-04-02")).containsExactly(List.of(), List.of(1));
  }

  @Test
  void aConnectionThatBreaksLeavesNothingAndTheNextRunLandsTheDay() throws IOException {
    postgres.sql(
        "CREATE TABLE crm (account_id int)",
        "INSERT INTO crm SELECT i FROM generate_series(1, 1000) i");
    String breaking =
        "(SELECT account_id, CASE WHEN account_id = 900 THEN pg_terminate_backend(pg_backend_pid())"
            + " END AS breaks FROM crm)";

    assertThatThrownBy(() -> land(source(whole(breaking)), "2025-04-01"))
        .isInstanceOf(StorageException.class)
        .hasMessageMatching(
            "source accounts: database 127.0.0.1:\\d+/postgres cannot be read \\(57P01\\); check"
                + " that it runs and can be reached");
    assertThat(names(landing.resolve("2025-04-01"))).isEmpty();

    land(source(whole("crm")), "2025-04-01");
    assertThat(rows("2025-04-01").count()).isEqualTo(1000);
  }

  @Test
  void whatAKilledRunWroteIsNoLandedFolderAndIsWrittenOver() throws IOException {
    postgres.sql("CREATE TABLE crm (account_id int)", "INSERT INTO crm VALUES (1)");
    Path half = landing.resolve("2025-04-01/.accounts.parquet");
    TestSession.spark().range(9).toDF("account_id").write().parquet(half.toString());
    Source source = source(whole("crm"));
    LandedFiles landed = LandedFiles.of(TestSession.spark().sessionState().newHadoopConf(), source);
    assertThat(landed.nightly(LocalDate.MAX)).isEmpty();

    land(source, "2025-04-01");
    assertThat(landedIds("2025-04-01")).containsExactly(List.of(1));
    assertThat(names(landing.resolve("2025-04-01"))).containsExactly("accounts.parquet");
  }

  @Test
  void aWrongPasswordIsTheOperatorsAndIsNotRepeated() {
    postgres.sql("CREATE TABLE crm (account_id int)");
    Database wrong =
        new Database(
            postgres.url() + "?ssl=false&options=hidden",
            "nobody",
            "hunter2",
            "crm",
            null,
            null,
            1,
            100);

    assertThatThrownBy(() -> land(source(wrong), "2025-04-01"))
        .isInstanceOf(SettingsException.class)
        .hasMessageMatching(
            "source accounts: database 127.0.0.1:\\d+/postgres refuses the user or the password"
                + " \\(28P01\\); look at what user: and password: of jdbc: refer to")
        .hasNoCause();
    assertThat(source(wrong).toString()).doesNotContain("hunter2", "nobody", "hidden");
  }

  @Test
  void aServerWithoutTlsWhereItIsWantedIsTheOperators() {
    Database encrypted =
        new Database(
            postgres.url() + "?sslmode=require",
            Postgres.USER,
            Postgres.PASSWORD,
            "crm",
            null,
            null,
            1,
            100);

    assertThatThrownBy(() -> land(source(encrypted), "2025-04-01"))
        .isInstanceOf(SettingsException.class)
        .hasMessageMatching(
            "source accounts: database 127.0.0.1:\\d+/postgres gives no connection as sslmode and"
                + " sslrootcert want it \\(08004\\); mend url: of jdbc:, or the server's certificate");
  }

  @Test
  void aDeadServerIsWorthARetry() {
    postgres.stop();
    try {
      assertThatThrownBy(() -> land(source(whole("crm")), "2025-04-01"))
          .isInstanceOf(StorageException.class)
          .hasMessageMatching(
              "source accounts: database 127.0.0.1:\\d+/postgres cannot be read \\(08001\\); check"
                  + " that it runs and can be reached");
    } finally {
      postgres.resume();
    }
  }

  @Test
  void whatTheDatabaseDoesNotHaveIsAProblemOfTheSettingsFoundWithoutLanding() {
    postgres.sql(
        "CREATE TABLE crm (account_id int, name text, \"NAME\" text)",
        "CREATE TABLE plain (account_id int, name text)",
        "CREATE TABLE locked (account_id int)",
        "REVOKE SELECT ON locked FROM " + Postgres.USER);

    assertThat(problem(whole("missing")))
        .contains("cannot answer for missing: ERROR: relation \"missing\" does not exist");
    assertThat(problem(whole("locked"))).contains("permission denied for table locked");
    assertThat(problem(whole("(SELEC 1)"))).contains("syntax error at or near");
    assertThat(problem(whole("crm"))).contains("has the column NAME twice in crm; wanted a query:");
    assertThat(problem(grown("plain", "written")))
        .contains("has no column written in plain; found [account_id, name]; mend watermark:");
    assertThat(problem(grown("plain", "name")))
        .contains(
            "watermark: of jdbc: names name, which is text; wanted an instant, a date or a number");
    assertThat(problem(whole("plain")))
        .as("the select is looked at by the columns that would land")
        .isEqualTo(
            "select of source accounts yields unknown columns [name]; wanted only "
                + Accounts.TABLE.canonical().stream()
                    .map(Column::name)
                    .filter(c -> !c.equals(Accounts.ATTRIBUTES.name()))
                    .toList());
    assertThat(
            problem(
                new Database(
                    postgres.url(),
                    Postgres.USER,
                    Postgres.PASSWORD,
                    "plain",
                    null,
                    "name",
                    2,
                    100)))
        .contains("partition_column: of jdbc: names name, which is text; wanted a whole number");
    assertThat(landing).isEmptyDirectory();
  }

  @Test
  void aNumberThatIsNoneIsTheDataOwners() {
    postgres.sql("CREATE TABLE crm (mrr numeric(10, 2))", "INSERT INTO crm VALUES ('NaN')");

    assertThatThrownBy(() -> land(source(whole("crm")), "2025-04-01"))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("holds a value that cannot be read: ")
        .hasMessageEndingWith("; mend it, or cast the column to text by query:");
  }

  @Test
  void anotherWatermarkThanTheOneThatLandedIsRefused() {
    postgres.sql("CREATE TABLE crm (account_id int, other int)", "INSERT INTO crm VALUES (1, 1)");
    land(source(grown("crm", "account_id")), "2025-04-01");

    assertThatThrownBy(() -> land(source(grown("crm", "other")), "2025-04-02"))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("has watermark: other, but ")
        .hasMessageContaining(" was landed by account_id; put that column back");
  }

  private String problem(Database database) {
    List<String> problems = DatabaseLanding.problems(TestSession.spark(), source(database));
    assertThat(problems).hasSize(1);
    return problems.get(0);
  }

  private void land(Source source, String asOf) {
    DatabaseLanding.land(TestSession.spark(), source, LocalDate.parse(asOf), progress::add);
  }

  private static Database whole(String relation) {
    return grown(relation, null);
  }

  private static Database grown(String relation, String watermark) {
    return new Database(
        postgres.url(), Postgres.USER, Postgres.PASSWORD, relation, watermark, null, 1, 100);
  }

  private Source source(Database database) {
    return source(database, "UTC");
  }

  private Source source(Database database, String businessZone) {
    return source(database, businessZone, List.of(), null);
  }

  private Source source(
      Database database, String businessZone, List<String> history, LocalDate historyUntil) {
    return new Source(
        Accounts.TABLE,
        database.watermark() == null ? Load.FULL : Load.CHANGES,
        landing.toString(),
        history,
        historyUntil,
        Database.nightly("accounts"),
        "SELECT * FROM accounts",
        Map.of(),
        Map.of(),
        null,
        ZoneOffset.UTC,
        ZoneId.of(businessZone),
        false,
        0,
        0,
        Set.of(),
        null,
        database);
  }

  private Path folder(String date) {
    return landing.resolve(date).resolve("accounts.parquet");
  }

  private Dataset<Row> rows(String date) {
    return TestSession.spark().read().parquet(folder(date).toString());
  }

  private String text(String date, String... columns) {
    return TextTable.text(rows(date), columns);
  }

  private List<List<Integer>> landedIds(String... dates) {
    return Stream.of(dates).map(date -> ids(folder(date))).toList();
  }

  private static List<Integer> ids(Path folder) {
    return TestSession.spark()
        .read()
        .parquet(folder.toString())
        .select("account_id")
        .orderBy("account_id")
        .collectAsList()
        .stream()
        .map(r -> r.getInt(0))
        .toList();
  }

  private static void delete(Path folder) throws IOException {
    for (String name : names(folder)) {
      Files.delete(folder.resolve(name));
    }
    Files.delete(folder);
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(f -> f.getFileName().toString()).sorted().toList();
    }
  }
}
