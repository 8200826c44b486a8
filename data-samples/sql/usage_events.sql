SELECT
  get_json_object(json, '$.id') AS event_id,
  get_json_object(json, '$.account') AS account_id,
  get_json_object(json, '$.user') AS user_id,
  get_json_object(json, '$.ts') AS event_at,
  get_json_object(json, '$.kind') AS event_type,
  coalesce(get_json_object(json, '$.n'), '1') AS quantity
FROM usage_events
