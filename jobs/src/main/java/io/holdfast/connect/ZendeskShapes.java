package io.holdfast.connect;

import io.holdfast.table.SupportTickets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Objects of Zendesk's API, one a line; a ticket may carry its metric_set. */
final class ZendeskShapes {
  private static final String ORGANIZATION = "organization_id";

  static final List<Shape> ALL =
      List.of(
          Shape.of("Zendesk tickets", SupportTickets.TABLE, ZendeskShapes::tickets)
              .required("created_at")
              .required("organization_id")
              .required("status")
              .fields(
                  "requester_id",
                  "assignee_id",
                  "priority",
                  "satisfaction_rating.score",
                  "tags",
                  "subject",
                  "updated_at"),
          Shape.lookup("Zendesk organizations")
              .required("external_id")
              .required("domain_names")
              .fields("name", "group_id", "shared_tickets", "organization_fields", "created_at"));

  private ZendeskShapes() {}

  private static Mapping tickets(FileProfile profile, Surroundings surroundings) {
    List<String> doubts = new ArrayList<>();
    Optional<FileProfile> organizations =
        surroundings.isAccount(profile, ORGANIZATION)
            ? Optional.empty()
            : profile
                .find(ORGANIZATION)
                .flatMap(c -> surroundings.lookup(c, "id", profile))
                .filter(o -> o.has("external_id"));
    String account = ORGANIZATION;
    if (organizations.isPresent()) {
      account = "account";
      surroundings.doubt(organizations.get(), "external_id").ifPresent(doubts::add);
    } else {
      account = surroundings.isAccount(profile, "external_id") ? "external_id" : ORGANIZATION;
      surroundings.doubt(profile, account).ifPresent(doubts::add);
    }
    if (!profile.has("solved_at") && !profile.has("metric_set.solved_at")) {
      doubts.add(
          "neither solved_at nor a metric_set: the last update of a solved ticket stands for its"
              + " solution, and the first response is unknown");
    }
    doubts.add(
        "a ticket does not say when it was escalated or rated: its last update stands for that,"
            + " escalated means a tag escalated");
    String select =
        """
        -- Zendesk tickets: one row per
        SELECT
          id AS ticket_id,
          %s AS account_id,
          created_at AS opened_at,
          try_cast(created_at AS TIMESTAMP) + make_dt_interval(
            0, 0, metric_set.reply_time_in_minutes.calendar) AS first_response_at,
          -- Without a time of its own, the last update of a solved
          coalesce(
            solved_at,
            metric_set.solved_at,
            CASE WHEN status IN ('solved', 'closed') THEN updated_at END) AS resolved_at,
          CASE WHEN array_contains(tags, 'escalated') THEN updated_at END AS escalated_at,
          CASE WHEN satisfaction_rating.score IN ('good', 'bad') THEN updated_at END AS csat_at,
          CASE satisfaction_rating.score WHEN 'good' THEN 5 WHEN 'bad' THEN 1 END AS csat_score,
          priority,
          -- A tag says more than Zendesk's four types (problem, incident, question, task).
          coalesce(
            get(filter(tags, tag -> tag IN ('bug', 'feature_request', 'performance', 'pricing',
              'upgrade')), 0),
            type) AS category,
          assignee_id AS assigned_to,
          metric_set.replies AS replies
        FROM support_tickets%s
        WHERE status <> 'deleted'
        """
            .formatted(
                account,
                organizations.isPresent()
                    ? """

                    LEFT JOIN (SELECT id AS organization, external_id AS account FROM organizations)
                      AS named ON organization = organization_id"""
                    : "");
    // Lookups are read by the schema of their source: it holds the fields of both.
    String schema =
        "id STRING, organization_id STRING, external_id STRING, created_at STRING,"
            + " updated_at STRING, solved_at STRING, status STRING, priority STRING, type STRING,"
            + " tags ARRAY<STRING>, assignee_id STRING, satisfaction_rating STRUCT<score: STRING>,"
            + " metric_set STRUCT<solved_at: STRING, replies: BIGINT,"
            + " reply_time_in_minutes: STRUCT<calendar: INT>>";
    Mapping mapping = Mapping.of(select, schema, doubts).immutable("priority", "category");
    return organizations.map(o -> mapping.with(Map.of("organizations", o.group()))).orElse(mapping);
  }
}
