-- What dashboards ask. The same text runs on DuckDB (after duckdb.sql), Spark (after spark.sql) and
-- PostgreSQL (on the views that deliver keeps). A table's name alone is its latest night, with
-- _history every night that counts.

-- Whose book is at risk: money at risk by customer success manager.
SELECT csm_owner,
       count(*) AS accounts,
       sum(mrr) AS mrr,
       sum(mrr_at_risk) AS mrr_at_risk,
       sum(CASE WHEN on_at_risk THEN 1 ELSE 0 END) AS to_call
FROM account_overview
GROUP BY csm_owner
ORDER BY mrr_at_risk DESC NULLS LAST, csm_owner;

-- What renews within 90 days, the riskiest money first.
SELECT account_id, account_name, csm_owner, renewal_date, risk_tier, mrr, mrr_at_risk
FROM account_overview
WHERE renewal_date <= as_of + INTERVAL '90' DAY
ORDER BY mrr_at_risk DESC NULLS LAST, account_id;

-- Is it getting better: money at risk, night by night.
SELECT as_of,
       count(*) AS accounts,
       sum(mrr) AS mrr,
       sum(mrr_at_risk) AS mrr_at_risk,
       sum(CASE WHEN notice_given THEN mrr ELSE 0 END) AS mrr_under_notice
FROM account_overview_history
GROUP BY as_of
ORDER BY as_of;

-- Who is new on the list since the night before.
SELECT now.list_rank, now.account_id, now.account_name, now.mrr_at_risk, now.reason_1
FROM at_risk_accounts AS now
LEFT JOIN (
  SELECT account_id
  FROM at_risk_accounts_history
  WHERE as_of = (
    SELECT max(as_of)
    FROM account_overview_history
    WHERE as_of < (SELECT max(as_of) FROM account_overview_history)
  )
) AS before ON before.account_id = now.account_id
WHERE before.account_id IS NULL
ORDER BY now.list_rank;

-- Why customers are about to leave: first reasons of the list, and the money behind them.
SELECT reason_1_code, count(*) AS accounts, sum(mrr) AS mrr, sum(mrr_at_risk) AS mrr_at_risk
FROM at_risk_accounts
GROUP BY reason_1_code
ORDER BY accounts DESC, reason_1_code;

-- What keeps accounts from being offered more.
SELECT withheld_code, count(*) AS accounts
FROM upsell_withheld
GROUP BY withheld_code
ORDER BY accounts DESC, withheld_code;

-- Is the model worth following: it, the rule and chance on the same rows.
SELECT target, contender, test_on, rows, positives, auc, lift_at_10
FROM model_evaluations
ORDER BY target, fold, contender;

-- May the night be believed: sources that are not as they should be, and checks that did not pass.
SELECT 'source' AS what, source AS name, state AS said
FROM source_trust
WHERE state <> 'fresh'
UNION ALL
SELECT 'check' AS what, check_name AS name, level AS said
FROM data_quality
WHERE NOT passed
ORDER BY what, name;
