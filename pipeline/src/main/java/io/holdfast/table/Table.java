package io.holdfast.table;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * One table of the lake, declared once: where it lies, what a row stands for, and its columns. The
 * Delta schema, the comments, the checks and the data dictionary come from here.
 */
public final class Table {
  private final String folder;
  private final String name;
  private final String grain;
  private final List<Column> columns;
  private final List<String> partitions;

  private Table(
      String folder, String name, String grain, List<Column> columns, List<String> partitions) {
    this.folder = folder;
    this.name = name;
    this.grain = grain;
    this.columns = columns;
    this.partitions = partitions;
  }

  /**
   * A table.
   *
   * @param folder the folder of the lake it lies in (empty for the root), such as {@code features}
   * @param name the table's name, also its folder's
   * @param grain a sentence that starts "One row per"
   */
  public static Table of(String folder, String name, String grain, Column... columns) {
    if (!grain.startsWith("One row per")) {
      throw new IllegalArgumentException(
          "table " + name + " must say its grain as \"One row per …\", found \"" + grain + "\"");
    }
    return new Table(folder, name, grain, List.of(columns), List.of());
  }

  /** The canonical table of entities: the given columns and those of their {@link Batch}. */
  public static Table clean(String name, String grain, Column... canonical) {
    return clean(name, grain, canonical, Batch.OF_ENTITIES);
  }

  /** The canonical table of events, which are never delivered whole and so never vanish. */
  public static Table events(String name, String grain, Column... canonical) {
    return clean(name, grain, canonical, Batch.OF_EVENTS);
  }

  private static Table clean(String name, String grain, Column[] canonical, List<Column> ofBatch) {
    List<Column> columns = Stream.concat(Arrays.stream(canonical), ofBatch.stream()).toList();
    return new Table("clean", name, grain, columns, List.of());
  }

  /** A published table: the given columns behind {@code as_of} and {@code run_id}. */
  public static Table published(String name, String grain, Column... columns) {
    List<Column> all =
        Stream.concat(Stream.of(Published.AS_OF, Published.RUN_ID), Arrays.stream(columns))
            .toList();
    return new Table("published", name, grain, all, List.of(Published.AS_OF.name()));
  }

  /** The same table, its files laid out by these columns. */
  public Table partitionedBy(Column... by) {
    return new Table(folder, name, grain, columns, Arrays.stream(by).map(Column::name).toList());
  }

  public String name() {
    return name;
  }

  /** A sentence: "One row per …". */
  public String grain() {
    return grain;
  }

  public List<Column> columns() {
    return columns;
  }

  public List<String> partitions() {
    return partitions;
  }

  /** The path below the lake, such as {@code features/account_features}. */
  public String path() {
    return folder.isEmpty() ? name : folder + "/" + name;
  }

  public List<Column> key() {
    return columns.stream().filter(Column::isKey).toList();
  }

  /** The names of the key columns, for joins and windows. */
  public String[] keyNames() {
    return key().stream().map(Column::name).toArray(String[]::new);
  }

  /** The columns that rows are sought by, and files are skipped by: the key and the time. */
  public List<String> soughtBy() {
    return columns.stream()
        .filter(c -> c.isKey() || c.role() == TimeRole.OCCURRED || c.equals(Batch.INGESTED_ON))
        .map(Column::name)
        .filter(Predicate.not(partitions::contains))
        .toList();
  }

  /** Without the columns that ingest adds: what a source's select yields. */
  public List<Column> canonical() {
    return columns.stream().filter(Predicate.not(Batch.OF_ENTITIES::contains)).toList();
  }

  /** What a snapshot shows of a row: the canonical columns, and whether the row still stands. */
  public List<Column> known() {
    return columns.stream().filter(Predicate.not(Batch.OF_EVENTS::contains)).toList();
  }

  /** Whether rows may end by no longer standing in a full dump. */
  public boolean isOfEntities() {
    return columns.contains(Batch.VANISHED_ON);
  }

  /** The column before which a row does not exist; empty where a table has none. */
  public Optional<Column> occurred() {
    return columns.stream().filter(c -> c.role() == TimeRole.OCCURRED).findFirst();
  }

  /** The column of this name; an unknown one is our mistake. */
  public Column column(String columnName) {
    return columns.stream()
        .filter(c -> c.name().equals(columnName))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("table " + name + " has no column " + columnName));
  }

  /** The stored schema with comments. */
  public StructType schema() {
    return new StructType(columns.stream().map(Column::field).toArray(StructField[]::new));
  }

  /**
   * The rows as exactly this table's columns, in order, with comments. Ends each stage.
   *
   * @throws IllegalStateException naming columns that are missing, unknown or of another type
   */
  public Dataset<Row> conform(Dataset<Row> rows) {
    Map<String, DataType> found = new LinkedHashMap<>();
    for (StructField field : rows.schema().fields()) {
      found.put(field.name(), field.dataType());
    }
    Set<String> wanted = new LinkedHashSet<>(columns.stream().map(Column::name).toList());
    List<String> missing = wanted.stream().filter(c -> !found.containsKey(c)).toList();
    List<String> unknown = found.keySet().stream().filter(c -> !wanted.contains(c)).toList();
    List<String> otherType =
        columns.stream()
            .filter(c -> found.containsKey(c.name()))
            .filter(c -> !storesAs(found.get(c.name()), c.type()))
            .map(
                c ->
                    c.name()
                        + " ("
                        + found.get(c.name()).simpleString()
                        + ", wanted "
                        + c.type().simpleString()
                        + ")")
            .toList();
    if (!missing.isEmpty() || !unknown.isEmpty() || !otherType.isEmpty()) {
      throw new IllegalStateException(
          "rows do not conform to table "
              + name
              + ": missing "
              + missing
              + ", unknown "
              + unknown
              + ", of another type "
              + otherType);
    }
    return rows.select(
        columns.stream()
            .map(c -> c.col().cast(c.type()).as(c.name(), c.comment()))
            .toArray(org.apache.spark.sql.Column[]::new));
  }

  private static boolean storesAs(DataType found, DataType wanted) {
    return found.catalogString().equals(wanted.catalogString())
        || (found instanceof DecimalType && wanted instanceof DecimalType);
  }

  @Override
  public String toString() {
    return path();
  }
}
