package io.holdfast.landing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.TestSession;
import io.holdfast.TextTable;
import io.holdfast.error.SettingsException;
import io.holdfast.landing.Source.Load;
import io.holdfast.table.UsageEvents;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SelectsTest {
  private static final String COLUMNS =
      "SELECT id AS account_id, at AS event_at, 'x' AS event_type";

  @TempDir Path landing;

  @BeforeEach
  void views() {
    TextTable.strings("| id | at |\n| a1 | 2025-04-01 |").createOrReplaceTempView("usage_events");
    TextTable.strings("| id | name |\n| a1 | Acme |").createOrReplaceTempView("names");
    TextTable.strings("| id |\n| secret |").createOrReplaceTempView("salaries");
  }

  @Test
  void aSelectMayJoinItsLookupsAndNameStepsOfItsOwn() {
    String select =
        "WITH named AS (SELECT usage_events.*, name FROM usage_events JOIN names USING (id))"
            + " SELECT id AS account_id, at AS event_at, name AS event_type FROM named"
            + " WHERE id IN (SELECT id FROM names)";

    assertThat(Selects.problems(TestSession.spark(), source(select))).isEmpty();
    assertThat(TextTable.text(Selects.run(TestSession.spark(), source(select)), "event_type"))
        .isEqualTo(TextTable.text("| event_type |\n| Acme |"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          FROM salaries                                                       | reads salaries; it may read only [names, usage_events]
          FROM csv.`/etc/passwd`                                              | reads csv./etc/passwd
          FROM usage_events WHERE id IN (SELECT id FROM salaries)             | reads salaries
          FROM IDENTIFIER(concat('sala', 'ries'))                          | IDENTIFIER()
          FROM range(3)                                                       | range(), which a select may not
          FROM usage_events WHERE reflect('java.lang.System', 'exit', 1) = '' | calls reflect(), which a select may not
          FROM usage_events WHERE java_method('a.B', 'c') = ''                | calls java_method(), which a select may not
          FROM usage_events WHERE at < now()                                  | calls now(), which answers otherwise each time
          FROM usage_events WHERE rand() < 0.5                                | calls rand(), which answers otherwise each time
          """)
  void whatASelectMayNotReachIsNamed(String from, String problem) {
    assertThat(Selects.problems(TestSession.spark(), source(COLUMNS + " " + from)))
        .as(from)
        .anySatisfy(
            p -> assertThat(p).startsWith("select of source usage_events").contains(problem));
  }

  @Test
  void aClockThatLooksLikeAColumnIsFoundOnceTheViewsAreKnown() {
    assertThatThrownBy(
            () ->
                Selects.run(
                    TestSession.spark(),
                    source(COLUMNS + " FROM usage_events WHERE at < current_date")))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("calls current_date(), which answers otherwise each time");
  }

  @Test
  void scriptsAndStatementsAreRefused() {
    assertThat(problems("SELECT TRANSFORM(id) USING 'cat' AS (account_id) FROM usage_events"))
        .contains("TRANSFORM");
    assertThat(problems("DROP TABLE usage_events")).contains("wanted one SELECT");
    assertThat(problems("INSERT INTO names SELECT * FROM usage_events"))
        .contains("wanted one SELECT");
    assertThat(problems("SELEC 1")).contains("is not SQL").contains("mend the statement");
    assertThat(problems("SELECT 1; SELECT 2")).contains("is not SQL");
  }

  @Test
  void missingUnknownAndUnfitColumnsAreNamedAllAtOnce() {
    assertThatThrownBy(
            () ->
                Selects.run(
                    TestSession.spark(),
                    source("SELECT id AS account_id, at AS seen_at FROM usage_events")))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("select of source usage_events lacks [event_at, event_type]")
        .hasMessageContaining("found [account_id, seen_at]")
        .hasMessageContaining("yields unknown columns [seen_at]")
        .hasMessageContaining("wanted only [event_id, account_id");
    assertThatThrownBy(
            () ->
                Selects.run(
                    TestSession.spark(),
                    source(COLUMNS.replace("at AS", "ta AS") + " FROM usage_events")))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("does not fit its files")
        .hasMessageContaining("`ta`");
  }

  @Test
  void formatsAndSchemaAreJudgedToo() {
    Source source =
        new Source(
            UsageEvents.TABLE,
            Load.APPEND,
            landing.toString(),
            List.of(),
            null,
            null,
            COLUMNS + " FROM usage_events",
            Map.of(),
            Map.of("user_id", "yyyy", "event_at", "yyyy-bb"),
            "id STRNG",
            ZoneId.of("UTC"),
            ZoneId.of("UTC"),
            false,
            1,
            1,
            Set.of(),
            null,
            null);

    assertThat(Selects.problems(TestSession.spark(), source))
        .anyMatch(p -> p.startsWith("formats of source usage_events names user_id"))
        .anyMatch(p -> p.contains("event_at has the pattern \"yyyy-bb\", which is none"))
        .anyMatch(p -> p.startsWith("schema of source usage_events is not DDL"));
  }

  @Test
  void landedFilesAreAskedWhetherTheSelectFitsThem() throws Exception {
    Files.writeString(landing.resolve("u.csv"), "account_id,event_at\na1,2025-04-01\n");
    Source source =
        new Source(
            UsageEvents.TABLE,
            Load.APPEND,
            landing.toString(),
            List.of("u.csv"),
            java.time.LocalDate.parse("2025-04-01"),
            null,
            "SELECT * FROM usage_events",
            Map.of(),
            Map.of(),
            null,
            ZoneId.of("UTC"),
            ZoneId.of("UTC"),
            false,
            1,
            1,
            Set.of(),
            null,
            null);

    assertThat(Selects.problemsWithFiles(TestSession.spark(), source))
        .hasSize(1)
        .first()
        .asString()
        .contains("lacks [event_type]");
  }

  private static String problems(String select) {
    return String.join("\n", Selects.problems(TestSession.spark(), source(select)));
  }

  private static Source source(String select) {
    return new Source(
        UsageEvents.TABLE,
        Load.APPEND,
        "/landing",
        List.of(),
        null,
        null,
        select,
        Map.of("names", "names.csv"),
        Map.of(),
        null,
        ZoneId.of("UTC"),
        ZoneId.of("UTC"),
        false,
        1,
        1,
        Set.of(),
        null,
        null);
  }
}
