package io.holdfast.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DataDictionaryTest {
  @Test
  void theDictionaryAndTheViewsAreWhatTheTablesDeclare() throws IOException {
    assertWritten("DATA-DICTIONARY.md", DataDictionary.markdown());
    assertWritten("bi/duckdb.sql", BiViews.duckdb());
    assertWritten("bi/spark.sql", BiViews.spark());
  }

  private static void assertWritten(String name, String wanted) throws IOException {
    Path file = Path.of("../docs").resolve(name);
    if (Boolean.getBoolean("holdfast.dictionary.write")) {
      Files.writeString(file, wanted);
    }
    assertThat(Files.readString(file)).as("stale: run make dictionary").isEqualTo(wanted);
  }

  @Test
  void everyTableClassIsListed() throws IOException {
    try (Stream<Path> classes = Files.list(Path.of("src/main/java/io/holdfast/table"))) {
      List<String> declaring =
          classes
              .filter(DataDictionaryTest::declaresTable)
              .map(file -> file.getFileName().toString().replace(".java", ""))
              .filter(name -> !name.equals("MrrSpans"))
              .sorted()
              .toList();
      List<String> listed =
          Tables.stored().stream().map(Table::name).map(DataDictionaryTest::className).toList();
      assertThat(listed).containsExactlyInAnyOrderElementsOf(declaring);
    }
  }

  @Test
  void aColumnNameMeansOneTypeInAllPublishedTables() {
    var types =
        Tables.stored().stream()
            .filter(table -> table.path().startsWith("published/"))
            .flatMap(table -> table.columns().stream())
            .collect(
                java.util.stream.Collectors.groupingBy(
                    Column::name,
                    java.util.stream.Collectors.mapping(
                        c -> c.type().sql(), java.util.stream.Collectors.toSet())));
    assertThat(types).allSatisfy((name, found) -> assertThat(found).as(name).hasSize(1));
  }

  private static boolean declaresTable(Path file) {
    try {
      return Files.readString(file).contains("public static final Table TABLE");
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** Such as AccountDays for account_days. */
  private static String className(String table) {
    return Arrays.stream(table.split("_"))
        .map(word -> Character.toUpperCase(word.charAt(0)) + word.substring(1))
        .reduce("", String::concat);
  }
}
