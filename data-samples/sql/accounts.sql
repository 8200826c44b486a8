SELECT
  id AS account_id,
  company AS account_name,
  segment,
  industry,
  country,
  channel,
  owner AS csm_owner,
  created AS signed_up_on,
  founded AS founded_on
FROM accounts
