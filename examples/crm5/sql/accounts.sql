-- One row per account. There is no name and no signup date: an account starts with its first term.
SELECT
  account_id,
  channel,
  country,
  date_of_birth AS founded_on
FROM accounts
