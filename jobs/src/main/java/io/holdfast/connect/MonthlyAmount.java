package io.holdfast.connect;

import io.holdfast.table.Subscriptions;
import java.util.List;
import java.util.Optional;

/**
 * The MRR of a file that has no column of it: a yearly amount, an amount with its billing period,
 * or a price a month in the file that a plan or product is looked up in.
 *
 * @param expression SQL, of text that Holdfast casts
 * @param lookup the file with the price; null where the amount stands in the row
 * @param plan what the price is looked up by; null where it is not
 * @param doubt what to check
 */
record MonthlyAmount(String expression, FileProfile lookup, ColumnProfile plan, String doubt) {
  private static final List<String> YEARLY =
      List.of(
          "arr",
          "acv",
          "annual_amount",
          "annual_value",
          "yearly_amount",
          "annual_price",
          "annual_contract_value",
          "yearly_price",
          "amount_per_year",
          "price_per_year");
  private static final List<String> AMOUNT =
      List.of("amount", "price", "value", "total", "fee", "unit_price", "unit_amount");
  private static final List<String> PERIOD =
      List.of(
          "interval",
          "billing_period",
          "billing_cycle",
          "billing_interval",
          "period",
          "billing",
          "billing_frequency",
          "payment_interval",
          "cycle");

  /** Whether the file, or one it may look prices up in, can have it. */
  static boolean isPossible(FileProfile profile) {
    return find(profile, YEARLY).isPresent()
        || find(profile, AMOUNT).isPresent()
        || find(profile, planNames()).isPresent();
  }

  static Optional<MonthlyAmount> of(FileProfile profile, Surroundings surroundings, Sql sql) {
    Optional<ColumnProfile> yearly = find(profile, YEARLY);
    if (yearly.isPresent()) {
      return Optional.of(
          new MonthlyAmount(
              sql.number(yearly.get().path(), " / 12"),
              null,
              null,
              "mrr is a twelfth of " + yearly.get().path()));
    }
    Optional<ColumnProfile> amount = find(profile, AMOUNT);
    Optional<ColumnProfile> period = find(profile, PERIOD);
    if (amount.isPresent()) {
      String each =
          period
              .map(
                  p ->
                      " / CASE WHEN lower("
                          + sql.value(p.path())
                          + ") RLIKE 'year|annual|^12' THEN 12 WHEN lower("
                          + sql.value(p.path())
                          + ") RLIKE 'quarter|^3' THEN 3 ELSE 1 END")
              .orElse("");
      return Optional.of(
          new MonthlyAmount(
              sql.number(amount.get().path(), each),
              null,
              null,
              period
                  .map(p -> "mrr is " + amount.get().path() + " by the months of " + p.path())
                  .orElse("mrr is " + amount.get().path() + " as if it were an amount a month")));
    }
    return find(profile, planNames()).flatMap(plan -> ofPriceList(profile, plan, surroundings));
  }

  private static Optional<MonthlyAmount> ofPriceList(
      FileProfile profile, ColumnProfile plan, Surroundings surroundings) {
    for (FileProfile other : surroundings.others()) {
      Optional<ColumnProfile> price =
          other.columns().stream()
              .filter(c -> c.kind().isNumber())
              .filter(
                  c ->
                      AMOUNT.contains(Names.snake(Names.last(c.path())))
                          || Synonyms.of(Subscriptions.MRR.name())
                              .contains(Names.snake(Names.last(c.path())))
                          || Names.snake(c.path()).matches("mrr|.*price.*"))
              .findFirst();
      if (other != profile && price.isPresent() && GenericLookup.key(plan, other).isPresent()) {
        Optional<ColumnProfile> seats =
            Optional.ofNullable(
                NameMatch.of(profile, Subscriptions.TABLE).get(Subscriptions.SEATS));
        Sql prices = Sql.of(other, GenericLookup.view(other));
        Sql own = Sql.of(profile, Subscriptions.TABLE.name());
        return Optional.of(
            new MonthlyAmount(
                prices.number(
                    price.get().path(),
                    seats
                        .map(s -> " * coalesce(try_cast(" + own.value(s.path()) + " AS INT), 1)")
                        .orElse("")),
                other,
                plan,
                "mrr is "
                    + price.get().path()
                    + " of "
                    + other.group().name()
                    + seats.map(s -> " times " + s.path()).orElse("")
                    + ", as if it were a price a month"));
      }
    }
    return Optional.empty();
  }

  private static List<String> planNames() {
    return List.of(
        "plan",
        "plan_id",
        "plan_name",
        "plan_code",
        "product_id",
        "product_code",
        "product",
        "price_id",
        "sku");
  }

  private static Optional<ColumnProfile> find(FileProfile profile, List<String> names) {
    for (String name : names) {
      Optional<ColumnProfile> found =
          profile.columns().stream()
              .filter(c -> c.filled() > 0 && !c.path().contains("[]"))
              .filter(
                  c ->
                      Names.snake(Names.last(c.path()))
                          .replaceAll("_(in_)?(cents|minor)$", "")
                          .equals(name))
              .findFirst();
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }
}
