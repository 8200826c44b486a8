package io.holdfast.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SamplesTest {
  private static final Path COMMITTED = Path.of("..", "data-samples");

  @Test
  void theCommittedSamplesAreWhatTheGeneratorWrites(@TempDir Path folder) {
    Samples.write(folder);

    // Unpacked, since another zlib may pack the same lines in other bytes.
    for (String part : new String[] {"landing", "sql", "truth"}) {
      assertThat(WorldFiles.contents(COMMITTED.resolve(part)))
          .isEqualTo(WorldFiles.contents(folder.resolve(part)));
    }
    assertThat(COMMITTED.resolve("holdfast.yaml"))
        .hasSameTextualContentAs(folder.resolve("holdfast.yaml"));
  }

  @Test
  void theReadmeTellsOfEveryNamedCustomer() {
    String readme = String.join("\n", WorldFiles.lines(COMMITTED.resolve("README.md")));
    Map<String, String> named = new TreeMap<>();
    WorldFiles.rows(COMMITTED.resolve("truth/accounts.csv")).stream()
        .filter(row -> row.get("archetype").equals("named"))
        .forEach(row -> named.put(row.get("account"), row.get("archetype")));

    assertThat(named).hasSizeGreaterThanOrEqualTo(12);
    assertThat(named.keySet()).allSatisfy(account -> assertThat(readme).contains(account));
  }
}
