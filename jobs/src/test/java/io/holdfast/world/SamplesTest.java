package io.holdfast.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.assertj.core.api.SoftAssertions;
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

  @Test
  void theStoriesSayWhatTheGoldenNightSays() {
    Map<String, List<String>> atRisk = golden("at_risk_accounts", 1);
    Map<String, List<String>> upsell = golden("upsell_candidates", 1);
    Map<String, List<String>> withheld = golden("upsell_withheld", 0);
    Pattern onAtRisk = Pattern.compile("on the at-risk list, (\\w+): `(\\w+)`");
    Pattern isWithheld =
        Pattern.compile("; withheld from upsell: `(\\w+)`|^withheld from upsell: `(\\w+)`");
    SoftAssertions stories = new SoftAssertions();
    stories()
        .forEach(
            (account, story) -> {
              String name = name(account);
              Matcher listed = onAtRisk.matcher(story);
              boolean isBelow = story.contains("after the ranked rows of the at-risk list");
              stories
                  .assertThat(atRisk.containsKey(name))
                  .as(account + " at risk")
                  .isEqualTo(listed.find() || isBelow);
              if (listed.reset().find() && atRisk.containsKey(name)) {
                stories
                    .assertThat(atRisk.get(name).subList(3, 5))
                    .as(account)
                    .containsExactly(listed.group(1), listed.group(2));
              }
              if (isBelow && atRisk.containsKey(name)) {
                stories
                    .assertThat(atRisk.get(name).get(7))
                    .as(account + " notice")
                    .isEqualTo("true");
              }
              Matcher kept = isWithheld.matcher(story);
              stories
                  .assertThat(withheld.containsKey(account))
                  .as(account + " withheld")
                  .isEqualTo(kept.find());
              if (kept.reset().find() && withheld.containsKey(account)) {
                stories
                    .assertThat(withheld.get(account).get(1))
                    .as(account)
                    .isEqualTo(kept.group(1) == null ? kept.group(2) : kept.group(1));
              }
              stories.assertThat(upsell.containsKey(name)).as(account + " upsell").isFalse();
            });
    stories.assertAll();
  }

  /** The last cell of each named customer's row in the README. */
  private static Map<String, String> stories() {
    Map<String, String> stories = new TreeMap<>();
    WorldFiles.lines(COMMITTED.resolve("README.md")).stream()
        .filter(line -> line.startsWith("| `"))
        .map(line -> line.split("\\s*\\|\\s*"))
        .forEach(cells -> stories.put(cells[1].replace("`", ""), cells[3]));
    assertThat(stories).hasSizeGreaterThanOrEqualTo(12);
    return stories;
  }

  private static Map<String, List<String>> golden(String table, int key) {
    return WorldFiles.lines(COMMITTED.resolve("golden/" + table + ".txt")).stream()
        .map(line -> List.of(line.split(" \\| ?", -1)))
        .collect(Collectors.toMap(cells -> cells.get(key), cells -> cells));
  }

  private static String name(String account) {
    return Arrays.stream(account.split("-"))
        .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
        .collect(Collectors.joining(" "));
  }
}
