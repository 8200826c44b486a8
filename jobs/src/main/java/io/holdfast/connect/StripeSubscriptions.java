package io.holdfast.connect;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Subscriptions of Stripe as terms: one for each item's current period, one for the time before.
 */
final class StripeSubscriptions {
  private StripeSubscriptions() {}

  static Mapping of(FileProfile profile, Surroundings surroundings) {
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
                StripeShapes.WHOLE_CURRENCIES,
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
}
