package io.holdfast.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.table.AccountEventFeatures;
import io.holdfast.table.AccountFeatures;
import io.holdfast.table.Column;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.GenericRowWithSchema;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import scala.jdk.javaapi.CollectionConverters;

class DifferenceTest {
  private static final List<Column> COMPARED =
      List.of(AccountEventFeatures.EVENTS_28D, AccountEventFeatures.DAYS_SINCE_EVENT);

  @Test
  void a_difference_names_the_row_the_column_and_both_values() {
    assertThat(
            differences(
                List.of(row("a", "login", 12.0, 3), row("a", "export", null, 5)),
                List.of(row("a", "export", 1.0, 5), row("a", "login", 12.0, 4))))
        .extracting(Difference::text)
        .containsExactly(
            "account_id a, event_type export: events_28d is stored as null and computed as 1.0",
            "account_id a, event_type login: days_since_event is stored as 3 and computed as 4");
  }

  @Test
  void a_row_that_one_side_lacks_or_has_twice_is_a_difference() {
    assertThat(
            differences(
                List.of(row("a", "login", 12.0, 3)),
                List.of(row("b", "login", 12.0, 3), row("b", "login", 12.0, 3))))
        .extracting(Difference::text)
        .containsExactly(
            "account_id a, event_type login: rows is stored as 1 and computed as 0",
            "account_id b, event_type login: rows is stored as 0 and computed as 2");
  }

  @Test
  void doubles_are_the_same_to_nine_significant_digits_whatever_the_sign_of_zero() {
    assertThat(
            differences(
                List.of(row("a", "login", 123456.7891, 3), row("b", "login", -0.0, 3)),
                List.of(row("a", "login", 123456.78912, 3), row("b", "login", 0.0, 3))))
        .isEmpty();
    assertThat(
            differences(
                List.of(row("a", "login", 1.23456789, 3)),
                List.of(row("a", "login", 1.23456788, 3))))
        .hasSize(1);
  }

  @Test
  void maps_are_the_same_in_any_order_of_their_entries() {
    Row stored = account("tier", "gold", "region", "north");

    assertThat(ofAttributes(stored, account("region", "north", "tier", "gold"))).isEmpty();
    assertThat(ofAttributes(stored, account("region", "north", "tier", "none"))).hasSize(1);
  }

  private static List<Difference> ofAttributes(Row stored, Row computed) {
    return Difference.of(
        AccountFeatures.TABLE,
        List.of(AccountFeatures.ATTRIBUTES),
        List.of(stored),
        List.of(computed));
  }

  private static Row account(String... entries) {
    Map<String, String> attributes = new LinkedHashMap<>();
    for (int i = 0; i < entries.length; i += 2) {
      attributes.put(entries[i], entries[i + 1]);
    }
    return new GenericRowWithSchema(
        new Object[] {"a", CollectionConverters.asScala(attributes)},
        new StructType()
            .add(AccountFeatures.ACCOUNT_ID.name(), AccountFeatures.ACCOUNT_ID.type())
            .add(AccountFeatures.ATTRIBUTES.name(), AccountFeatures.ATTRIBUTES.type()));
  }

  private static List<Difference> differences(List<Row> stored, List<Row> computed) {
    return Difference.of(AccountEventFeatures.TABLE, COMPARED, stored, computed);
  }

  private static Row row(String account, String type, Double events, Integer days) {
    return new GenericRowWithSchema(
        new Object[] {LocalDate.parse("2025-06-30"), account, type, events, 0.0, null, days},
        AccountEventFeatures.TABLE.schema());
  }
}
