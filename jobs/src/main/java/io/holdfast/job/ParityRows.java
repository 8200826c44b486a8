package io.holdfast.job;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.holdfast.check.Check;
import io.holdfast.check.Difference;
import io.holdfast.check.Finding;
import io.holdfast.error.DifferenceException;
import io.holdfast.snapshot.Sample;
import io.holdfast.table.AccountEventFeatures;
import io.holdfast.table.AccountFeatures;
import io.holdfast.table.Column;
import io.holdfast.table.Table;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The features of a few accounts on one date.
 *
 * @param sample which accounts
 * @param rows all that is said of them, by table
 */
record ParityRows(Sample sample, Map<Table, List<Row>> rows) {
  /** How many accounts are compared. */
  static final int ACCOUNTS = 50;

  private static final String HASH = "hash";

  /**
   * Draws accounts of a date: those of the smallest hashes.
   *
   * @param night other nights draw others
   * @param accountFeatures of the date
   * @param eventFeatures of the date
   */
  static ParityRows drawn(
      LocalDate night, LocalDate date, Dataset<Row> accountFeatures, Dataset<Row> eventFeatures) {
    String seed = night.toString();
    List<Row> accounts =
        accountFeatures
            .withColumn(HASH, Sample.hash(seed))
            .orderBy(col(HASH), AccountFeatures.ACCOUNT_ID.col())
            .limit(ACCOUNTS)
            .collectAsList();
    long most =
        accounts.size() < ACCOUNTS ? Long.MAX_VALUE : accounts.get(ACCOUNTS - 1).<Long>getAs(HASH);
    Sample sample = new Sample(date, seed, most);
    Map<Table, List<Row>> rows = new LinkedHashMap<>();
    rows.put(AccountFeatures.TABLE, accounts);
    rows.put(AccountEventFeatures.TABLE, eventFeatures.filter(sample.isDrawn()).collectAsList());
    return new ParityRows(sample, rows);
  }

  /** What data_quality says once these rows were compared: how many, and that none differs. */
  List<Finding> findings() {
    return findings(table -> rows.get(table).size());
  }

  /** What data_quality says of a night that has nothing to compare. */
  static List<Finding> noFindings() {
    return findings(table -> 0);
  }

  private static List<Finding> findings(Function<Table, Integer> compared) {
    return Stream.of(AccountFeatures.TABLE, AccountEventFeatures.TABLE)
        .flatMap(
            table ->
                Stream.of(
                    new Finding(
                        Check.told(table.name(), "rows of an earlier date computed again", lit(0)),
                        compared.apply(table)),
                    new Finding(
                        Check.atMost(
                            Check.Level.STOP,
                            table.name(),
                            "rows of an earlier date that are computed otherwise now",
                            lit(0),
                            0),
                        0)))
        .toList();
  }

  /**
   * Compares what is stored with what is computed now.
   *
   * @param computed a table → its rows of the sample
   * @throws DifferenceException naming table, date, account, column and both values
   */
  void refuseDifferences(Function<Table, List<Row>> computed, LocalDate night) {
    rows.forEach(
        (table, stored) -> {
          List<Difference> differences =
              Difference.of(table, compared(table), stored, computed.apply(table));
          if (!differences.isEmpty()) {
            throw new DifferenceException(text(table, differences, night));
          }
        });
  }

  private String text(Table table, List<Difference> differences, LocalDate night) {
    return String.format(
        "parity: %s of %s, made from the same batches, rules and feature versions, are computed"
            + " otherwise now: %s%s; night %s is not published; raise the FEATURE_VERSION of a"
            + " family that was changed, or report it",
        table.name(),
        sample.asOf(),
        differences.get(0).text(),
        differences.size() == 1 ? "" : " (and " + (differences.size() - 1) + " more values)",
        night);
  }

  private static List<Column> compared(Table table) {
    return table.columns().stream()
        .filter(Predicate.not(AccountFeatures.INPUTS_FINGERPRINT::equals))
        .filter(c -> !c.isKey())
        .toList();
  }
}
