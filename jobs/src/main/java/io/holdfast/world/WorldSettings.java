package io.holdfast.world;

import java.nio.file.Path;

/** The settings and selects that belong to a world's files. */
final class WorldSettings {
  private WorldSettings() {}

  static void write(WorldPlan plan, Path out) {
    LandedFile.text(out.resolve("holdfast.yaml"), settings(plan));
    LandedFile.text(out.resolve("sql/accounts.sql"), ACCOUNTS);
    LandedFile.text(out.resolve("sql/subscriptions.sql"), SUBSCRIPTIONS);
    LandedFile.text(out.resolve("sql/usage_events.sql"), USAGE_EVENTS);
    LandedFile.text(out.resolve("sql/support_tickets.sql"), SUPPORT_TICKETS);
  }

  /** The same settings with the sources of {@link FurtherSources}, and their selects. */
  static void writeAllSources(WorldPlan plan, Path out) {
    StringBuilder sources = new StringBuilder();
    FurtherSources.HEADERS.forEach(
        (source, header) -> {
          String select = "SELECT " + header.replace(",", ", ") + " FROM " + source + "\n";
          LandedFile.text(out.resolve("sql/" + source + ".sql"), select);
          sources.append(
              FURTHER
                  .replace("@SOURCE@", source)
                  .replace("@UNTIL@", plan.historyUntil().toString()));
          if (source.equals("users")) {
            sources.append("    immutable: [role, is_sponsor]\n");
          }
        });
    String end = "    immutable: [priority, category]\n";
    LandedFile.text(out.resolve("holdfast.yaml"), settings(plan).replace(end, end + sources));
  }

  private static final String FURTHER =
      """
        @SOURCE@:
          history: history/@SOURCE@.csv
          history_until: @UNTIL@
          nightly: "{date}/@SOURCE@.csv"
          load: changes
          select: sql/@SOURCE@.sql
      """;

  private static String settings(WorldPlan plan) {
    return """
        # A simulated business; truth/accounts.csv says what really happened to whom.
        lake: ./lake
        landing: ./landing
        timezone: UTC
        currency: USD
        rates: {EUR: 1.08}
        sources:
          accounts:
            history: history/accounts.csv
            history_until: @UNTIL@
            nightly: "{date}/accounts.csv"
            load: changes
            select: sql/accounts.sql
            immutable: [segment, industry, country, channel, founded_on]
          subscriptions:
            history: history/subscriptions.csv
            history_until: @UNTIL@
            nightly: "{date}/subscriptions.csv"
            load: changes
            select: sql/subscriptions.sql
            immutable: [auto_renews]
          usage_events:
            history: history/usage_events-*.jsonl.gz
            history_until: @UNTIL@
            nightly: "{date}/usage_events.jsonl.gz"
            load: append
            select: sql/usage_events.sql
          support_tickets:
            history: history/support_tickets.csv
            history_until: @UNTIL@
            nightly: "{date}/support_tickets.csv"
            load: changes
            select: sql/support_tickets.sql
            immutable: [priority, category]
        usage:
          # Work that leaves the product, or brings a colleague into it, proves its value.
          key_events: [export, invite_user]
        churn: {lead_days: 0, horizon_days: 60, grace_days: 14}
        expansion: {lead_days: 0, horizon_days: 60, grace_days: 14, min_increase: 0.05}
        training: {every_days: 28, max_snapshots: 24, when: weekly, min_positives: 50}
        lists:
          at_risk: {max_rows: @ROWS@, tiers: {critical: 4, high: 2, medium: 1}}
          upsell: {max_rows: @ROWS@}
        """
        .replace("@UNTIL@", plan.historyUntil().toString())
        .replace("@ROWS@", String.valueOf(Math.max(20, Math.min(50, plan.accounts() / 20))));
  }

  private static final String ACCOUNTS =
      """
      SELECT
        id AS account_id,
        company AS account_name,
        segment,
        industry,
        country,
        channel,
        owner AS csm_owner,
        created AS signed_up_on,
        founded AS founded_on
      FROM accounts
      """;

  private static final String SUBSCRIPTIONS =
      """
      SELECT
        sub_id AS subscription_id,
        start AS starts_on,
        account AS account_id,
        product,
        plan,
        seats,
        amount AS mrr,
        list_amount AS list_mrr,
        ccy AS currency,
        interval_months AS billing_months,
        discount AS discount_pct,
        discount_until AS discount_ends_on,
        trial AS is_trial,
        auto_renew AS auto_renews,
        term_end AS term_ends_on,
        cancel_requested AS cancel_requested_on,
        ended AS ended_on
      FROM subscriptions
      """;

  private static final String USAGE_EVENTS =
      """
      SELECT
        get_json_object(json, '$.id') AS event_id,
        get_json_object(json, '$.account') AS account_id,
        get_json_object(json, '$.user') AS user_id,
        get_json_object(json, '$.ts') AS event_at,
        get_json_object(json, '$.kind') AS event_type,
        coalesce(get_json_object(json, '$.n'), '1') AS quantity
      FROM usage_events
      """;

  private static final String SUPPORT_TICKETS =
      """
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
      """;
}
