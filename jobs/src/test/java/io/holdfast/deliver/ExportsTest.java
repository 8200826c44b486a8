package io.holdfast.deliver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.error.DataException;
import io.holdfast.error.SettingsException;
import io.holdfast.job.DeliverJob;
import io.holdfast.job.JobContext;
import io.holdfast.job.JobResult;
import io.holdfast.job.StoredNight;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportsTest {
  private static final LocalDate AS_OF = LocalDate.parse("2025-06-30");

  @TempDir Path folder;

  @Test
  void a_published_night_is_delivered_once_and_explained() throws IOException {
    StoredNight night = StoredNight.in(folder, AS_OF).withAtRiskRows(1);
    JobContext context = night.context(line -> {});
    assertThatThrownBy(() -> DeliverJob.run(context))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("2025-06-30 is not published");
    assertThatThrownBy(() -> Explanation.of(night.lake(), AS_OF, "falling"))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("only published nights are explained");

    night.publish();
    assertThat(DeliverJob.run(context).rows())
        .containsEntry("at_risk_accounts.csv", 1L)
        .containsEntry("upsell_candidates.csv", 1L);
    assertThat(DeliverJob.run(context).status()).isEqualTo(JobResult.Status.NOTHING_TO_DO);

    Path exports = folder.resolve("exports/2025-06-30");
    try (Stream<Path> files = Files.list(exports)) {
      assertThat(files.map(f -> f.getFileName().toString()))
          .as("no checksum or unfinished file is left")
          .containsExactlyInAnyOrder(
              "at_risk_accounts.csv", "metrics.prom", "run.json", "upsell_candidates.csv");
    }
    assertThat(Files.readAllLines(exports.resolve("metrics.prom")))
        .contains(
            "# TYPE holdfast_table_rows gauge",
            "# TYPE holdfast_source_is_fresh gauge",
            "holdfast_table_rows{table=\"account_scores\"} 6",
            "holdfast_night_timestamp_seconds 1751328000",
            "holdfast_published_timestamp_seconds 1751335200",
            "holdfast_mrr_at_risk 53.30",
            "holdfast_checks_not_passed{level=\"STOP\"} 0")
        .allMatch(
            line -> line.matches("# (HELP|TYPE) .*|[a-z_]+(\\{[a-z]+=\"[^\"]*\"})? [-0-9.E]+"));
    assertThat(Files.readString(exports.resolve("run.json"))).contains(night.runId());
    assertThat(Files.readAllLines(exports.resolve("at_risk_accounts.csv")))
        .hasSize(2)
        .last()
        .asString()
        .contains("falling,smb,,100.00,USD,0.5,critical,50.00,");

    Files.writeString(exports.resolve("run.json"), "{\"run_id\": \"another\"}");
    assertThat(DeliverJob.run(context).status())
        .as("files of another run are replaced")
        .isEqualTo(JobResult.Status.DONE);

    List<String> explanation = Explanation.of(night.lake(), AS_OF, "falling");
    assertThat(explanation)
        .contains("At-risk list: rank 1, MRR at risk 50.00")
        .anyMatch(line -> line.startsWith("Churn: 50.0 %, risk tier critical, evidence trees"))
        .anyMatch(
            line -> line.startsWith("Upsell list: withheld (at_risk): Churn risk is critical"))
        .anyMatch(line -> line.contains("Bug tickets in 84 days: 4; similar accounts 0"));
    assertThatThrownBy(() -> Explanation.of(night.lake(), AS_OF, "nobody"))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("account nobody was not scored on 2025-06-30");
  }
}
