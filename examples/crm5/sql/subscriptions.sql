-- One row per term of the CRM itself; an account has one line, so the account names it.
-- The file repeats each term for two add-ons that were written whether bought or not. They carry
-- no MRR here, but when a customer leaves in mid-term only an add-on row has the day: the earliest
-- end among the rows of a term is when it ended, the end of the CRM's own row is what was agreed.
SELECT
  account_id AS subscription_id,
  start_date AS starts_on,
  account_id,
  'crm' AS product,
  split_part(terms.product, '_', 1) AS plan,
  quantity AS seats,
  terms.mrr AS mrr,
  plans.mrr AS list_mrr,
  bill_period_months AS billing_months,
  end_date AS term_ends_on,
  CASE WHEN first_end_date < end_date THEN first_end_date END AS ended_on
FROM (
  SELECT *, min(end_date) OVER (PARTITION BY account_id, start_date) AS first_end_date
  FROM subscriptions
) AS terms
LEFT JOIN plans ON plans.plan = terms.product
WHERE terms.product NOT IN ('meetings', 'search_unlimited')
