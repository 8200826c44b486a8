package io.holdfast.model;

import static org.apache.spark.ml.functions.vector_to_array;
import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.holdfast.TextTable;
import io.holdfast.table.AccountEventFeatures;
import io.holdfast.table.AccountFeatures;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class EncodingTest {
  private static final String TRAINED =
      """
      | as_of      | account_id | plan  | mrr   | seats | csat_84d | is_trial | inputs_fingerprint |
      | 2025-01-02 | a          | basic | 10.50 | 3     | 4        | false    | x                  |
      | 2025-01-02 | b          | pro   | 30.00 | 3     |          | true     | y                  |
      | 2025-01-02 | c          | pro   | 90.00 | 3     | 2        | false    | z                  |
      """;
  private static final String EVENTS =
      """
      | as_of      | account_id | event_type | events_28d | events_84d |
      | 2025-01-02 | a          | login      | 5          | 9          |
      | 2025-01-02 | b          | login      | 1          | 2          |
      | 2025-01-02 | a          | export     | 7          | 8          |
      """;

  @Test
  void places_are_numbers_marks_categories_and_event_types() {
    Encoding encoding = learned();

    assertThat(encoding.places().stream().map(Encoding.Place::name))
        .containsExactly(
            "mrr",
            "is_trial",
            "csat_84d",
            "csat_84d_missing",
            "plan=pro",
            "plan=basic",
            "events_28d:login",
            "events_28d:export",
            "events_84d:login",
            "events_84d:export");
    assertThat(encoding.places().get(0).meaning()).isEqualTo(AccountFeatures.MRR.meaning());
  }

  @Test
  void a_row_becomes_its_numbers_in_the_order_of_the_places() {
    assertThat(vector("a", TRAINED, EVENTS)).containsExactly(10.5, 0, 4, 0, 0, 1, 5, 7, 9, 8);
  }

  @Test
  void what_is_unknown_is_the_median_of_training_and_marked() {
    assertThat(vector("b", TRAINED, EVENTS)).containsExactly(30, 1, 3, 1, 1, 0, 1, 0, 2, 0);
  }

  @Test
  void words_and_events_that_training_never_saw_change_nothing() {
    String tonight =
        """
        | as_of      | account_id | plan  | mrr   | csat_84d | is_trial |
        | 2025-02-27 | n          | ultra | 20.00 | 5        | false    |
        """;
    String events =
        """
        | as_of      | account_id | event_type | events_28d | events_84d |
        | 2025-02-27 | n          | hologram   | 5          | 9          |
        """;

    assertThat(vector("n", tonight, events)).containsExactly(20, 0, 5, 0, 0, 0, 0, 0, 0, 0);
  }

  @Test
  void linear_models_see_signed_logarithms() {
    Dataset<Row> encoded = learned().encode(rows(TRAINED), events(EVENTS));

    double[] logs = array(encoded.filter(col("account_id").equalTo("a")), Encoding.LOG_VECTOR);

    assertThat(logs[0]).isEqualTo(Math.log1p(10.5), within(1e-12));
  }

  @Test
  void attributes_become_words_or_numbers_by_their_values_and_ids_are_left_out() {
    StringBuilder text = new StringBuilder("| as_of | account_id | attributes |\n");
    for (int i = 0; i < 40; i++) {
      text.append(
          "| 2025-01-02 | a%d | tier=%s, grade=%d, staff=%s, load=%s, id=%d, name=Company %d, one=1 |\n"
              .formatted(
                  i,
                  i % 3 == 0 ? "gold" : "none",
                  i % 4,
                  i == 7 ? "" : 10 + i / 2,
                  i + ".25",
                  1000 + i,
                  i));
    }
    LearnedEncoding learned =
        LearnedEncoding.of(rows(text.toString().replace("staff=, ", "")), events(EVENTS));

    assertThat(learned.encoding().places().stream().map(Encoding.Place::name))
        .filteredOn(name -> name.startsWith("attr_"))
        .containsExactly(
            "attr_load",
            "attr_staff",
            "attr_staff_missing",
            "attr_grade=0",
            "attr_grade=1",
            "attr_grade=2",
            "attr_grade=3",
            "attr_tier=none",
            "attr_tier=gold");
    assertThat(learned.known())
        .containsEntry("attr_staff", 39L)
        .containsEntry("attr_one", 40L)
        .doesNotContainKeys("attr_id", "attr_name");
    assertThat(learned.encoding().features())
        .contains("attr_load", "attr_staff", "attr_grade", "attr_tier");
  }

  @Test
  void an_attribute_that_is_a_word_tonight_is_no_number_and_one_that_is_gone_is_unknown() {
    Encoding encoding =
        new Encoding(
            List.of(new Encoding.Number("attr_staff", 20, true)),
            List.of(new Encoding.Category("attr_tier", "gold")),
            List.of());
    String tonight =
        """
        | as_of      | account_id | attributes            |
        | 2025-02-27 | a          | staff=7.5, tier=gold  |
        | 2025-02-27 | b          | staff=many, tier=lead |
        | 2025-02-27 | c          | staff=NaN             |
        | 2025-02-27 | d          |                       |
        """;

    assertThat(
            encoding
                .encode(rows(tonight), events(EVENTS))
                .orderBy("account_id")
                .collectAsList()
                .stream()
                .map(r -> r.<Vector>getAs(Encoding.VECTOR).toArray()))
        .containsExactly(
            new double[] {7.5, 0, 1},
            new double[] {20, 1, 0},
            new double[] {20, 1, 0},
            new double[] {20, 1, 0});
  }

  @Test
  void of_many_attributes_the_most_filled_are_learned_from() {
    StringBuilder text = new StringBuilder("| as_of | account_id | attributes |\n");
    for (int i = 0; i < 40; i++) {
      int account = i;
      text.append(
          "| 2025-01-02 | a%d | %s |\n"
              .formatted(
                  i,
                  IntStream.range(0, 35)
                      .filter(attribute -> account >= attribute / 5)
                      .mapToObj(attribute -> "n%02d=%d".formatted(attribute, account % 2))
                      .collect(Collectors.joining(", "))));
    }

    assertThat(LearnedEncoding.of(rows(text.toString()), events(EVENTS)).known().keySet())
        .filteredOn(name -> name.startsWith("attr_"))
        .hasSize(30)
        .contains("attr_n00", "attr_n29")
        .doesNotContain("attr_n30", "attr_n34");
  }

  private static double[] vector(String account, String features, String events) {
    Dataset<Row> encoded = learned().encode(rows(features), events(events));
    return array(encoded.filter(col("account_id").equalTo(account)), Encoding.VECTOR);
  }

  private static double[] array(Dataset<Row> row, String vector) {
    List<Double> values = row.select(vector_to_array(col(vector), "float64")).head().getList(0);
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static Encoding learned() {
    return LearnedEncoding.of(rows(TRAINED), events(EVENTS)).encoding();
  }

  private static Dataset<Row> rows(String text) {
    return TextTable.rows(AccountFeatures.TABLE, text);
  }

  private static Dataset<Row> events(String text) {
    return TextTable.rows(AccountEventFeatures.TABLE, text);
  }
}
