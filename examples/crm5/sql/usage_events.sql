-- One row per account, day and event type, as the source has totalled them: no event and no user ids.
SELECT
  account_id,
  event_date AS event_at,
  coalesce(event_type_name, daily.event_type_id) AS event_type,
  n_events AS quantity,
  n_users AS active_users
FROM usage_events AS daily
LEFT JOIN event_types ON event_types.event_type_id = daily.event_type_id
