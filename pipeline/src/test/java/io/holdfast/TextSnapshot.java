package io.holdfast;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.date_format;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.to_date;

import io.holdfast.snapshot.AsOfDates;
import io.holdfast.snapshot.Snapshot;
import io.holdfast.snapshot.SnapshotRules;
import io.holdfast.table.AccountDays;
import io.holdfast.table.Batch;
import io.holdfast.table.InPlace;
import io.holdfast.table.Table;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Snapshots of tables given as text. A source that is not given does not exist. */
public final class TextSnapshot {
  /** UTC, US dollars, a euro at 1.10, fourteen days of grace. */
  public static final SnapshotRules RULES =
      new SnapshotRules(ZoneOffset.UTC, "USD", Map.of("EUR", new BigDecimal("1.10")), 14, Map.of());

  private final Map<Table, Dataset<Row>> tables = new HashMap<>();
  private SnapshotRules rules = RULES;

  private TextSnapshot() {}

  /** No tables yet. */
  public static TextSnapshot empty() {
    return new TextSnapshot();
  }

  /** The same with a table; where the text does not say, a row is known since it occurred. */
  public TextSnapshot with(Table table, String text) {
    Dataset<Row> rows = TextTable.rows(table, text);
    Column occurredOn = occurredOn(table);
    Column knownOn = coalesce(Batch.KNOWN_ON.col(), occurredOn);
    Column ingestedOn = coalesce(Batch.INGESTED_ON.col(), knownOn);
    Dataset<Row> landed =
        rows.withColumns(
            Map.of(Batch.KNOWN_ON.name(), knownOn, Batch.INGESTED_ON.name(), ingestedOn));
    tables.put(
        table,
        table.columns().contains(Batch.IS_HISTORY)
            ? landed
                .withColumn(Batch.IS_HISTORY.name(), coalesce(Batch.IS_HISTORY.col(), lit(false)))
                .withColumn(
                    Batch.INGESTED_MONTH.name(), date_format(Batch.INGESTED_ON.col(), "yyyy-MM"))
            : landed);
    return this;
  }

  /** The same for a source that overwrites terms in place. */
  public TextSnapshot overwritten(InPlace meaning) {
    rules = RULES.with(meaning);
    return this;
  }

  /** The same for a source that declares columns never to change. */
  public TextSnapshot immutable(Table table, String... columns) {
    rules =
        new SnapshotRules(
            RULES.zone(),
            RULES.currency(),
            RULES.rates(),
            RULES.graceDays(),
            Map.of(table.name(), Set.of(columns)));
    return this;
  }

  /** What was known at the end of each of these days. */
  public Snapshot at(String... dates) {
    return at(AsOfDates.of(Stream.of(dates).map(LocalDate::parse).toList()));
  }

  /** What was known at the end of each of these days. */
  public Snapshot at(AsOfDates dates) {
    return Snapshot.of(t -> tables.getOrDefault(t, none(t)), tables::containsKey, dates, rules);
  }

  private static Dataset<Row> none(Table table) {
    return TestSession.spark().createDataFrame(List.of(), table.schema());
  }

  /** Tiles are known since their day; what never says when it came to be, from the beginning. */
  private static Column occurredOn(Table table) {
    return table
        .occurred()
        .or(() -> table.columns().stream().filter(AccountDays.ACTIVITY_DATE::equals).findFirst())
        .map(c -> to_date(c.col()))
        .orElse(lit(LocalDate.EPOCH));
  }
}
