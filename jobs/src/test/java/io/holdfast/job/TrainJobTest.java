package io.holdfast.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.TextTable;
import io.holdfast.job.JobResult.Status;
import io.holdfast.label.Target;
import io.holdfast.lake.Inputs;
import io.holdfast.model.ModelLog;
import io.holdfast.settings.Settings.When;
import io.holdfast.snapshot.AsOfDates;
import io.holdfast.table.Batches;
import io.holdfast.table.InPlace;
import io.holdfast.table.Subscriptions;
import io.holdfast.table.Trainings;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainJobTest {
  @TempDir Path folder;

  private static final LocalDate NIGHT = LocalDate.of(2025, 4, 23);
  private static final LocalDate OLDER = LocalDate.of(2024, 12, 19);
  private static final Inputs.Input LATEST =
      new Inputs.Input("subscriptions", LocalDate.of(2025, 6, 30), false, "latest");
  private static final LocalDate NEWER = LocalDate.of(2025, 1, 16);

  @Test
  void a_first_night_trains() {
    assertThat(TrainJob.isDue(When.MONTHLY, Optional.empty(), NIGHT, AsOfDates.of())).isTrue();
  }

  @Test
  void never_is_never() {
    assertThat(TrainJob.isDue(When.NEVER, Optional.empty(), NIGHT, AsOfDates.of(NEWER))).isFalse();
  }

  @Test
  void a_week_must_pass_and_a_date_must_mature() {
    assertThat(isDue(When.WEEKLY, trained(7, OLDER), NEWER)).isTrue();
    assertThat(isDue(When.WEEKLY, trained(6, OLDER), NEWER)).as("too early").isFalse();
    assertThat(isDue(When.WEEKLY, trained(7, NEWER), NEWER)).as("nothing new").isFalse();
  }

  @Test
  void a_month_is_a_calendar_month() {
    assertThat(isDue(When.MONTHLY, trained(31, OLDER), NEWER)).isTrue();
    assertThat(isDue(When.MONTHLY, trained(30, OLDER), NEWER)).isFalse();
  }

  @Test
  void a_night_without_a_mature_date_is_made_up_for_when_one_matures() {
    assertThat(isDue(When.WEEKLY, trained(7, null), NEWER)).isTrue();
    assertThat(TrainJob.isDue(When.WEEKLY, trained(7, null), NIGHT, AsOfDates.of())).isFalse();
  }

  @Test
  void the_current_model_is_the_last_promoted_up_to_the_date() {
    ModelLog log =
        new ModelLog(
            List.of(
                entry("2025-03-01", "first", ModelLog.PROMOTED),
                entry("2025-04-01", "worse", ModelLog.REFUSED),
                entry("2025-05-01", "later", ModelLog.PROMOTED)));

    assertThat(log.current(Target.CHURN, NIGHT)).contains("first");
    assertThat(log.current(Target.CHURN, LocalDate.of(2025, 5, 1))).contains("later");
    assertThat(log.current(Target.CHURN, LocalDate.of(2025, 2, 28))).isEmpty();
    assertThat(log.current(Target.EXPANSION, NIGHT)).isEmpty();
    assertThat(log.last(Target.CHURN, NIGHT).orElseThrow().modelId()).isEqualTo("worse");
  }

  @Test
  void a_night_trains_again_when_what_it_rests_on_changed_and_only_then() {
    StoredNight night = StoredNight.in(folder, LocalDate.of(2025, 6, 30));
    night
        .lake()
        .append(
            Subscriptions.TABLE,
            TextTable.rows(
                Subscriptions.TABLE,
                """
                | subscription_id | account_id | starts_on  |
                | s               | falling    | 2025-01-01 |
                """));

    assertThat(train(night)).as("the first time").isEqualTo(Status.DONE);
    assertThat(train(night)).as("nothing changed").isEqualTo(Status.NOTHING_TO_DO);
    assertThat(train(night.withCodeVersion("2"))).as("other code").isEqualTo(Status.DONE);
    assertThat(train(night.withCodeVersion("2"))).isEqualTo(Status.NOTHING_TO_DO);
    night
        .lake()
        .append(
            Batches.TABLE,
            TextTable.rows(
                Batches.TABLE,
                """
                | source        | ingested_on | is_history | fingerprint | rows | rejects | duplicates |
                | subscriptions | 2025-06-30  | false      | late        | 1    | 0       | 0          |
                """));
    assertThat(train(night.withCodeVersion("2"))).as("another batch").isEqualTo(Status.DONE);
    assertThat(night.lake().read(Trainings.TABLE).count()).as("a row a target").isEqualTo(2);
  }

  @Test
  void nothing_is_known_of_prices_before_a_history_of_overwritten_terms_ended() {
    StoredNight night = StoredNight.in(folder, LocalDate.of(2025, 6, 30));
    night
        .lake()
        .append(
            Subscriptions.TABLE,
            TextTable.rows(
                Subscriptions.TABLE,
                """
                | subscription_id | account_id | starts_on  |
                | s               | falling    | 2024-06-01 |
                """));

    assertThat(dates(night).first()).as("a window behind the first start").isEqualTo("2024-08-29");
    assertThat(dates(night.withTerms(InPlace.CHANGE)).first())
        .as("after the history's end, 2025-01-31")
        .isEqualTo("2025-02-13");
  }

  private static SortedSet<LocalDate> dates(StoredNight night) {
    JobContext context = night.context(line -> {});
    Inputs inputs = TrainJob.inputs(context).with(List.of(LATEST));
    return TrainJob.dates(context, inputs, context.settings().churn()).dates();
  }

  private static Status train(StoredNight night) {
    return TrainJob.run(night.context(line -> {})).status();
  }

  private static boolean isDue(When when, Optional<ModelLog.Entry> last, LocalDate mature) {
    return TrainJob.isDue(when, last, NIGHT, AsOfDates.of(OLDER, mature));
  }

  private static Optional<ModelLog.Entry> trained(int daysAgo, LocalDate trainedTo) {
    return Optional.of(
        new ModelLog.Entry(
            Target.CHURN.word(), NIGHT.minusDays(daysAgo), "m", ModelLog.REFUSED, trainedTo, "x"));
  }

  private static ModelLog.Entry entry(String night, String modelId, String decision) {
    return new ModelLog.Entry(
        Target.CHURN.word(), LocalDate.parse(night), modelId, decision, OLDER, "x");
  }
}
