package io.holdfast.snapshot;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.date_sub;
import static org.apache.spark.sql.functions.from_utc_timestamp;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.map_filter;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.to_date;
import static org.apache.spark.sql.functions.when;

import io.holdfast.lake.Inputs;
import io.holdfast.lake.Lake;
import io.holdfast.table.AccountDays;
import io.holdfast.table.Accounts;
import io.holdfast.table.Batch;
import io.holdfast.table.CsmTouches;
import io.holdfast.table.InPlace;
import io.holdfast.table.Invoices;
import io.holdfast.table.OnboardingMilestones;
import io.holdfast.table.Published;
import io.holdfast.table.Subscriptions;
import io.holdfast.table.SuccessMetrics;
import io.holdfast.table.SupportTickets;
import io.holdfast.table.SurveyResponses;
import io.holdfast.table.Table;
import io.holdfast.table.TimeRole;
import io.holdfast.table.UsageEvents;
import io.holdfast.table.UserDays;
import io.holdfast.table.Users;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.storage.StorageLevel;

/**
 * The only door to history: rows as they were known at each of a set of as-of dates. What a column
 * says about time ({@link TimeRole}) is applied to every table alike, so that feature and label
 * code never sees an uncut row. Every dataset carries {@code as_of} first.
 */
public final class Snapshot implements AutoCloseable {
  /** The longest window of usage in days: tiles older than this are never read. */
  public static final int LONGEST_WINDOW = 84;

  private static final Column AS_OF = Published.AS_OF.col();
  private static final String VALID_TO = "valid_to";

  private final Function<Table, Dataset<Row>> tables;
  private final Predicate<Table> isLoaded;
  private final AsOfDates dates;
  private final SnapshotRules rules;
  private final boolean isKept;
  private final Column isShown;
  private final Map<String, Dataset<Row>> kept = new HashMap<>();

  private Snapshot(
      Function<Table, Dataset<Row>> tables,
      Predicate<Table> isLoaded,
      AsOfDates dates,
      SnapshotRules rules,
      boolean isKept,
      Column isShown) {
    this.tables = tables;
    this.isLoaded = isLoaded;
    this.dates = dates;
    this.rules = rules;
    this.isKept = isKept;
    this.isShown = isShown;
  }

  /**
   * What the lake knew at the end of each of these days. What several families read is worked out
   * once, and kept until this is closed.
   *
   * @param night the batches that the night may read: a source without any is absent
   */
  public static Snapshot at(Lake lake, AsOfDates dates, SnapshotRules rules, Inputs night) {
    Set<String> sources = night.sources();
    return new Snapshot(
        lake::read, t -> sources.contains(source(t).name()), dates, rules, true, lit(true));
  }

  /** The same over tables given by a function; {@code isLoaded} says which sources exist. */
  public static Snapshot of(
      Function<Table, Dataset<Row>> tables,
      Predicate<Table> isLoaded,
      AsOfDates dates,
      SnapshotRules rules) {
    return new Snapshot(tables, isLoaded, dates, rules, false, lit(true));
  }

  /**
   * The same with one date more, of which only the accounts of a sample are shown. What is known of
   * an account must not depend on others.
   */
  public Snapshot with(Sample sample) {
    SortedSet<LocalDate> all = new TreeSet<>(dates.dates());
    all.add(sample.asOf());
    return new Snapshot(
        tables,
        isLoaded,
        AsOfDates.of(all),
        rules,
        isKept,
        not(sample.isOfDate()).or(sample.isDrawn()));
  }

  /** Tiles are made from events. */
  private static Table source(Table table) {
    return table == AccountDays.TABLE || table == UserDays.TABLE ? UsageEvents.TABLE : table;
  }

  public SnapshotRules rules() {
    return rules;
  }

  /** Whether the business has this source at all: its absence makes nulls, not zeros. */
  public boolean has(Table table) {
    return isLoaded.test(table);
  }

  /**
   * One row per as-of date and account, newest version as known; one that has vanished keeps its
   * values.
   */
  public Dataset<Row> accounts() {
    return once("accounts", () -> cut(Accounts.TABLE));
  }

  /** One row per as-of date and subscription term, newest version as known. */
  public Dataset<Row> subscriptions() {
    return cut(Subscriptions.TABLE);
  }

  /** One row per as-of date and ticket, newest version as known. */
  public Dataset<Row> supportTickets() {
    return cut(SupportTickets.TABLE);
  }

  /** One row per as-of date and invoice, newest version as known. */
  public Dataset<Row> invoices() {
    return cut(Invoices.TABLE);
  }

  /**
   * One row per as-of date and user at a customer, newest version as known; one that has vanished
   * has lost access then.
   */
  public Dataset<Row> users() {
    return cut(Users.TABLE)
        .withColumn(
            Users.DEACTIVATED_ON.name(),
            least(Users.DEACTIVATED_ON.col(), Batch.VANISHED_ON.col()));
  }

  /** One row per as-of date and survey response, newest version as known. */
  public Dataset<Row> surveyResponses() {
    return cut(SurveyResponses.TABLE);
  }

  /** One row per as-of date and CSM touch, newest version as known. */
  public Dataset<Row> csmTouches() {
    return cut(CsmTouches.TABLE);
  }

  /** One row per as-of date, account and onboarding milestone, newest version as known. */
  public Dataset<Row> onboardingMilestones() {
    return cut(OnboardingMilestones.TABLE);
  }

  /** One row per as-of date, account, metric and day of measurement, newest version as known. */
  public Dataset<Row> successMetrics() {
    return cut(SuccessMetrics.TABLE);
  }

  /** The rows of any canonical table but usage, which is known by its tiles: one per key. */
  public Dataset<Row> rows(Table table) {
    return cut(table);
  }

  /** Of these, those that landed after a day: a check of what is new reads no history. */
  public Dataset<Row> rowsLandedAfter(Table table, LocalDate day) {
    return cut(table, tables.apply(table).filter(Batch.INGESTED_ON.col().gt(lit(day))));
  }

  /**
   * One row per as-of date, account and version known by then, with {@code known_on} and {@code
   * ingested_on} in whose order they became known. What a history says is left out before its end:
   * it tells how an account ended up, not when it became so.
   */
  public Dataset<Row> accountVersions() {
    return tables
        .apply(Accounts.TABLE)
        .join(broadcast(asOfDates()), Batch.KNOWN_ON.col().leq(AS_OF))
        .filter(not(isHindsight()).and(hasOccurred(Accounts.TABLE)).and(isShown))
        .select(
            Stream.concat(
                    Stream.of(AS_OF, Batch.KNOWN_ON.col(), Batch.INGESTED_ON.col()),
                    Accounts.TABLE.canonical().stream().map(c -> asKnown(Accounts.TABLE, c)))
                .toArray(Column[]::new));
  }

  /** One row per as-of date and paying stretch of a term: the one source of every use of MRR. */
  public Dataset<Row> mrrSpans() {
    return once("mrr_spans", () -> MrrSpanRows.of(endedWithTheirAccount(terms()), rules));
  }

  /** The account-day tiles of the longest window before each date, as known: tile columns. */
  public Dataset<Row> accountDays() {
    return window(AccountDays.TABLE);
  }

  /** The user-day tiles of the longest window before each date, as known: tile columns. */
  public Dataset<Row> userDays() {
    return window(UserDays.TABLE);
  }

  /** Lets go of what was kept. */
  @Override
  public void close() {
    kept.values().forEach(Dataset::unpersist);
  }

  private Dataset<Row> once(String name, Supplier<Dataset<Row>> rows) {
    if (!isKept) {
      return rows.get();
    }
    Dataset<Row> known = kept.get(name);
    if (known == null) {
      known = rows.get().persist(StorageLevel.MEMORY_AND_DISK());
      kept.put(name, known);
    }
    return known;
  }

  /** The business day of a date or of an instant. */
  public Column businessDate(io.holdfast.table.Column column) {
    return column.type().equals(DataTypes.TimestampType)
        ? to_date(from_utc_timestamp(column.col(), rules.zone().getId()))
        : column.col();
  }

  private Dataset<Row> terms() {
    Dataset<Row> versions = tables.apply(Subscriptions.TABLE);
    return rules.inPlace() == InPlace.CHANGE
        ? cut(Subscriptions.TABLE, OverwrittenTerms.of(versions), col(OverwrittenTerms.EARLIER))
        : cut(Subscriptions.TABLE, versions);
  }

  /** An account that has vanished is inactive: what it paid for ends with it. */
  private Dataset<Row> endedWithTheirAccount(Dataset<Row> terms) {
    String accountVanishedOn = "account_vanished_on";
    Dataset<Row> vanished =
        accounts()
            .filter(Batch.VANISHED_ON.col().isNotNull())
            .select(
                AS_OF, Accounts.ACCOUNT_ID.col(), Batch.VANISHED_ON.col().as(accountVanishedOn));
    return terms
        .join(vanished, new String[] {Published.AS_OF.name(), Accounts.ACCOUNT_ID.name()}, "left")
        .withColumn(
            Batch.VANISHED_ON.name(), least(Batch.VANISHED_ON.col(), col(accountVanishedOn)))
        .drop(accountVanishedOn);
  }

  private Dataset<Row> cut(Table table) {
    return cut(table, tables.apply(table));
  }

  /**
   * Versions become intervals once, whatever the number of dates: a version is valid from the day
   * it was known until one that landed later was. What landed last counts, also where it says that
   * the row occurred sooner than was thought, and so could be known before its forerunner.
   *
   * @param beside further columns of the versions that need no cut
   */
  private Dataset<Row> cut(Table table, Dataset<Row> rows, Column... beside) {
    Column[] key = table.key().stream().map(c -> c.col()).toArray(Column[]::new);
    Dataset<Row> versions =
        rows.withColumn(
            VALID_TO,
            min(Batch.KNOWN_ON.col())
                .over(
                    Window.partitionBy(key)
                        .orderBy(Batch.INGESTED_ON.col().desc(), Batch.KNOWN_ON.col().desc())
                        .rowsBetween(Window.unboundedPreceding(), -1)));
    Column isValid =
        Batch.KNOWN_ON.col().leq(AS_OF).and(col(VALID_TO).isNull().or(AS_OF.lt(col(VALID_TO))));
    return versions
        .join(broadcast(asOfDates()), isValid)
        .filter(hasOccurred(table).and(isShown))
        .select(
            Stream.of(
                    Stream.of(AS_OF),
                    table.known().stream().map(c -> asKnown(table, c)),
                    Stream.of(beside))
                .flatMap(Function.identity())
                .toArray(Column[]::new));
  }

  private Column hasOccurred(Table table) {
    return table.canonical().stream()
        .filter(c -> c.role() == TimeRole.OCCURRED)
        .map(c -> c.col().isNull().or(businessDate(c).leq(AS_OF)))
        .reduce(lit(true), Column::and);
  }

  private Column asKnown(Table table, io.holdfast.table.Column column) {
    return switch (column.role()) {
      case KEY, OCCURRED, PLANNED -> column.col();
      case HAPPENS -> when(businessDate(column).leq(AS_OF), column.col()).as(column.name());
      case WITH ->
          when(businessDate(table.column(column.with())).leq(AS_OF), column.col())
              .as(column.name());
      case ATTRIBUTE, MEASURE ->
          isImmutable(table, column)
              ? column.col()
              : when(not(isHindsight()), column.col())
                  .otherwise(declaredImmutable(column))
                  .as(column.name());
    };
  }

  private boolean isImmutable(Table table, io.holdfast.table.Column column) {
    return (column.isImmutable() && !isOverwritten(table, column))
        || rules.immutable().getOrDefault(table.name(), Set.of()).contains(column.name());
  }

  /** Of an account's attributes, those that are declared one by one; of other columns nothing. */
  private Column declaredImmutable(io.holdfast.table.Column column) {
    Object[] declared =
        rules.immutable().getOrDefault(Accounts.TABLE.name(), Set.of()).stream()
            .filter(Accounts::isAttribute)
            .map(Accounts::attributeName)
            .toArray();
    return column.equals(Accounts.ATTRIBUTES) && declared.length > 0
        ? map_filter(column.col(), (name, value) -> name.isin(declared))
        : lit(null);
  }

  private boolean isOverwritten(Table table, io.holdfast.table.Column column) {
    return rules.inPlace() != null
        && table.name().equals(Subscriptions.TABLE.name())
        && Subscriptions.AGREED.contains(column);
  }

  /** The history tells how an attribute ended up, not how it was on a date before the load. */
  private static Column isHindsight() {
    return Batch.IS_HISTORY.col().and(AS_OF.lt(Batch.INGESTED_ON.col()));
  }

  private Dataset<Row> window(Table tiles) {
    io.holdfast.table.Column activityDate = AccountDays.ACTIVITY_DATE;
    // The literals let Delta skip files; nothing is ingested before it happens.
    Column isNear =
        dates.windows(LONGEST_WINDOW).stream()
            .map(
                w ->
                    activityDate
                        .col()
                        .gt(lit(w.after()))
                        .and(activityDate.col().leq(lit(w.upTo())))
                        .and(AccountDays.KNOWN_ON.col().leq(lit(w.upTo()))))
            .reduce(lit(false), Column::or)
            .and(
                AccountDays.INGESTED_ON
                    .col()
                    .geq(lit(dates.dates().first().minusDays(LONGEST_WINDOW))));
    Column isInWindow =
        activityDate
            .col()
            .leq(AS_OF)
            .and(activityDate.col().gt(date_sub(AS_OF, LONGEST_WINDOW)))
            .and(AccountDays.KNOWN_ON.col().leq(AS_OF));
    return tables
        .apply(tiles)
        .filter(isNear)
        .join(broadcast(asOfDates()), isInWindow)
        .filter(isShown)
        .select(
            Stream.concat(Stream.of(AS_OF), tiles.columns().stream().map(c -> c.col()))
                .toArray(Column[]::new));
  }

  private Dataset<Row> asOfDates() {
    Dataset<Row> any = tables.apply(Subscriptions.TABLE);
    return any.sparkSession()
        .createDataset(List.copyOf(dates.dates()), Encoders.LOCALDATE())
        .toDF(Published.AS_OF.name());
  }
}
