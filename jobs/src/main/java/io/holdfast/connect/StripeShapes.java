package io.holdfast.connect;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Objects of Stripe's API, one a line. Amounts are in the smallest unit, times in seconds. */
final class StripeShapes {
  /** Currencies whose smallest unit is the unit; Stripe names them in lower case. */
  private static final String WHOLE_CURRENCIES =
      "'bif', 'clp', 'djf', 'gnf', 'jpy', 'kmf',\n"
          + "        'krw', 'mga', 'pyg', 'rwf', 'ugx', 'vnd', 'vuv', 'xaf', 'xof', 'xpf'";

  static final List<Shape> ALL =
      List.of(
          Shape.of("Stripe customers", "accounts", StripeShapes::customers)
              .values("object", "customer")
              .values("id", "cus_")
              .required("created")
              .fields("email", "name", "currency", "delinquent", "metadata", "livemode"),
          Shape.of("Stripe subscriptions", "subscriptions", StripeShapes::subscriptions)
              .values("object", "subscription")
              .values("id", "sub_")
              .required("items.data[].price.unit_amount")
              .required("customer")
              .required("start_date")
              .fields("status", "cancel_at_period_end", "canceled_at", "ended_at", "trial_end"),
          Shape.of("Stripe invoices", "invoices", StripeShapes::invoices)
              .values("object", "invoice")
              .values("id", "in_")
              .required("amount_due")
              .required("customer")
              .fields("status_transitions.paid_at", "due_date", "status", "currency", "created"),
          Shape.lookup("Stripe products")
              .values("object", "product")
              .values("id", "prod_")
              .required("name")
              .fields("active", "default_price", "created"));

  private StripeShapes() {}

  private static Mapping customers(FileProfile profile, Surroundings surroundings) {
    Map<String, String> columns = new LinkedHashMap<>();
    List<String> doubts = new ArrayList<>();
    String metadata = "metadata.";
    profile.columns().stream()
        .map(ColumnProfile::path)
        .filter(p -> p.startsWith(metadata))
        .map(p -> p.substring(metadata.length()))
        .forEach(
            key -> {
              String column = NameMatch.accountColumn(key).orElse("attr_" + Names.snake(key));
              columns.putIfAbsent(column, "metadata['" + key.replace("'", "\\'") + "']");
            });
    if (!columns.isEmpty()) {
      doubts.add("metadata is yours: " + columns.keySet() + " were matched by name");
    }
    columns.remove("account_name");
    columns.remove("signed_up_on");
    if (profile.has("address.country")) {
      columns.putIfAbsent("country", "address.country");
    }
    String more =
        String.join(
            "",
            columns.entrySet().stream()
                .map(e -> e.getValue() + " AS " + e.getKey() + ",\n  ")
                .toList());
    return Mapping.of(
            """
            -- Stripe customers: one row per customer.
            SELECT
              id AS account_id,
              coalesce(name, description, email) AS account_name,
              %s-- seconds since 1970
              timestamp_seconds(created) AS signed_up_on
            FROM accounts
            """
                .formatted(more),
            "id STRING, name STRING, description STRING, email STRING, created BIGINT,"
                + " address STRUCT<country: STRING>, metadata MAP<STRING, STRING>",
            doubts)
        .immutable(immutable(columns))
        .accountAt("id");
  }

  private static String[] immutable(Map<String, String> columns) {
    return columns.keySet().stream()
        .filter(SettingsText.SELDOM_CHANGE::contains)
        .toArray(String[]::new);
  }

  private static Mapping subscriptions(FileProfile profile, Surroundings surroundings) {
    List<String> doubts = new ArrayList<>();
    doubts.add(
        "Stripe keeps the current period only: what a subscription paid before it is taken from"
            + " today's price");
    if (!profile.has("discount.coupon.percent_off") && profile.has("discounts[]")) {
      doubts.add("discounts are ids here, not amounts: expand discounts when you export");
    }
    if (profile.has("discount.coupon.amount_off")) {
      doubts.add("coupons with a fixed amount_off are not taken off the lines");
    }
    if (profile
        .find("items.data[].price.recurring.usage_type")
        .filter(c -> c.values().contains("metered"))
        .isPresent()) {
      doubts.add("metered lines commit to nothing and have an MRR of 0");
    }
    Optional<FileProfile> products =
        profile
            .find("items.data[].price.product")
            .flatMap(c -> surroundings.lookup(c, "id", profile))
            .filter(p -> p.has("name"));
    String schema =
        "id STRING, name STRING, customer STRING, status STRING, start_date BIGINT,"
            + " current_period_start BIGINT, current_period_end BIGINT, trial_end BIGINT,"
            + " cancel_at_period_end BOOLEAN, canceled_at BIGINT, ended_at BIGINT,"
            + " discount STRUCT<coupon: STRUCT<percent_off: DOUBLE, duration: STRING>, `end`: BIGINT>,"
            + " items STRUCT<data: ARRAY<STRUCT<id: STRING, quantity: BIGINT,"
            + " current_period_start: BIGINT, current_period_end: BIGINT,"
            + " price: STRUCT<id: STRING, nickname: STRING, product: STRING, currency: STRING,"
            + " unit_amount: BIGINT, recurring: STRUCT<`interval`: STRING, interval_count: BIGINT,"
            + " usage_type: STRING>>>>>";
    String select =
        """
        -- Stripe subscriptions: one row per item and period. An item is a subscription line; each
        -- renewal lands with a new period, which is a further term of the line.
        WITH lines AS (
          SELECT
            subscription.*,
            item,
            -- Newer versions of the API have the period on the item.
            coalesce(item.current_period_start, subscription.current_period_start) AS period_start,
            coalesce(item.current_period_end, subscription.current_period_end) AS period_end,
            coalesce(item.price.recurring.interval_count, 1) * CASE item.price.recurring.interval
              WHEN 'year' THEN 12
              WHEN 'month' THEN 1
              WHEN 'week' THEN 12 / 52
              WHEN 'day' THEN 12 / 365
            END AS months,
            -- Only a coupon for ever is part of the price that was agreed.
            CASE WHEN discount.coupon.duration = 'forever'
              THEN discount.coupon.percent_off ELSE 0 END AS lasting_pct
          FROM subscriptions AS subscription
          LATERAL VIEW explode(items.data) AS item
          -- Never began: the first payment failed.
          WHERE status NOT IN ('incomplete', 'incomplete_expired')
        ),
        amounts AS (
          SELECT
            *,
            CASE
              -- A trial and a metered line commit to nothing yet.
              WHEN status = 'trialing' OR item.price.recurring.usage_type = 'metered' THEN 0
              ELSE item.price.unit_amount * coalesce(item.quantity, 1) / months
                / CASE WHEN item.price.currency IN (%s) THEN 1 ELSE 100 END
            END AS amount,
            -- The time before the current period is one term at today's price; a trial is left out.
            greatest(start_date, CASE WHEN trial_end <= period_start THEN trial_end END) AS paid_since
          FROM lines
        ),
        terms AS (
          SELECT *, explode(
            CASE WHEN status <> 'trialing' AND paid_since < period_start
              THEN array(paid_since, period_start) ELSE array(period_start) END) AS starts_at
          FROM amounts
        )
        SELECT
          item.id AS subscription_id,
          timestamp_seconds(starts_at) AS starts_on,
          customer AS account_id,
          %s AS product,
          coalesce(item.price.nickname, item.price.id) AS plan,
          coalesce(item.quantity, 1) AS seats,
          round(amount * (1 - coalesce(lasting_pct, 0) / 100), 2) AS mrr,
          round(amount, 2) AS list_mrr,
          upper(item.price.currency) AS currency,
          CASE WHEN months >= 1 THEN months END AS billing_months,
          CASE WHEN lasting_pct = 0 AND starts_at = period_start
            THEN discount.coupon.percent_off END AS discount_pct,
          CASE WHEN lasting_pct = 0 AND starts_at = period_start
            THEN timestamp_seconds(discount.`end`) END AS discount_ends_on,
          status = 'trialing' AS is_trial,
          NOT cancel_at_period_end AS auto_renews,
          CASE WHEN starts_at = period_start THEN timestamp_seconds(period_end) END AS term_ends_on,
          timestamp_seconds(canceled_at) AS cancel_requested_on,
          timestamp_seconds(ended_at) AS ended_on
        FROM terms%s
        """
            .formatted(
                WHOLE_CURRENCIES,
                products.isPresent()
                    ? "coalesce(product_name, item.price.product)"
                    : "item.price.product",
                products.isPresent()
                    ? """

                    LEFT JOIN (SELECT id AS product_id, name AS product_name FROM products) AS named
                      ON product_id = item.price.product"""
                    : "");
    Mapping mapping = Mapping.of(select, schema, doubts).immutable("auto_renews");
    return products.map(p -> mapping.with(Map.of("products", p.group()))).orElse(mapping);
  }

  private static Mapping invoices(FileProfile profile, Surroundings surroundings) {
    return Mapping.of(
        """
        -- Stripe invoices: one row per invoice that was issued.
        SELECT
          id AS invoice_id,
          customer AS account_id,
          timestamp_seconds(coalesce(status_transitions.finalized_at, created)) AS issued_on,
          -- What is charged automatically is due at once.
          timestamp_seconds(coalesce(due_date, status_transitions.finalized_at, created)) AS due_on,
          timestamp_seconds(status_transitions.paid_at) AS paid_on,
          -- A void invoice is owed by nobody.
          CASE WHEN status = 'void' THEN 0 ELSE amount_due
            / CASE WHEN currency IN (%s) THEN 1 ELSE 100 END
          END AS amount,
          upper(currency) AS currency
        FROM invoices
        WHERE status <> 'draft'
        """
            .formatted(WHOLE_CURRENCIES),
        "id STRING, customer STRING, status STRING, created BIGINT, due_date BIGINT,"
            + " amount_due BIGINT, currency STRING,"
            + " status_transitions STRUCT<finalized_at: BIGINT, paid_at: BIGINT>",
        List.of("uncollectible invoices count as owed until somebody voids them"));
  }
}
