package io.holdfast.outreach;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.format_number;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.round;
import static org.apache.spark.sql.functions.when;

import io.holdfast.table.AccountFeatures;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.Column;

/** Fills the template of a reason with its evidence, for people. */
final class Sentences {
  private static final Pattern SLOT = Pattern.compile("\\{(\\w+)}");

  private Sentences() {}

  /**
   * The sentence of a rule.
   *
   * @param value the feature's value
   * @param usual the usual value
   * @param usualIsOwn whether that is the account's own past, or its peers'
   */
  static Column of(
      ReasonRule rule, Column value, Column usual, Column usualIsOwn, ListRules rules) {
    List<Column> parts = new ArrayList<>();
    Matcher slot = SLOT.matcher(rule.sentence());
    int from = 0;
    while (slot.find()) {
      parts.add(lit(rule.sentence().substring(from, slot.start())));
      parts.add(
          switch (slot.group(1)) {
            case "value" -> number(rule, value);
            case "size" -> number(rule, abs(value));
            case "usual" ->
                concat(
                    when(usualIsOwn, lit("usually ")).otherwise(lit("similar accounts ")),
                    number(rule, usual));
            case "change" -> change(value, usual);
            case "silence" -> silence();
            case "currency" -> lit(rules.currency());
            default ->
                throw new IllegalArgumentException(
                    "the sentence of " + rule.code() + " has an unknown slot " + slot.group());
          });
      from = slot.end();
    }
    parts.add(lit(rule.sentence().substring(from)));
    return concat(parts.toArray(Column[]::new));
  }

  private static Column number(ReasonRule rule, Column value) {
    return rule.feature().name().contains("_ratio")
        ? concat(format_number(value.multiply(100), 0), lit(" %"))
        : when(value.equalTo(round(value)), format_number(value, 0))
            .otherwise(format_number(value, 1));
  }

  private static Column change(Column value, Column usual) {
    Column percent = round(value.divide(when(usual.gt(0), usual)).minus(1).multiply(100));
    return when(percent.isNull(), lit("usually none"))
        .otherwise(
            concat(
                when(percent.gt(0), lit("+")).otherwise(lit("")),
                format_number(percent, 0),
                lit(" %")));
  }

  private static Column silence() {
    Column days = AccountFeatures.DAYS_SINCE_ACTIVITY.col();
    return when(days.isNull(), lit("more than 84 days"))
        .otherwise(concat(days.cast("string"), lit(" days")));
  }
}
