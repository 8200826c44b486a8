-- One row per event. The source names no user.
SELECT
  event_id,
  customer_id AS account_id,
  timestamp AS event_at,
  event_type
FROM usage_events
