SELECT
  number AS ticket_id,
  account AS account_id,
  opened AS opened_at,
  first_reply AS first_response_at,
  solved AS resolved_at,
  reopened AS reopened_at,
  escalated AS escalated_at,
  rated AS csat_at,
  rating AS csat_score,
  priority,
  kind AS category,
  agent AS assigned_to,
  replies
FROM support_tickets
