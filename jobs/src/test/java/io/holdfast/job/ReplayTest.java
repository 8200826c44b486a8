package io.holdfast.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.error.DifferenceException;
import io.holdfast.job.Replay.ReplayedTable;
import io.holdfast.lake.Manifest;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReplayTest {
  private static final ReplayedTable SAME =
      new ReplayedTable("account_scores", 6, "aa", "aa", 6, "aa", null);

  @Test
  void a_night_that_comes_out_as_it_was_published_is_accepted() {
    assertThat(SAME.text()).isEqualTo("account_scores: same, 6 rows, aa");
    assertThatCode(() -> replay("1", SAME).requireSame()).doesNotThrowAnyException();
  }

  @Test
  void another_hash_is_refused_with_both_hashes_and_the_first_value() {
    ReplayedTable other =
        new ReplayedTable("score_reasons", 9, "bb", "bb", 8, "cc", "account_id a: rank is …");

    assertThatThrownBy(() -> replay("1", SAME, other).requireSame())
        .isInstanceOf(DifferenceException.class)
        .hasMessage(
            "replay: night 2025-06-30 is not what was published as run: score_reasons: published 9"
                + " rows, bb, computed 8 rows, cc, first account_id a: rank is …; the code is the"
                + " same, 1: report it");
  }

  @Test
  void rows_that_were_changed_behind_the_manifest_are_told_from_rows_computed_otherwise() {
    ReplayedTable changed = new ReplayedTable("source_trust", 4, "dd", "ee", 4, "dd", null);

    assertThat(changed.isSame()).isFalse();
    assertThat(changed.text())
        .isEqualTo(
            "source_trust: published 4 rows, dd, computed the same, stored rows changed to ee");
  }

  @Test
  void other_code_is_named_as_a_likely_reason() {
    ReplayedTable gone = new ReplayedTable("old_table", 4, "dd", null, 0, null, null);

    assertThatThrownBy(() -> replay("2", gone).requireSame())
        .hasMessageContaining("old_table: published 4 rows, dd, not made by this code")
        .hasMessageContaining("published by code 1 and computed by 2");
  }

  @Test
  void models_are_read_from_the_manifest_as_they_were_written() {
    CurrentModels models = new CurrentModels(Map.of("churn", "c-1"));

    assertThat(CurrentModels.of(models.json())).isEqualTo(models);
  }

  private static Replay replay(String codeVersion, ReplayedTable... tables) {
    Manifest.Publication publication =
        new Manifest.Publication(
            LocalDate.parse("2025-06-30"),
            "run",
            Instant.EPOCH,
            List.of(),
            "{}",
            "{}",
            "",
            "1",
            null,
            null);
    return new Replay(publication, codeVersion, List.of(tables));
  }
}
