package io.holdfast.deliver;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What stands in the schema of a serving database now, as its catalog says.
 *
 * @param isThere whether the schema exists
 * @param isUsable whether the reader's role may use it
 * @param reader the state of the reader's role
 * @param relations tables and views by name
 */
record FoundSchema(
    boolean isThere, boolean isUsable, Reader reader, Map<String, Relation> relations) {

  /** Whether the role that reads exists, and else whether we may create it. */
  enum Reader {
    EXISTS,
    MAY_BE_CREATED,
    MAY_NOT_BE_CREATED,
    /** The settings want none. */
    NONE
  }

  /**
   * A table or view.
   *
   * @param kind PostgreSQL's letter: r or p for tables, v for views
   * @param isReadable whether the reader's role may select from it
   * @param columns by name, in order
   */
  record Relation(String kind, String comment, boolean isReadable, Map<String, Found> columns) {
    List<String> columnNames() {
      return List.copyOf(columns.keySet());
    }
  }

  /** A column. */
  record Found(String type, String comment, boolean isKey) {}

  private static final String RELATIONS =
      """
      SELECT c.relname, c.relkind::text, obj_description(c.oid, 'pg_class'),
        CASE WHEN EXISTS (SELECT FROM pg_roles WHERE rolname = ?)
          THEN has_table_privilege(?::name, c.oid, 'SELECT') ELSE false END,
        a.attname, format_type(a.atttypid, a.atttypmod), col_description(c.oid, a.attnum),
        coalesce(a.attnum = ANY (i.indkey), false)
      FROM pg_class c
      JOIN pg_namespace n ON n.oid = c.relnamespace
      JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
      LEFT JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary
      WHERE n.nspname = ? AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
      ORDER BY c.relname, a.attnum
      """;

  private static final String SCHEMA =
      """
      SELECT n.oid IS NOT NULL, r.oid IS NOT NULL, u.rolsuper OR u.rolcreaterole,
        CASE WHEN n.oid IS NOT NULL AND r.oid IS NOT NULL
          THEN has_schema_privilege(r.oid, n.oid, 'USAGE') ELSE false END
      FROM pg_roles u
      LEFT JOIN pg_namespace n ON n.nspname = ?
      LEFT JOIN pg_roles r ON r.rolname = ?
      WHERE u.rolname = current_user
      """;

  static FoundSchema in(Connection connection, ServingDatabase database) throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(SCHEMA)) {
      query.setString(1, database.schema());
      query.setString(2, database.readerRole());
      try (ResultSet found = query.executeQuery()) {
        found.next();
        return new FoundSchema(
            found.getBoolean(1),
            found.getBoolean(4),
            database.readerRole() == null
                ? Reader.NONE
                : found.getBoolean(2)
                    ? Reader.EXISTS
                    : found.getBoolean(3) ? Reader.MAY_BE_CREATED : Reader.MAY_NOT_BE_CREATED,
            relations(connection, database));
      }
    }
  }

  private static Map<String, Relation> relations(Connection connection, ServingDatabase database)
      throws SQLException {
    Map<String, Relation> relations = new LinkedHashMap<>();
    try (PreparedStatement query = connection.prepareStatement(RELATIONS)) {
      query.setString(1, database.readerRole());
      query.setString(2, database.readerRole());
      query.setString(3, database.schema());
      try (ResultSet found = query.executeQuery()) {
        while (found.next()) {
          String name = found.getString(1);
          if (!relations.containsKey(name)) {
            relations.put(
                name,
                new Relation(
                    found.getString(2),
                    found.getString(3),
                    found.getBoolean(4),
                    new LinkedHashMap<>()));
          }
          relations
              .get(name)
              .columns()
              .put(
                  found.getString(5),
                  new Found(found.getString(6), found.getString(7), found.getBoolean(8)));
        }
      }
    }
    return relations;
  }
}
