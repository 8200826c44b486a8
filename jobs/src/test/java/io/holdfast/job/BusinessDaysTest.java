package io.holdfast.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.TextTable;
import io.holdfast.feature.FeatureRules;
import io.holdfast.feature.Features;
import io.holdfast.lake.Inputs;
import io.holdfast.snapshot.AsOfDates;
import io.holdfast.snapshot.Snapshot;
import io.holdfast.table.AccountDays;
import io.holdfast.table.AccountFeatures;
import io.holdfast.table.Accounts;
import io.holdfast.table.Rejects;
import io.holdfast.table.Subscriptions;
import io.holdfast.table.UsageEvents;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Days as people where the business is count them, far from UTC and through changes of clocks. */
class BusinessDaysTest {
  private static final String EVENTS = "event_id,account_id,user_id,event_at,event_type\n";

  @TempDir Path root;

  @Test
  void inTokyoAnHourAroundMidnightIsTwoDaysThoughOneInUtc() {
    Landing landing =
        business("Asia/Tokyo", "Asia/Tokyo")
            .file("2025-04-01/usage_events.csv", EVENTS + "e1,a1,u1,2025-04-01T14:30:00Z,23:30\n")
            .file("2025-04-02/usage_events.csv", EVENTS + "e2,a1,u1,2025-04-02 00:30:00,00:30\n");
    landing.ingest("2025-04-02");

    assertThat(landing.text(UsageEvents.TABLE, "event_type", "event_at"))
        .isEqualTo(
            TextTable.text(
                """
                | event_type | event_at            |
                | 00:30      | 2025-04-01 15:30:00 |
                | 23:30      | 2025-04-01 14:30:00 |
                """));
    assertThat(days(landing))
        .isEqualTo(
            TextTable.text(
                """
                | event_type | activity_date | ingested_on | known_on   |
                | 00:30      | 2025-04-02    | 2025-04-02  | 2025-04-02 |
                | 23:30      | 2025-04-01    | 2025-04-01  | 2025-04-01 |
                """));
    assertThat(features(landing, "2025-04-01", "2025-04-02"))
        .isEqualTo(
            TextTable.text(
                """
                | as_of      | account_id | events_7d | active_days_7d |
                | 2025-04-01 | a1         | 1.0       | 1              |
                | 2025-04-01 | a2         | 0.0       | 0              |
                | 2025-04-02 | a1         | 2.0       | 2              |
                | 2025-04-02 | a2         | 0.0       | 0              |
                """));
  }

  @Test
  void inLosAngelesTheEveningBelongsToItsDayThoughUtcIsADayAhead() {
    Landing landing =
        business("America/Los_Angeles", "America/Los_Angeles")
            .file("2025-04-01/usage_events.csv", EVENTS + "e1,a1,u1,2025-04-02T06:30:00Z,23:30\n")
            .file("2025-04-02/usage_events.csv", EVENTS + "e2,a1,u1,2025-04-02 00:30:00,00:30\n");
    landing.ingest("2025-04-02");

    assertThat(days(landing))
        .isEqualTo(
            TextTable.text(
                """
                | event_type | activity_date | ingested_on | known_on   |
                | 00:30      | 2025-04-02    | 2025-04-02  | 2025-04-02 |
                | 23:30      | 2025-04-01    | 2025-04-01  | 2025-04-01 |
                """));
    assertThat(features(landing, "2025-04-01"))
        .isEqualTo(
            TextTable.text(
                """
                | as_of      | account_id | events_7d | active_days_7d |
                | 2025-04-01 | a1         | 1.0       | 1              |
                | 2025-04-01 | a2         | 0.0       | 0              |
                """));
  }

  @Test
  void theDayWithAGapHas23HoursAndATextInTheGapIsReadByTheClockBeforeIt() {
    Landing landing =
        Landing.in(root)
            .with(events("America/Los_Angeles", "America/Los_Angeles"))
            .file(
                "2025-03-09/usage_events.csv",
                EVENTS
                    + "e1,a1,u1,2025-03-09 01:59:59,before\n"
                    + "e2,a1,u1,2025-03-09 02:30:00,in the gap\n"
                    + "e3,a1,u1,2025-03-09 03:00:00,after\n"
                    + "e4,a1,u1,2025-03-09T07:59:59Z,eve\n"
                    + "e5,a1,u1,2025-03-09T08:00:00Z,first\n"
                    + "e6,a1,u1,2025-03-10T06:59:59Z,last\n"
                    + "e7,a1,u1,2025-03-10T07:00:00Z,morrow\n");
    landing.ingest("2025-03-09");

    assertThat(landing.text(UsageEvents.TABLE, "event_type", "event_at"))
        .isEqualTo(
            TextTable.text(
                """
                | event_type | event_at            |
                | after      | 2025-03-09 10:00:00 |
                | before     | 2025-03-09 09:59:59 |
                | eve        | 2025-03-09 07:59:59 |
                | first      | 2025-03-09 08:00:00 |
                | in the gap | 2025-03-09 10:30:00 |
                | last       | 2025-03-10 06:59:59 |
                | morrow     | 2025-03-10 07:00:00 |
                """));
    assertThat(days(landing))
        .isEqualTo(
            TextTable.text(
                """
                | event_type | activity_date | ingested_on | known_on   |
                | after      | 2025-03-09    | 2025-03-09  | 2025-03-09 |
                | before     | 2025-03-09    | 2025-03-09  | 2025-03-09 |
                | eve        | 2025-03-08    | 2025-03-09  | 2025-03-09 |
                | first      | 2025-03-09    | 2025-03-09  | 2025-03-09 |
                | in the gap | 2025-03-09    | 2025-03-09  | 2025-03-09 |
                | last       | 2025-03-09    | 2025-03-09  | 2025-03-09 |
                | morrow     | 2025-03-10    | 2025-03-09  | 2025-03-10 |
                """));
    assertThat(landing.lake().has(Rejects.TABLE)).isFalse();
  }

  @Test
  void theDayWithAnOverlapHas25HoursAndATextInItIsReadAsTheFirstOfItsTwo() {
    Landing landing =
        Landing.in(root)
            .with(events("America/Los_Angeles", "America/Los_Angeles"))
            .file(
                "2025-11-02/usage_events.csv",
                EVENTS
                    + "e1,a1,u1,2025-11-02 01:30:00,twice\n"
                    + "e2,a1,u1,2025-11-02 01:30:00-08:00,second\n"
                    + "e3,a1,u1,2025-11-02T06:59:59Z,eve\n"
                    + "e4,a1,u1,2025-11-02T07:00:00Z,first\n"
                    + "e5,a1,u1,2025-11-03T07:59:59Z,last\n"
                    + "e6,a1,u1,2025-11-03T08:00:00Z,morrow\n");
    landing.ingest("2025-11-02");

    assertThat(landing.text(UsageEvents.TABLE, "event_type", "event_at"))
        .isEqualTo(
            TextTable.text(
                """
                | event_type | event_at            |
                | eve        | 2025-11-02 06:59:59 |
                | first      | 2025-11-02 07:00:00 |
                | last       | 2025-11-03 07:59:59 |
                | morrow     | 2025-11-03 08:00:00 |
                | second     | 2025-11-02 09:30:00 |
                | twice      | 2025-11-02 08:30:00 |
                """));
    assertThat(days(landing))
        .isEqualTo(
            TextTable.text(
                """
                | event_type | activity_date | ingested_on | known_on   |
                | eve        | 2025-11-01    | 2025-11-02  | 2025-11-02 |
                | first      | 2025-11-02    | 2025-11-02  | 2025-11-02 |
                | last       | 2025-11-02    | 2025-11-02  | 2025-11-02 |
                | morrow     | 2025-11-03    | 2025-11-02  | 2025-11-03 |
                | second     | 2025-11-02    | 2025-11-02  | 2025-11-02 |
                | twice      | 2025-11-02    | 2025-11-02  | 2025-11-02 |
                """));
  }

  @Test
  void aSourcesOwnZoneReadsItsTextAndTheBusinessStillCutsTheDay() {
    Landing landing =
        business("America/Los_Angeles", "Asia/Tokyo")
            .file(
                "2025-04-01/usage_events.csv",
                EVENTS
                    + "e1,a1,u1,2025-04-01 07:30:00,23:30 in Tokyo\n"
                    + "e2,a1,u1,2025-04-01 08:30:00,00:30 in Tokyo\n");
    landing.ingest("2025-04-01");

    assertThat(days(landing))
        .isEqualTo(
            TextTable.text(
                """
                | event_type     | activity_date | ingested_on | known_on   |
                | 00:30 in Tokyo | 2025-04-02    | 2025-04-01  | 2025-04-02 |
                | 23:30 in Tokyo | 2025-04-01    | 2025-04-01  | 2025-04-01 |
                """));
    assertThat(features(landing, "2025-04-01", "2025-04-02"))
        .as("what lands early is not known before its day")
        .isEqualTo(
            TextTable.text(
                """
                | as_of      | account_id | events_7d | active_days_7d |
                | 2025-04-01 | a1         | 1.0       | 1              |
                | 2025-04-01 | a2         | 0.0       | 0              |
                | 2025-04-02 | a1         | 2.0       | 2              |
                | 2025-04-02 | a2         | 0.0       | 0              |
                """));
  }

  private Landing business(String zone, String businessZone) {
    return Landing.ofBusiness(root)
        .with(Landing.source(Accounts.TABLE).allowEmpty().businessZone(businessZone))
        .with(Landing.source(Subscriptions.TABLE).allowEmpty().businessZone(businessZone))
        .with(events(zone, businessZone));
  }

  private static Landing.Given events(String zone, String businessZone) {
    return Landing.source(UsageEvents.TABLE).noHistory().zone(zone).businessZone(businessZone);
  }

  private static String days(Landing landing) {
    return landing.text(
        AccountDays.TABLE, "event_type", "activity_date", "ingested_on", "known_on");
  }

  private static String features(Landing landing, String... dates) {
    List<LocalDate> nights = Stream.of(dates).map(LocalDate::parse).toList();
    Snapshot snapshot =
        Snapshot.at(
            landing.lake(),
            AsOfDates.of(nights),
            landing.context(dates[0]).settings().snapshot(),
            Inputs.of(landing.lake()));
    FeatureRules rules = new FeatureRules(60, 14, Set.of(), FeatureRules.TicketWords.DEFAULT);
    Dataset<Row> features = Features.of(snapshot, rules);
    return TextTable.text(
        features,
        AccountFeatures.AS_OF.name(),
        AccountFeatures.ACCOUNT_ID.name(),
        AccountFeatures.EVENTS_7D.name(),
        AccountFeatures.ACTIVE_DAYS_7D.name());
  }
}
