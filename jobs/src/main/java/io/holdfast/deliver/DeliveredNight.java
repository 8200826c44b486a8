package io.holdfast.deliver;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

/**
 * What a serving database says it holds of a night.
 *
 * @param deliveries one of each table; none where the night was never delivered
 */
record DeliveredNight(List<Delivery> deliveries) {

  /** The rows of one table. */
  record Delivery(String table, String runId, Instant publishedAt) {}

  static DeliveredNight at(Connection connection, String schema, LocalDate asOf)
      throws SQLException {
    String rows = ServedTable.rows(schema, Deliveries.TABLE.name());
    try (PreparedStatement exists =
        connection.prepareStatement("SELECT to_regclass(?) IS NOT NULL")) {
      exists.setString(1, rows);
      try (ResultSet found = exists.executeQuery()) {
        found.next();
        return new DeliveredNight(
            found.getBoolean(1) ? deliveries(connection, rows, asOf) : List.of());
      }
    }
  }

  private static List<Delivery> deliveries(Connection connection, String rows, LocalDate asOf)
      throws SQLException {
    List<Delivery> deliveries = new ArrayList<>();
    try (PreparedStatement query =
        connection.prepareStatement(
            "SELECT table_name, run_id, published_at FROM " + rows + " WHERE as_of = ?")) {
      query.setObject(1, asOf);
      try (ResultSet found = query.executeQuery()) {
        while (found.next()) {
          deliveries.add(
              new Delivery(
                  found.getString(1),
                  found.getString(2),
                  found.getObject(3, OffsetDateTime.class).toInstant()));
        }
      }
    }
    return deliveries;
  }

  /** The tables that hold rows of this run. */
  List<String> tables(String runId) {
    return deliveries.stream().filter(d -> d.runId().equals(runId)).map(Delivery::table).toList();
  }
}
