-- One row per subscription: it is what leaves. Its customer is the parent, and lends it name and origin.
SELECT
  s.subscription_id AS account_id,
  concat_ws(' ', c.account_name, s.subscription_id) AS account_name,
  c.industry,
  c.referral_source AS channel,
  c.country,
  s.start_date AS signed_up_on,
  s.account_id AS parent_account_id
FROM accounts s
LEFT JOIN customers c ON c.account_id = s.account_id
