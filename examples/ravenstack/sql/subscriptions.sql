-- One row per subscription; none is ever renewed or changed by a further row. Trials cost nothing.
SELECT
  subscription_id,
  start_date AS starts_on,
  subscription_id AS account_id,
  'ravenstack' AS product,
  plan_tier AS plan,
  seats,
  mrr_amount AS mrr,
  CASE billing_frequency WHEN 'annual' THEN 12 WHEN 'monthly' THEN 1 END AS billing_months,
  is_trial,
  auto_renew_flag AS auto_renews,
  end_date AS ended_on
FROM subscriptions
