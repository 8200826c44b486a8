package io.holdfast.deliver;

import io.holdfast.deliver.FoundSchema.Reader;
import io.holdfast.error.DataException;
import io.holdfast.error.LockedException;
import io.holdfast.error.SettingsException;
import io.holdfast.error.StorageException;
import io.holdfast.lake.Manifest;
import io.holdfast.lake.Manifest.Publication;
import io.holdfast.lake.Manifest.PublishedTable;
import io.holdfast.landing.Database;
import io.holdfast.table.Table;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Published nights in a serving database. Rows are staged first; then one transaction replaces
 * those of the night in all tables, so that readers see the night before or this one, whole.
 */
public final class DatabaseDelivery {
  /** A reader that holds a table for longer than this is waited for by the scheduler. */
  private static final String PATIENCE = "SET LOCAL lock_timeout = '60s'";

  private final ServingDatabase database;

  private DatabaseDelivery(ServingDatabase database) {
    this.database = database;
  }

  public static DatabaseDelivery to(ServingDatabase database) {
    return new DatabaseDelivery(database);
  }

  /** Everything that would keep a night from being delivered, each a line; nothing is changed. */
  public static List<String> problems(ServingDatabase database, Consumer<String> progress) {
    DatabaseDelivery delivery = new DatabaseDelivery(database);
    try (Connection connection = delivery.connection()) {
      connection.setAutoCommit(false);
      delivery.prepare(connection, progress);
      connection.rollback();
      return List.of();
    } catch (SQLException e) {
      return List.of(ServingFailure.of(database, e).getMessage());
    } catch (SettingsException e) {
      return List.of(e.getMessage());
    }
  }

  /** Whether the database has all tables of this publication that it is to have. */
  public boolean isDelivered(Publication publication) {
    try (Connection connection = connection()) {
      return DeliveredNight.at(connection, database.schema(), publication.asOf())
          .tables(publication.runId())
          .containsAll(tables(publication).stream().map(Table::name).toList());
    } catch (SQLException e) {
      throw ServingFailure.of(database, e);
    }
  }

  /**
   * Delivers a publication.
   *
   * @param progress takes a line when all rows are staged, and what people should know
   * @param fence throws when this run no longer holds the lake; asked before the night is switched
   * @return view of the newest night → rows of this one
   * @throws SettingsException when the database has a later publication of the night, refuses us,
   *     or stands otherwise than can be added to
   * @throws DataException when the lake no longer has the rows that the manifest names
   * @throws LockedException when somebody holds what is to be changed
   * @throws StorageException when the database cannot be reached
   */
  public Map<String, Long> write(
      Manifest manifest, Publication publication, Consumer<String> progress, Runnable fence) {
    try (Connection connection = connection()) {
      inTransaction(connection, () -> prepare(connection, progress));
      Map<ServedTable, Long> staged = stage(connection, manifest, publication);
      progress.accept("deliver: rows staged in " + database);
      inTransaction(
          connection,
          () -> {
            NightSwitch.of(connection, database, publication).to(staged);
            fence.run();
          });
      Map<String, Long> rows = new LinkedHashMap<>();
      staged.forEach((t, count) -> rows.put(database.schema() + "." + t.latestName(), count));
      return rows;
    } catch (SQLException e) {
      throw ServingFailure.of(database, e);
    }
  }

  private interface Work {
    void done() throws SQLException;
  }

  /** What fails before its end is undone when the connection is closed. */
  private static void inTransaction(Connection connection, Work work) throws SQLException {
    connection.setAutoCommit(false);
    work.done();
    connection.commit();
    connection.setAutoCommit(true);
  }

  /** Adds what the schema lacks, before and apart from the rows: readers wait for it, if at all. */
  private void prepare(Connection connection, Consumer<String> progress) throws SQLException {
    lock(connection, database);
    FoundSchema found = FoundSchema.in(connection, database);
    if (found.reader() == Reader.MAY_NOT_BE_CREATED) {
      progress.accept(
          "WARN delivery to "
              + database
              + ": there is no role "
              + database.readerRole()
              + " and we may not create it, so that nobody else may read the views; CREATE ROLE it,"
              + " and the next delivery grants, or name another reader_role: of deliver.postgres");
    }
    try (Statement statement = connection.createStatement()) {
      for (String change : SchemaChanges.of(database, found)) {
        statement.execute(change);
      }
    }
  }

  /** One delivery at a time changes a schema, until its transaction ends. */
  static void lock(Connection connection, ServingDatabase database) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(PATIENCE);
      statement.execute(
          "SELECT pg_advisory_xact_lock(hashtextextended('holdfast "
              + database.schema()
              + "', 0))");
    }
  }

  private Map<ServedTable, Long> stage(
      Connection connection, Manifest manifest, Publication publication) throws SQLException {
    Map<String, Long> named =
        publication.tables().stream()
            .collect(Collectors.toMap(PublishedTable::name, PublishedTable::rows));
    Map<ServedTable, Long> staged = new LinkedHashMap<>();
    for (Table table : tables(publication)) {
      ServedTable served = new ServedTable(database.schema(), table);
      long rows =
          StagedRows.copy(
              connection, served, manifest.written(table, publication.asOf(), publication.runId()));
      if (rows != named.get(table.name())) {
        throw new DataException(
            "delivery of night "
                + publication.asOf()
                + ": table "
                + table
                + " has "
                + rows
                + " rows of run "
                + publication.runId()
                + ", its manifest says "
                + named.get(table.name())
                + "; files of the lake were changed: restore them, or publish the night again by"
                + " night --restate");
      }
      staged.put(served, rows);
    }
    return staged;
  }

  /** Those wanted that the night has: an older one lacks what later versions publish. */
  private List<Table> tables(Publication publication) {
    Set<String> named =
        publication.tables().stream().map(PublishedTable::name).collect(Collectors.toSet());
    return database.tables().stream().filter(table -> named.contains(table.name())).toList();
  }

  private Connection connection() throws SQLException {
    return DriverManager.getConnection(
        database.url(), Database.properties(database.user(), database.password()));
  }
}
