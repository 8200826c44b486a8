package io.holdfast.connect;

import java.util.List;
import java.util.Map;

/** What businesses call the canonical columns. */
final class Synonyms {
  /** By column, or by table and column where the column's name means something else elsewhere. */
  private static final Map<String, List<String>> BY_COLUMN =
      Map.ofEntries(
          Map.entry(
              "account_id",
              List.of(
                  "customer_id",
                  "customer",
                  "account",
                  "company_id",
                  "client_id",
                  "tenant_id",
                  "organization_id",
                  "organisation_id",
                  "org_id",
                  "workspace_id",
                  "group_id",
                  "cust_id",
                  "customer_no",
                  "customer_number",
                  "account_no",
                  "account_number",
                  "customer_ref",
                  "account_ref",
                  "company",
                  "client",
                  "team_id")),
          Map.entry(
              "account_name",
              List.of("name", "company", "company_name", "customer_name", "organization", "title")),
          Map.entry("segment", List.of("tier", "size", "company_size", "customer_segment")),
          Map.entry("industry", List.of("sector", "vertical", "branch")),
          Map.entry("channel", List.of("source", "acquisition_channel", "referral_source")),
          Map.entry("country", List.of("country_code", "region_country", "land")),
          Map.entry(
              "csm_owner",
              List.of("owner", "csm", "account_manager", "customer_success_manager", "owner_id")),
          Map.entry(
              "signed_up_on",
              List.of(
                  "signup_date",
                  "created_at",
                  "created",
                  "created_on",
                  "create_date",
                  "joined_at",
                  "customer_since",
                  "signed_up_at",
                  "registered_at",
                  "start_date")),
          Map.entry("founded_on", List.of("founded", "date_of_birth")),
          Map.entry("parent_account_id", List.of("parent_id", "parent", "parent_account")),
          Map.entry("acquisition_cost", List.of("cac")),
          Map.entry(
              "subscription_id",
              List.of(
                  "id",
                  "sub_id",
                  "contract_id",
                  "agreement_id",
                  "order_id",
                  "contract_no",
                  "line_id",
                  "subscription")),
          Map.entry(
              "starts_on",
              List.of(
                  "start_date",
                  "start",
                  "started_at",
                  "starts_at",
                  "started_on",
                  "term_start",
                  "period_start",
                  "current_period_start",
                  "valid_from",
                  "begin_date",
                  "from_date",
                  "contract_start",
                  "begins_on",
                  "signup_date",
                  "customer_since")),
          Map.entry("product", List.of("product_name", "product_id", "product_code")),
          Map.entry("plan", List.of("plan_name", "plan_id", "plan_tier", "tier", "package")),
          Map.entry(
              "seats",
              List.of(
                  "quantity",
                  "licenses",
                  "licences",
                  "users",
                  "seat_count",
                  "no_of_users",
                  "number_of_users",
                  "user_count")),
          Map.entry(
              "mrr",
              List.of(
                  "mrr_amount",
                  "monthly_amount",
                  "monthly_revenue",
                  "monthly_price",
                  "monthly_recurring_revenue",
                  "price_per_month")),
          Map.entry("list_mrr", List.of("list_price", "list_amount")),
          Map.entry("currency", List.of("ccy", "currency_code", "curr")),
          Map.entry("billing_months", List.of("bill_period_months", "interval_months")),
          Map.entry("discount_pct", List.of("discount", "discount_percent")),
          Map.entry("is_trial", List.of("trial", "is_trialing")),
          Map.entry("auto_renews", List.of("auto_renew", "auto_renewal", "auto_renew_flag")),
          Map.entry(
              "term_ends_on",
              List.of(
                  "term_end",
                  "end_date",
                  "period_end",
                  "current_period_end",
                  "renewal_date",
                  "valid_to",
                  "contract_end",
                  "renews_on",
                  "expires_on",
                  "valid_until")),
          Map.entry(
              "cancel_requested_on",
              List.of(
                  "cancel_requested",
                  "cancel_date",
                  "notice_given_on",
                  "notice_date",
                  "cancelled_at",
                  "canceled_at",
                  "cancel_requested_at")),
          Map.entry(
              "ended_on",
              List.of("ended_at", "ended", "churn_date", "churned_on", "terminated_on")),
          Map.entry("event_id", List.of("id", "uuid", "message_id", "event_uuid")),
          Map.entry(
              "user_id",
              List.of(
                  "user",
                  "uid",
                  "member_id",
                  "member",
                  "actor_id",
                  "actor",
                  "person_id",
                  "distinct_id",
                  "login")),
          Map.entry(
              "event_at",
              List.of(
                  "timestamp",
                  "ts",
                  "time",
                  "occurred_at",
                  "event_time",
                  "event_date",
                  "at",
                  "created_at",
                  "usage_date",
                  "date",
                  "event_timestamp",
                  "logged_at",
                  "when")),
          Map.entry(
              "event_type",
              List.of(
                  "event",
                  "event_name",
                  "action",
                  "type",
                  "kind",
                  "name",
                  "feature_name",
                  "feature",
                  "what")),
          Map.entry(
              "quantity", List.of("n", "count", "n_events", "usage_count", "amount", "value")),
          Map.entry("active_users", List.of("n_users", "users", "dau")),
          Map.entry("ticket_id", List.of("id", "number", "case_id", "case_number", "ticket_no")),
          Map.entry(
              "opened_at",
              List.of(
                  "created_at",
                  "created",
                  "opened",
                  "submitted_at",
                  "created_date",
                  "open_date",
                  "opened_on",
                  "reported_at")),
          Map.entry("first_response_at", List.of("first_reply_at", "first_reply", "answered_at")),
          Map.entry(
              "resolved_at",
              List.of("solved_at", "closed_at", "resolved", "solved", "closed", "resolved_on")),
          Map.entry("reopened_at", List.of("reopened")),
          Map.entry("escalated_at", List.of("escalated", "escalated_on")),
          Map.entry("csat_at", List.of("rated", "rated_at")),
          Map.entry("csat_score", List.of("csat", "satisfaction", "satisfaction_score", "rating")),
          Map.entry("priority", List.of("severity", "urgency", "prio")),
          Map.entry("category", List.of("kind", "topic", "type", "issue_type", "reason")),
          Map.entry("assigned_to", List.of("agent", "assignee", "assignee_id", "owner")),
          Map.entry("invoice_id", List.of("id", "number", "invoice_number", "invoice_no")),
          Map.entry("issued_on", List.of("invoice_date", "issue_date", "created_at", "created")),
          Map.entry("due_on", List.of("due_date", "due")),
          Map.entry("paid_on", List.of("paid_at", "payment_date", "paid_date")),
          Map.entry("amount", List.of("amount_due", "total", "invoice_amount", "gross_amount")),
          Map.entry("created_on", List.of("created_at", "created", "invited_at", "joined_at")),
          Map.entry("role", List.of("job_title", "user_role")),
          Map.entry("response_id", List.of("id", "survey_response_id")),
          Map.entry("responded_at", List.of("created_at", "answered_at", "submitted_at")),
          Map.entry("touch_id", List.of("id", "activity_id", "meeting_id")),
          Map.entry("touched_at", List.of("met_at", "held_at", "activity_date")));

  /** What a table's files are called. */
  private static final Map<String, List<String>> BY_TABLE =
      Map.of(
          "accounts", List.of("account", "customer", "compan", "client", "tenant", "organi"),
          "subscriptions", List.of("subscription", "contract", "licen", "plan", "term", "abo"),
          "usage_events",
              List.of(
                  "event",
                  "usage",
                  "audit",
                  "interaction",
                  "telemetry",
                  "activit",
                  "log",
                  "click",
                  "track"),
          "support_tickets", List.of("ticket", "case", "support", "issue", "request"),
          "invoices", List.of("invoice", "bill", "charge"),
          "users", List.of("user", "member", "seat", "contact"),
          "survey_responses", List.of("survey", "nps", "csat", "response"),
          "csm_touches", List.of("touch", "meeting", "call"),
          "onboarding_milestones", List.of("milestone", "onboarding"),
          "success_metrics", List.of("metric", "goal", "outcome"));

  private Synonyms() {}

  static List<String> of(String column) {
    return BY_COLUMN.getOrDefault(column, List.of());
  }

  /** Whether a file's name speaks of a table. */
  static boolean names(String fileName, String table) {
    return BY_TABLE.getOrDefault(table, List.of(table)).stream().anyMatch(fileName::contains);
  }
}
