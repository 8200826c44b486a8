-- One row per ticket. Tickets carry the day they were opened and the hours it took to resolve them.
SELECT
  ticket_id,
  customer_id AS account_id,
  created_date AS opened_at,
  date_format(
    try_cast(created_date AS TIMESTAMP) + try_cast(resolution_time AS INT) * INTERVAL '1' HOUR,
    "yyyy-MM-dd'T'HH:mm:ss"
  ) AS resolved_at,
  priority,
  topic AS category
FROM support_tickets
