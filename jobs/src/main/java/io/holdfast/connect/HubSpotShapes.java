package io.holdfast.connect;

import io.holdfast.table.Accounts;
import java.util.ArrayList;
import java.util.List;

/** Companies of HubSpot's API, one a line. */
final class HubSpotShapes {
  static final List<Shape> ALL =
      List.of(
          Shape.of("HubSpot companies", Accounts.TABLE, HubSpotShapes::companies)
              .required("id")
              .required("properties.name")
              .required("properties.createdate")
              .fields(
                  "properties.hubspot_owner_id",
                  "properties.industry",
                  "properties.domain",
                  "properties.hs_object_id",
                  "archived",
                  "createdAt"));

  private HubSpotShapes() {}

  private static Mapping companies(FileProfile profile, Surroundings surroundings) {
    String key = surroundings.accountKey(profile, "id");
    List<String> doubts = new ArrayList<>();
    if (profile.has("properties.hubspot_owner_id")) {
      doubts.add("csm_owner is HubSpot's owner id, not a name");
    }
    doubts.add("account_id is " + key + "; the other sources must name accounts by it");
    String more =
        profile.has("properties.hs_parent_company_id")
            ? "properties['hs_parent_company_id'] AS parent_account_id,\n  "
            : "";
    return Mapping.of(
            """
            -- HubSpot companies: one row per company.
            SELECT
              %s AS account_id,
              properties['name'] AS account_name,
              properties['industry'] AS industry,
              properties['country'] AS country,
              properties['hubspot_owner_id'] AS csm_owner,
              %sproperties['createdate'] AS signed_up_on
            FROM accounts
            """
                .formatted(
                    key.startsWith("properties.")
                        ? "properties['" + key.substring("properties.".length()) + "']"
                        : key,
                    more),
            "id STRING, properties MAP<STRING, STRING>",
            doubts)
        .immutable("industry", "country")
        .accountAt(key);
  }
}
