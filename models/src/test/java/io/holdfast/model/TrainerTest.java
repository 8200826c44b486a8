package io.holdfast.model;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.map;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;
import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.TestSession;
import io.holdfast.label.Target;
import io.holdfast.table.AccountFeatures;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Six dates, of which the two newest are judged, and a champion that has seen some of them. */
class TrainerTest {
  private static final List<LocalDate> DATES = Customers.months(6);

  private static final Column NONE = lit(null).cast(AccountFeatures.ATTRIBUTES.type());

  private static Customers customers;

  @BeforeAll
  static void invent() {
    customers = new Customers(TestSession.spark(), DATES, 120, 2.5, 25);
  }

  @Test
  void a_champion_is_judged_on_the_dates_it_has_not_seen_and_stays_without_evidence() {
    ModelStore.Stored champion = trained(DATES.subList(0, 5));

    Trainer.Outcome outcome = train(DATES, Optional.of(champion));

    assertThat(outcome.decision()).isEqualTo(ModelLog.REFUSED);
    assertThat(outcome.reason())
        .startsWith("refused: the champion stays: on ")
        .contains(" positives that the champion has not seen AUC is ");
    assertThat(outcome.card().figures())
        .filteredOn(f -> f.contender().equals(Contenders.CHAMPION))
        .singleElement()
        .satisfies(f -> assertThat(f.evaluation().rows()).isEqualTo(120))
        .satisfies(f -> assertThat(f.trainTo()).isEqualTo(DATES.get(4).toString()));
  }

  @Test
  void a_champion_that_has_seen_every_judged_date_stays() {
    assertThat(train(DATES, Optional.of(trained(DATES))).reason())
        .isEqualTo("refused: no judged date has matured since the champion was trained; it stays");
  }

  @Test
  void a_first_model_that_tells_who_leaves_is_promoted() {
    assertThat(train(DATES, Optional.empty()).reason()).startsWith("promoted: AUC 0.");
  }

  @Test
  void what_only_an_attribute_tells_is_learned_from_it() {
    Column isFading = pmod(xxhash64(col("account_id")), lit(3)).equalTo(0);
    Column draw = pmod(xxhash64(col("account_id"), col("as_of")), lit(100));
    Dataset<Row> features =
        customers
            .features()
            .withColumn(
                "attributes",
                map(
                    lit("stage"),
                    when(isFading, "fading").otherwise("sound"),
                    lit("crm_id"),
                    col("account_id")));
    Dataset<Row> labels =
        features.select(
            col("as_of"),
            col("account_id"),
            lit(Target.CHURN.word()).as("target"),
            draw.lt(when(isFading, 60).otherwise(10)).cast("int").as("label"));

    Trainer.Outcome outcome = train(features, labels);

    assertThat(outcome.reason()).startsWith("promoted: AUC 0.");
    assertThat(outcome.card().known()).containsKey("attr_stage").doesNotContainKey("attr_crm_id");
    assertThat(outcome.card().columns())
        .extracting(Encoding.Place::name)
        .contains("attr_stage=fading", "attr_stage=sound");
    assertThat(outcome.card().spreads()).extracting(Spread::feature).contains("attr_stage");
    assertThat(train(features.withColumn("attributes", NONE), labels).reason())
        .as("without it")
        .startsWith("refused: ");
  }

  private static Trainer.Outcome train(Dataset<Row> features, Dataset<Row> labels) {
    return Trainer.train(
        TrainingSet.of(Target.CHURN, features, customers.events(), labels, DATES),
        Optional.empty(),
        request(1_000_000),
        line -> {});
  }

  @ParameterizedTest
  @CsvSource({"0, ", "5, ", "30, shrunk", "300, trees"})
  void what_may_be_learned_depends_on_how_often_it_happened(int positives, String grade) {
    // Two dates are less than the embargo: what is learned is fitted once, and not judged.
    List<LocalDate> dates = DATES.subList(0, 2);
    Customers many = new Customers(TestSession.spark(), dates, 600, 2.5, 35);
    Dataset<Row> churn = many.labels().filter("target = 'churn' AND label = 1");
    Dataset<Row> happened =
        churn.orderBy("as_of", "account_id").select("as_of", "account_id").limit(positives);
    assertThat(happened.count()).isEqualTo(positives);
    Dataset<Row> labels =
        many.labels()
            .join(happened.withColumn("kept", lit(1)), new String[] {"as_of", "account_id"}, "left")
            .withColumn("label", coalesce(col("kept"), lit(0)))
            .drop("kept");

    Trainer.Outcome outcome =
        Trainer.train(
            TrainingSet.of(Target.CHURN, many.features(), many.events(), labels, dates),
            Optional.empty(),
            request(50),
            line -> {});

    assertThat(outcome.positives()).isEqualTo(positives);
    if (grade == null) {
      assertThat(outcome.model()).isNull();
      assertThat(outcome.reason())
          .isEqualTo(
              "none: "
                  + positives
                  + " of 1200 mature rows happened; a model needs at least 20 of either class; the"
                  + " one-line rule ranks");
    } else {
      assertThat(outcome.card().grade()).isEqualTo(grade);
    }
  }

  private static ModelStore.Stored trained(List<LocalDate> dates) {
    Trainer.Outcome outcome = train(dates, Optional.empty());
    return new ModelStore.Stored(outcome.card(), outcome.model());
  }

  private static Trainer.Outcome train(
      List<LocalDate> dates, Optional<ModelStore.Stored> champion) {
    return Trainer.train(
        TrainingSet.of(
            Target.CHURN, customers.features(), customers.events(), customers.labels(), dates),
        champion,
        request(1_000_000),
        line -> {});
  }

  private static Trainer.Request request(int minPositives) {
    return Customers.request(DATES.get(5).plusDays(74), Customers.RULE, minPositives);
  }
}
