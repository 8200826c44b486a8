SELECT
  sub_id AS subscription_id,
  start AS starts_on,
  account AS account_id,
  product,
  plan,
  seats,
  amount AS mrr,
  list_amount AS list_mrr,
  ccy AS currency,
  interval_months AS billing_months,
  discount AS discount_pct,
  discount_until AS discount_ends_on,
  trial AS is_trial,
  auto_renew AS auto_renews,
  term_end AS term_ends_on,
  cancel_requested AS cancel_requested_on,
  ended AS ended_on
FROM subscriptions
