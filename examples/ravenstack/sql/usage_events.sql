-- One row per day, subscription and feature. The source names no user.
SELECT
  usage_id AS event_id,
  subscription_id AS account_id,
  usage_date AS event_at,
  feature_name AS event_type,
  usage_count AS quantity
FROM usage_events
