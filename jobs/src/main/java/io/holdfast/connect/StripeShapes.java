package io.holdfast.connect;

import io.holdfast.table.Accounts;
import io.holdfast.table.Invoices;
import io.holdfast.table.Subscriptions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Objects of Stripe's API, one a line. Amounts are in the smallest unit, times in seconds. */
final class StripeShapes {
  /** Currencies whose smallest unit is the unit; Stripe names them in lower case. */
  static final String WHOLE_CURRENCIES =
      "'bif', 'clp', 'djf', 'gnf', 'jpy', 'kmf',\n"
          + "        'krw', 'mga', 'pyg', 'rwf', 'ugx', 'vnd', 'vuv', 'xaf', 'xof', 'xpf'";

  static final List<Shape> ALL =
      List.of(
          Shape.of("Stripe customers", Accounts.TABLE, StripeShapes::customers)
              .values("object", "customer")
              .values("id", "cus_")
              .required("created")
              .fields("email", "name", "currency", "delinquent", "metadata", "livemode"),
          Shape.of("Stripe subscriptions", Subscriptions.TABLE, StripeSubscriptions::of)
              .values("object", "subscription")
              .values("id", "sub_")
              .required("items.data[].price.unit_amount")
              .required("customer")
              .required("start_date")
              .fields("status", "cancel_at_period_end", "canceled_at", "ended_at", "trial_end"),
          Shape.of("Stripe invoices", Invoices.TABLE, StripeShapes::invoices)
              .values("object", "invoice")
              .values("id", "in_")
              .required("amount_due")
              .required("customer")
              .fields("status_transitions.paid_at", "due_date", "status", "currency", "created"),
          Shape.lookup("Stripe products")
              .values("object", "product")
              .values("id", "prod_")
              .required("name")
              .fields("active", "default_price", "created"));

  private StripeShapes() {}

  private static Mapping customers(FileProfile profile, Surroundings surroundings) {
    Map<String, String> columns = new LinkedHashMap<>();
    List<String> doubts = new ArrayList<>();
    String metadata = "metadata.";
    profile.columns().stream()
        .map(ColumnProfile::path)
        .filter(p -> p.startsWith(metadata))
        .map(p -> p.substring(metadata.length()))
        .forEach(
            key -> {
              String column = NameMatch.accountColumn(key).orElse("attr_" + Names.snake(key));
              columns.putIfAbsent(column, "metadata['" + key.replace("'", "\\'") + "']");
            });
    if (!columns.isEmpty()) {
      doubts.add("metadata is yours: " + columns.keySet() + " were matched by name");
    }
    columns.remove("account_name");
    columns.remove("signed_up_on");
    if (profile.has("address.country")) {
      columns.putIfAbsent("country", "address.country");
    }
    String more =
        String.join(
            "",
            columns.entrySet().stream()
                .map(e -> e.getValue() + " AS " + e.getKey() + ",\n  ")
                .toList());
    return Mapping.of(
            """
            -- Stripe customers: one row per customer.
            SELECT
              id AS account_id,
              coalesce(name, description, email) AS account_name,
              %s-- seconds since 1970
              timestamp_seconds(created) AS signed_up_on
            FROM accounts
            """
                .formatted(more),
            "id STRING, name STRING, description STRING, email STRING, created BIGINT,"
                + " address STRUCT<country: STRING>, metadata MAP<STRING, STRING>",
            doubts)
        .immutable(immutable(columns))
        .accountAt("id");
  }

  private static String[] immutable(Map<String, String> columns) {
    return columns.keySet().stream()
        .filter(SettingsText.SELDOM_CHANGE::contains)
        .toArray(String[]::new);
  }

  private static Mapping invoices(FileProfile profile, Surroundings surroundings) {
    return Mapping.of(
        """
        -- Stripe invoices: one row per invoice that was issued.
        SELECT
          id AS invoice_id,
          customer AS account_id,
          timestamp_seconds(coalesce(status_transitions.finalized_at, created)) AS issued_on,
          -- What is charged automatically is due at once.
          timestamp_seconds(coalesce(due_date, status_transitions.finalized_at, created)) AS due_on,
          timestamp_seconds(status_transitions.paid_at) AS paid_on,
          -- A void invoice is owed by nobody.
          CASE WHEN status = 'void' THEN 0 ELSE amount_due
            / CASE WHEN currency IN (%s) THEN 1 ELSE 100 END
          END AS amount,
          upper(currency) AS currency
        FROM invoices
        WHERE status <> 'draft'
        """
            .formatted(WHOLE_CURRENCIES),
        "id STRING, customer STRING, status STRING, created BIGINT, due_date BIGINT,"
            + " amount_due BIGINT, currency STRING,"
            + " status_transitions STRUCT<finalized_at: BIGINT, paid_at: BIGINT>",
        List.of("uncollectible invoices count as owed until somebody voids them"));
  }
}
