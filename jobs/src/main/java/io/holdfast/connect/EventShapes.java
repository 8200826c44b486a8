package io.holdfast.connect;

import io.holdfast.table.UsageEvents;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Product events as the common trackers write them, one a line. */
final class EventShapes {
  private static final List<String> SEGMENT_ACCOUNTS =
      List.of("context.groupId", "groupId", "properties.groupId", "properties.account_id");

  static final List<Shape> ALL =
      List.of(
          Shape.of("Segment events", UsageEvents.TABLE, EventShapes::segment)
              .required("messageId")
              .required("timestamp")
              .fields("event", "userId", "type", "context.groupId", "properties", "anonymousId"),
          Shape.of("PostHog events", UsageEvents.TABLE, EventShapes::postHog)
              .required("distinct_id")
              .required("event")
              .required("timestamp")
              .fields("uuid", "properties.$lib", "properties.$session_id", "team_id"));

  private EventShapes() {}

  private static Mapping segment(FileProfile profile, Surroundings surroundings) {
    return events(
        profile,
        surroundings,
        SEGMENT_ACCOUNTS,
        """
        -- Segment's track calls are events; its page and screen calls count as what they are.
        SELECT
          get_json_object(json, '$.messageId') AS event_id,
          %s AS account_id,
          coalesce(
            get_json_object(json, '$.userId'),
            get_json_object(json, '$.anonymousId')) AS user_id,
          get_json_object(json, '$.timestamp') AS event_at,
          coalesce(get_json_object(json, '$.event'), get_json_object(json, '$.type')) AS event_type
        FROM usage_events
        """,
        "coalesce(get_json_object(json, '$.type'), 'track') NOT IN ('identify', 'group', 'alias')");
  }

  private static Mapping postHog(FileProfile profile, Surroundings surroundings) {
    List<String> groups =
        Stream.concat(
                profile.columns().stream()
                    .map(ColumnProfile::path)
                    .filter(p -> p.startsWith("properties.$groups.")),
                Stream.of("properties.$group_0", "properties.account_id"))
            .toList();
    return events(
        profile,
        surroundings,
        groups,
        """
        -- PostHog's events; the group is the account.
        SELECT
          get_json_object(json, '$.uuid') AS event_id,
          %s AS account_id,
          get_json_object(json, '$.distinct_id') AS user_id,
          get_json_object(json, '$.timestamp') AS event_at,
          get_json_object(json, '$.event') AS event_type
        FROM usage_events
        """,
        "get_json_object(json, '$.event') NOT IN ('$identify', '$groupidentify', '$set',\n"
            + "  '$create_alias', '$feature_flag_called', '$pageleave')");
  }

  private static Mapping events(
      FileProfile profile,
      Surroundings surroundings,
      List<String> usual,
      String select,
      String isEvent) {
    List<String> doubts = new ArrayList<>();
    Optional<String> path = surroundings.accountPath(profile, usual);
    if (path.isEmpty()) {
      doubts.add("no field names the account; looked for " + String.join(", ", usual));
      return Mapping.of(select.formatted("NULL") + "WHERE " + isEvent + "\n", null, doubts);
    }
    surroundings.doubt(profile, path.get()).ifPresent(doubts::add);
    String account = Names.json("json", path.get());
    StringBuilder text =
        new StringBuilder(select.formatted(account))
            .append("-- What says who somebody is, or how the tracker works, is no use.\n")
            .append("WHERE ")
            .append(isEvent)
            .append('\n');
    int without = profile.rows() - profile.find(path.get()).map(ColumnProfile::filled).orElse(0);
    if (without > 0) {
      text.append("  -- In a sample ")
          .append(without)
          .append(" of ")
          .append(profile.rows())
          .append(" events name no account, as before a login: they are left out.\n  AND ")
          .append(account)
          .append(" IS NOT NULL\n");
      doubts.add(without + " of " + profile.rows() + " events name no account and are left out");
    }
    return Mapping.of(text.toString(), null, doubts);
  }
}
