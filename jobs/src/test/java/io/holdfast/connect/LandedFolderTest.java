package io.holdfast.connect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LandedFolderTest {
  @TempDir Path root;

  @Test
  void undatedFilesAreTheHistoryOfTheDatedOnesThatAreNamedLikeThem() throws IOException {
    land("history/usage-2024-01.csv", "history/usage-2024-02.csv");
    land("2025-04-01/usage.csv", "2025-04-02/usage.csv", "customers_full.csv");

    LandedFolder folder = LandedFolder.of(root);

    assertThat(folder.groups())
        .extracting(LandedGroup::name, LandedGroup::history, LandedGroup::nightly)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                "customers_full", List.of("customers_full.csv"), null),
            org.assertj.core.groups.Tuple.tuple(
                "usage", List.of("history/usage-2024-*.csv"), "{date}/usage.csv"));
    assertThat(folder.dates())
        .containsExactly(LocalDate.parse("2025-04-01"), LocalDate.parse("2025-04-02"));
  }

  @Test
  void aDateMayStandInTheNameOfAFileAndTheFolderOfAVendorKeepsFilesApart() throws IOException {
    land("app/users_2025-04-01.csv", "app/users_2025-04-02.csv", "desk/users.csv");

    assertThat(LandedFolder.of(root).groups())
        .extracting(LandedGroup::name)
        .containsExactly("app/users", "desk/users");
    assertThat(LandedFolder.of(root).groups().get(0).nightly()).isEqualTo("app/users_{date}.csv");
  }

  @Test
  void aLandingFolderThatHoldsAllIsTheRootAndLakesAndProjectsAreNoData() throws IOException {
    land("landing/a.csv", "sql/a.sql", "holdfast.yaml", ".hidden.csv", "landing/_SUCCESS.csv");
    land("lake/holdfast.json", "lake/clean/part-0.parquet");

    LandedFolder folder = LandedFolder.of(root);

    assertThat(folder.root()).isEqualTo(root.resolve("landing"));
    assertThat(folder.groups()).extracting(LandedGroup::name).containsExactly("a");
    assertThat(folder.notRead()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      textBlock =
          """
          a.xlsx   ~ x                          ~ is of no known kind; wanted .csv, .tsv, .jsonl, .json or .parquet
          a.csv    ~ ''                         ~ is empty; land it again
          a.jsonl  ~ [{"id": 1}, {"id": 2}]     ~ is one JSON array; name it .json
          a.json   ~ {                          ~ is a JSON object over several lines
          a.json   ~ {"object": "list", "data": []} ~ is a page of an API
          a.csv.gz ~ id,name                    ~ is named .gz and is no gzip file
          """)
  void whatHoldfastDoesNotReadIsNamedWithWhatToDo(String name, String text, String reason)
      throws IOException {
    Files.writeString(root.resolve(name), text + "\n");

    LandedFolder folder = LandedFolder.of(root);

    assertThat(folder.groups()).isEmpty();
    assertThat(folder.notRead()).singleElement().asString().startsWith(name + ": " + reason);
  }

  private void land(String... paths) throws IOException {
    for (String path : paths) {
      Path file = root.resolve(path);
      Files.createDirectories(file.getParent());
      Files.writeString(file, "id,name\n1,x\n");
    }
  }
}
