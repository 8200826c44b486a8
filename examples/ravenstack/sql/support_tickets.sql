-- Customers open tickets, not subscriptions: a ticket counts for each subscription that ran on the
-- day it was opened. When it was escalated is not told: with its first response, at the latest.
SELECT
  concat(t.ticket_id, '/', s.subscription_id) AS ticket_id,
  s.subscription_id AS account_id,
  t.submitted_at AS opened_at,
  date_format(
    try_to_timestamp(t.submitted_at, 'dd-MM-yyyy')
      + try_cast(t.first_response_time_minutes AS INT) * INTERVAL '1' MINUTE,
    "yyyy-MM-dd'T'HH:mm:ss"
  ) AS first_response_at,
  t.closed_at AS resolved_at,
  CASE
    WHEN t.escalation_flag = 'TRUE' THEN date_format(
      try_to_timestamp(t.submitted_at, 'dd-MM-yyyy')
        + try_cast(t.first_response_time_minutes AS INT) * INTERVAL '1' MINUTE,
      "yyyy-MM-dd'T'HH:mm:ss"
    )
  END AS escalated_at,
  CASE WHEN t.satisfaction_score IS NOT NULL THEN t.closed_at END AS csat_at,
  t.satisfaction_score AS csat_score,
  t.priority
FROM support_tickets t
JOIN lines s
  ON s.account_id = t.account_id
  AND try_to_timestamp(s.start_date, 'dd-MM-yyyy') <= try_to_timestamp(t.submitted_at, 'dd-MM-yyyy')
  AND (
    s.end_date IS NULL
    OR try_to_timestamp(s.end_date, 'dd-MM-yyyy') > try_to_timestamp(t.submitted_at, 'dd-MM-yyyy')
  )
