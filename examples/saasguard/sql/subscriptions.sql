-- One row per term. The source has one MRR per account and no billing history, so both rows of an
-- upgraded account are made from its one row: as it was until the upgrade, and from then on as
-- plan '<plan>+' at one and a half times the MRR. That factor is invented.
SELECT
  customer_id AS subscription_id,
  signup_date AS starts_on,
  customer_id AS account_id,
  'saasguard' AS product,
  plan_tier AS plan,
  mrr,
  coalesce(upgrade_date, churn_date) AS ended_on
FROM subscriptions
UNION ALL
SELECT
  customer_id,
  upgrade_date,
  customer_id,
  'saasguard',
  concat(plan_tier, '+'),
  cast(round(try_cast(mrr AS DECIMAL(18, 2)) * 1.5, 2) AS STRING),
  churn_date
FROM subscriptions
WHERE upgrade_date IS NOT NULL
