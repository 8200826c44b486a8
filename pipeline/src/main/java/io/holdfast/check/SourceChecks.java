package io.holdfast.check;

import static io.holdfast.check.Check.Level.WARN;
import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import io.holdfast.table.AccountFeatures;
import io.holdfast.table.Accounts;
import io.holdfast.table.Batches;
import io.holdfast.table.Table;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** What is worth knowing of the rows a night was made from; nothing here stops it. */
public final class SourceChecks {
  private static final String IS_KNOWN = "its_account_is_known";
  private static final String BEGAN_ON = "its_account_began_on";
  private static final double MOST_REJECTS = 0.01;
  private static final double MOST_SILENT = 0.5;

  private SourceChecks() {}

  /**
   * Rows of a source beside the account they belong to.
   *
   * @param rows as-of date, account_id and more
   * @param accounts accounts as known on the date, unique by as_of and account_id
   */
  public static Dataset<Row> withAccounts(Dataset<Row> rows, Dataset<Row> accounts) {
    return rows.join(
        accounts.select(
            AccountFeatures.AS_OF.col(),
            Accounts.ACCOUNT_ID.col(),
            Accounts.SIGNED_UP_ON.col().as(BEGAN_ON),
            lit(true).as(IS_KNOWN)),
        new String[] {AccountFeatures.AS_OF.name(), Accounts.ACCOUNT_ID.name()},
        "left");
  }

  /**
   * Orphans and rows before their account's start, over rows of {@link #withAccounts}.
   *
   * @param day business day of a row
   */
  public static List<Check> ofRows(Table table, Column day) {
    return List.of(
        ofOrphans(table),
        Check.none(
            WARN, table.name(), "rows from before their account began", day.lt(col(BEGAN_ON))));
  }

  /** Orphans alone, over rows of {@link #withAccounts}. */
  public static Check ofOrphans(Table table) {
    return Check.none(
        WARN, table.name(), "rows of accounts that are not known", col(IS_KNOWN).isNull());
  }

  /** Over the features of the night. */
  public static List<Check> ofFeatures() {
    return List.of(
        Check.atMost(
            WARN,
            AccountFeatures.TABLE.name(),
            "share of scored accounts without any usage in 84 days",
            avg(when(AccountFeatures.EVENTS_84D.col().equalTo(0), 1.0).otherwise(0.0)),
            MOST_SILENT));
  }

  /** Over the batches known on the night, for every source that could be. */
  public static List<Check> ofBatches(List<Table> sources) {
    return sources.stream()
        .flatMap(
            source -> {
              Column isOfSource = Batches.SOURCE.col().equalTo(source.name());
              Column rejects = sum(when(isOfSource, Batches.REJECTS.col()));
              Column landed =
                  Batches.ROWS
                      .col()
                      .plus(coalesce(Batches.UNCHANGED.col(), lit(0)))
                      .minus(coalesce(Batches.VANISHED.col(), lit(0)))
                      .plus(Batches.REJECTS.col());
              Column all = sum(when(isOfSource, landed));
              return Stream.of(
                  Check.atMost(
                      WARN,
                      source.name(),
                      "sources that are absent",
                      when(count_if(isOfSource).equalTo(0), 1.0).otherwise(0.0),
                      0),
                  Check.atMost(
                      WARN,
                      source.name(),
                      "share of rows that were refused",
                      rejects.cast("double").divide(when(all.gt(0), all)),
                      MOST_REJECTS));
            })
        .toList();
  }
}
