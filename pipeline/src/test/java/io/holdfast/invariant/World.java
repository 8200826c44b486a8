package io.holdfast.invariant;

import io.holdfast.TestSession;
import io.holdfast.snapshot.AsOfDates;
import io.holdfast.snapshot.Snapshot;
import io.holdfast.snapshot.SnapshotRules;
import io.holdfast.table.AccountDays;
import io.holdfast.table.Accounts;
import io.holdfast.table.Batch;
import io.holdfast.table.Canonical;
import io.holdfast.table.Column;
import io.holdfast.table.CsmTouches;
import io.holdfast.table.Invoices;
import io.holdfast.table.Subscriptions;
import io.holdfast.table.SupportTickets;
import io.holdfast.table.SurveyResponses;
import io.holdfast.table.Table;
import io.holdfast.table.UsageEvents;
import io.holdfast.table.UserDays;
import io.holdfast.table.Users;
import io.holdfast.tile.Tiles;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;

/**
 * The clean rows and tiles of a business, by table. Worlds whose ids are prefixed fit into one, so
 * that Spark runs once for many.
 */
final class World {
  /** The tables that a snapshot cuts. */
  static final List<Table> CUT =
      Stream.concat(
              Canonical.tables().stream().filter(t -> t != UsageEvents.TABLE),
              Stream.of(AccountDays.TABLE, UserDays.TABLE))
          .toList();

  private static final List<Column> IDS =
      List.of(
          Accounts.ACCOUNT_ID,
          Subscriptions.SUBSCRIPTION_ID,
          SupportTickets.TICKET_ID,
          Invoices.INVOICE_ID,
          Users.USER_ID,
          SurveyResponses.RESPONSE_ID,
          CsmTouches.TOUCH_ID);

  private final Map<String, List<Cells>> rows;

  private World(Map<String, List<Cells>> rows) {
    this.rows = rows;
  }

  static World empty() {
    return new World(Map.of());
  }

  static World union(Collection<World> worlds) {
    Map<String, List<Cells>> all = new HashMap<>();
    worlds.forEach(
        w -> w.rows.forEach((t, r) -> all.computeIfAbsent(t, x -> new ArrayList<>()).addAll(r)));
    return new World(all);
  }

  List<Cells> rows(Table table) {
    return rows.getOrDefault(table.name(), List.of());
  }

  /** The same world with these rows of one table. */
  World with(Table table, List<Cells> replaced) {
    Map<String, List<Cells>> changed = new HashMap<>(rows);
    changed.put(table.name(), replaced);
    return new World(changed);
  }

  /** The same world with every row of one table changed. */
  World each(Table table, UnaryOperator<Cells> change) {
    return with(table, rows(table).stream().map(change).toList());
  }

  /** The same world with one more row. */
  World plus(Table table, Cells row) {
    List<Cells> more = new ArrayList<>(rows(table));
    more.add(row);
    return with(table, more);
  }

  /** The same world under other ids: "&lt;prefix&gt;/&lt;id&gt;". */
  World prefixed(String prefix) {
    World renamed = this;
    for (Table table : Stream.concat(CUT.stream(), Stream.of(UsageEvents.TABLE)).toList()) {
      List<Column> ids = table.columns().stream().filter(World::isId).toList();
      renamed =
          renamed.each(
              table,
              row -> {
                Cells changed = row;
                for (Column id : ids) {
                  changed = row.has(id) ? changed.with(id, prefix + "/" + row.text(id)) : changed;
                }
                return changed;
              });
    }
    return renamed;
  }

  private static boolean isId(Column column) {
    return IDS.stream().anyMatch(id -> id.name().equals(column.name()));
  }

  /** The tiles that the world's events make. */
  World withTiles(ZoneId zone) {
    Dataset<Row> events = dataset(UsageEvents.TABLE, 2);
    return with(AccountDays.TABLE, collected(Tiles.accountDays(events, zone)))
        .with(UserDays.TABLE, collected(Tiles.userDays(events, zone)));
  }

  static List<Cells> collected(Dataset<Row> rows) {
    return rows.collectAsList().stream().map(Cells::of).toList();
  }

  /** What this world knew at the end of each of these days. */
  Snapshot snapshot(AsOfDates dates, SnapshotRules rules) {
    return snapshot(dates, rules, 2);
  }

  /** The same with the rows in so many partitions, in the order given. */
  Snapshot snapshot(AsOfDates dates, SnapshotRules rules, int partitions) {
    Map<String, Dataset<Row>> datasets = new HashMap<>();
    CUT.forEach(t -> datasets.put(t.name(), dataset(t, partitions)));
    return Snapshot.of(
        t -> datasets.get(t.name()),
        t -> rows.containsKey(t.name()) || rows.containsKey(tiles(t)),
        dates,
        rules);
  }

  /** Usage is known by its tiles. */
  private static String tiles(Table table) {
    return table.name().equals(UsageEvents.TABLE.name()) ? AccountDays.TABLE.name() : "";
  }

  private Dataset<Row> dataset(Table table, int partitions) {
    SparkSession spark = TestSession.spark();
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    List<Row> stored = rows(table).stream().map(r -> r.row(table)).toList();
    return spark.createDataFrame(context.parallelize(stored, partitions), table.schema());
  }

  /** The row as it lies in a batch: known since the batch, or in the history since it occurred. */
  static Cells landed(Table table, Cells row, Landing landing, ZoneId zone) {
    LocalDate on = occurred(table).map(c -> row.day(c, zone)).orElse(null);
    LocalDate batch = landing.on();
    LocalDate known =
        landing.isHistory()
            ? on == null ? LocalDate.of(1900, 1, 1) : on.isBefore(batch) ? on : batch
            : on == null || on.isBefore(batch) ? batch : on;
    return row.with(Batch.INGESTED_ON, batch)
        .with(Batch.KNOWN_ON, known)
        .with(Batch.IS_HISTORY, landing.isHistory())
        .with(Batch.INGESTED_MONTH, batch.toString().substring(0, 7));
  }

  /** The column that says when a row of the table came to be; empty where none does. */
  static Optional<Column> occurred(Table table) {
    return table
        .occurred()
        .or(
            () ->
                table.key().stream()
                    .filter(c -> c.type().equals(DataTypes.DateType))
                    .filter(c -> !c.name().equals(Batch.INGESTED_ON.name()))
                    .findFirst());
  }

  /** A batch: the history, or a dated folder. */
  record Landing(LocalDate on, boolean isHistory) {}
}
