-- One row per account.
SELECT
  customer_id AS account_id,
  industry,
  signup_date AS signed_up_on
FROM accounts
