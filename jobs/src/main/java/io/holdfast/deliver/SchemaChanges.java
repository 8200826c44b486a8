package io.holdfast.deliver;

import static io.holdfast.deliver.ServedTable.quoted;

import io.holdfast.deliver.FoundSchema.Found;
import io.holdfast.deliver.FoundSchema.Reader;
import io.holdfast.deliver.FoundSchema.Relation;
import io.holdfast.error.SettingsException;
import io.holdfast.table.Column;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The statements that bring a schema to what this version declares: none on most nights. They only
 * add. Nothing is dropped, so grants and what was built upon the views stay; columns of a newer
 * version are left as they are.
 */
final class SchemaChanges {
  private final ServingDatabase database;
  private final FoundSchema found;
  private final String schema;
  private final List<String> statements = new ArrayList<>();

  private SchemaChanges(ServingDatabase database, FoundSchema found) {
    this.database = database;
    this.found = found;
    this.schema = quoted(database.schema());
  }

  /**
   * What is missing, in an order in which it can be made.
   *
   * @throws SettingsException when something stands there that cannot be added to
   */
  static List<String> of(ServingDatabase database, FoundSchema found) {
    SchemaChanges changes = new SchemaChanges(database, found);
    changes.schema();
    Stream.concat(Stream.of(Deliveries.TABLE), database.tables().stream())
        .map(table -> new ServedTable(database.schema(), table))
        .forEach(changes::table);
    return changes.statements;
  }

  private void schema() {
    if (!found.isThere()) {
      add("CREATE SCHEMA %s", schema);
      add("COMMENT ON SCHEMA %s IS 'Published nights of Holdfast; read the views'", schema);
    }
    if (found.reader() == Reader.MAY_BE_CREATED) {
      add("CREATE ROLE %s NOLOGIN", quoted(database.readerRole()));
    }
    if (isRead() && !found.isUsable()) {
      add("GRANT USAGE ON SCHEMA %s TO %s", schema, quoted(database.readerRole()));
    }
  }

  private boolean isRead() {
    return found.reader() == Reader.EXISTS || found.reader() == Reader.MAY_BE_CREATED;
  }

  private void table(ServedTable served) {
    String grain = served.table().grain() + ".";
    Set<String> columns = rows(served);
    comments("TABLE", served, served.rowsName(), grain + " Rows behind the views");
    List<String> shown = List.copyOf(columns);
    if (isOther(served.latestName(), shown)) {
      statements.add(served.createLatest(shown));
    }
    comments("VIEW", served, served.latestName(), grain + " The newest night");
    if (isOther(served.historyName(), shown)) {
      statements.add(served.createHistory(shown));
    }
    comments("VIEW", served, served.historyName(), grain + " All nights");
    grant(served.latestName());
    grant(served.historyName());
  }

  /** Returns all columns that the rows will have. */
  private Set<String> rows(ServedTable served) {
    Relation rows = found.relations().get(served.rowsName());
    if (rows == null) {
      statements.addAll(served.createRows());
      return new LinkedHashSet<>(served.table().columns().stream().map(Column::name).toList());
    }
    refuseUnless(Set.of("r", "p").contains(rows.kind()), served.rowsName(), "is no table");
    Set<String> columns = new LinkedHashSet<>(rows.columnNames());
    for (Column column : served.table().columns()) {
      if (columns.add(column.name())) {
        // Null in the nights before: what was not published then is not made up now.
        add("ALTER TABLE %s ADD COLUMN %s", served.rows(), ServedTable.definition(column));
      } else {
        refuseOtherType(served, column, rows.columns().get(column.name()));
      }
    }
    List<String> key =
        rows.columnNames().stream().filter(c -> rows.columns().get(c).isKey()).sorted().toList();
    List<String> wanted =
        served.table().columns().stream()
            .filter(ServedTable::isKey)
            .map(Column::name)
            .sorted()
            .toList();
    refuseUnless(
        key.equals(wanted), served.rowsName(), "has the key " + key + ", wanted " + wanted);
    return columns;
  }

  private void refuseOtherType(ServedTable served, Column column, Found standing) {
    String wanted = ServedTable.type(column.type());
    refuseUnless(
        standing.type().equals(wanted),
        served.rowsName() + "." + column.name(),
        "is " + standing.type() + ", wanted " + wanted);
  }

  private boolean isOther(String view, List<String> columns) {
    Relation standing = found.relations().get(view);
    refuseUnless(standing == null || standing.kind().equals("v"), view, "is no view");
    return standing == null || !standing.columnNames().equals(columns);
  }

  private void refuseUnless(boolean isFit, String name, String otherwise) {
    if (!isFit) {
      throw new SettingsException(
          "delivery to "
              + database
              + ": "
              + database.schema()
              + "."
              + name
              + " "
              + otherwise
              + "; another version of Holdfast or somebody else made it: deliver with that version,"
              + " or name another schema: of deliver.postgres");
    }
  }

  private void comments(String kind, ServedTable served, String name, String text) {
    Relation standing = found.relations().get(name);
    if (standing == null || !text.equals(standing.comment())) {
      add("COMMENT ON %s %s.%s IS %s", kind, schema, quoted(name), literal(text));
    }
    for (Column column : served.table().columns()) {
      Found before = standing == null ? null : standing.columns().get(column.name());
      if (before == null || !Objects.equals(before.comment(), column.meaning())) {
        add(
            "COMMENT ON COLUMN %s.%s.%s IS %s",
            schema, quoted(name), quoted(column.name()), literal(column.meaning()));
      }
    }
  }

  private void grant(String view) {
    boolean isReadable =
        found.relations().containsKey(view) && found.relations().get(view).isReadable();
    if (isRead() && !isReadable) {
      add("GRANT SELECT ON %s.%s TO %s", schema, quoted(view), quoted(database.readerRole()));
    }
  }

  private void add(String statement, Object... names) {
    statements.add(statement.formatted(names));
  }

  private static String literal(String text) {
    return "'" + text.replace("'", "''") + "'";
  }
}
