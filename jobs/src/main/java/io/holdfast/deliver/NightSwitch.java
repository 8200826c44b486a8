package io.holdfast.deliver;

import io.holdfast.error.SettingsException;
import io.holdfast.lake.Manifest.Publication;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The transaction that makes a staged night the one that readers see. An older night replaces rows
 * of its own date only, since the newest night is the greatest date that was delivered.
 */
final class NightSwitch {
  private final Connection connection;
  private final ServingDatabase database;
  private final Publication publication;

  private NightSwitch(Connection connection, ServingDatabase database, Publication publication) {
    this.connection = connection;
    this.database = database;
    this.publication = publication;
  }

  static NightSwitch of(Connection connection, ServingDatabase database, Publication publication) {
    return new NightSwitch(connection, database, publication);
  }

  /**
   * Replaces what the database has of the night; the caller commits.
   *
   * @param staged rows of each table
   * @throws SettingsException when the database has a later publication of the night
   */
  void to(Map<ServedTable, Long> staged) throws SQLException {
    DatabaseDelivery.lock(connection, database);
    DeliveredNight before = DeliveredNight.at(connection, database.schema(), publication.asOf());
    refuseLater(before);
    // Also of tables that this delivery lacks: one night, one run.
    TreeSet<String> replaced =
        before.deliveries().stream()
            .map(DeliveredNight.Delivery::table)
            .collect(Collectors.toCollection(TreeSet::new));
    replaced.add(Deliveries.TABLE.name());
    for (String table : replaced) {
      try (PreparedStatement delete =
          connection.prepareStatement(
              "DELETE FROM " + ServedTable.rows(database.schema(), table) + " WHERE as_of = ?")) {
        delete.setObject(1, publication.asOf());
        delete.executeUpdate();
      }
    }
    for (Map.Entry<ServedTable, Long> table : staged.entrySet()) {
      insert(table.getKey());
      note(table.getKey(), table.getValue());
    }
  }

  private void refuseLater(DeliveredNight before) {
    before.deliveries().stream()
        .filter(d -> !d.runId().equals(publication.runId()))
        .filter(d -> !d.publishedAt().isBefore(publication.publishedAt()))
        .findFirst()
        .ifPresent(
            later -> {
              throw new SettingsException(
                  "delivery of night "
                      + publication.asOf()
                      + " to "
                      + database
                      + ": run "
                      + publication.runId()
                      + " was published at "
                      + publication.publishedAt()
                      + ", but "
                      + database.schema()
                      + " has run "
                      + later.runId()
                      + " of "
                      + later.publishedAt()
                      + ": a later one stays; look whether two lakes deliver to one schema:");
            });
  }

  private void insert(ServedTable served) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO %s (%s) SELECT %s FROM %s"
                .formatted(served.rows(), served.columns(), served.columns(), served.staging()))) {
      insert.executeUpdate();
    }
  }

  private void note(ServedTable served, long rows) throws SQLException {
    ServedTable deliveries = new ServedTable(database.schema(), Deliveries.TABLE);
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO %s (%s) VALUES (?, ?, ?, ?, ?)"
                .formatted(deliveries.rows(), deliveries.columns()))) {
      insert.setObject(1, publication.asOf());
      insert.setString(2, publication.runId());
      insert.setString(3, served.table().name());
      insert.setObject(4, publication.publishedAt().atOffset(ZoneOffset.UTC));
      insert.setLong(5, rows);
      insert.executeUpdate();
    }
  }
}
