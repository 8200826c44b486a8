package io.holdfast.model;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;
import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.TestSession;
import io.holdfast.table.AccountFeatures;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Accounts of a night that are like those of the training, and accounts that are not. */
class DriftTest {
  private static final List<LocalDate> DATES = Customers.months(5);

  private static Customers customers;
  private static ModelCard card;
  private static Model model;

  @BeforeAll
  static void train() {
    customers = new Customers(TestSession.spark(), DATES, 200, 2.5, 25);
    Trainer.Outcome outcome =
        Trainer.train(
            customers.trainingSet(),
            Optional.empty(),
            Customers.request(LocalDate.of(2024, 9, 1), Customers.RULE, 1_000_000),
            line -> {});
    card = outcome.card();
    model = outcome.model();
  }

  @Test
  void accounts_like_those_of_the_training_raise_no_alarm() {
    Drift drift = drift(night());

    assertThat(drift.features())
        .extracting(Drift.Feature::name)
        .contains("events_28d", "segment", "plan", "events_84d:login", "probability")
        .doesNotHaveDuplicates()
        .hasSameSizeAs(card.spreads());
    assertThat(drift.features()).filteredOn(Drift.Feature::isAlarm).isEmpty();
  }

  @Test
  void what_has_changed_is_named_and_nothing_else_but_the_probability() {
    Column events = AccountFeatures.EVENTS_28D.col();
    Dataset<Row> changed =
        night()
            .withColumn("events_28d", events.multiply(3).cast(events(night())))
            .withColumn("segment", lit("startup"))
            .withColumn(
                "seat_use_ratio_28d",
                when(not(col("account_id").endsWith("7")), lit(null))
                    .otherwise(col("seat_use_ratio_28d")));

    assertThat(drift(changed).features())
        .filteredOn(Drift.Feature::isAlarm)
        .extracting(Drift.Feature::name)
        .contains("events_28d", "segment", "seat_use_ratio_28d")
        .isSubsetOf("events_28d", "segment", "seat_use_ratio_28d", "probability");
  }

  @Test
  void what_grows_by_the_calendar_raises_no_alarm() {
    assertThat(new Drift.Feature("tenure_days", 1, 0.25).isAlarm()).isFalse();
    assertThat(new Drift.Feature("mrr", 1, 0.25).isAlarm()).isTrue();
    assertThat(new Drift.Feature("mrr", 0.2, 0.25).isAlarm()).isFalse();
  }

  @Test
  void a_model_that_scored_nobody_has_no_drift() {
    assertThat(
            Drift.of(
                List.of(card), night(), customers.events(), scored(night()).filter(lit(false))))
        .isEmpty();
    assertThat(Drift.of(List.of(), night(), customers.events(), scored(night()))).isEmpty();
  }

  private static org.apache.spark.sql.types.DataType events(Dataset<Row> rows) {
    return rows.schema().apply("events_28d").dataType();
  }

  private static Drift drift(Dataset<Row> accounts) {
    List<Drift> drifts = Drift.of(List.of(card), accounts, customers.events(), scored(accounts));
    assertThat(drifts).hasSize(1);
    return drifts.get(0);
  }

  /** The last of the dates. */
  private static Dataset<Row> night() {
    return customers.features().filter(col("as_of").equalTo(lit(DATES.get(4))));
  }

  private static Dataset<Row> scored(Dataset<Row> accounts) {
    return model
        .score(accounts, customers.events())
        .select(
            col("account_id"),
            lit("churn").as("target"),
            lit(card.modelId()).as("model_id"),
            col(Model.PROBABILITY));
  }
}
