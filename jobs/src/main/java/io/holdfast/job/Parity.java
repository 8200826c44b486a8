package io.holdfast.job;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import io.holdfast.check.Check;
import io.holdfast.check.Difference;
import io.holdfast.check.Finding;
import io.holdfast.error.DifferenceException;
import io.holdfast.feature.EventFeatures;
import io.holdfast.feature.Features;
import io.holdfast.lake.Inputs;
import io.holdfast.lake.Lake;
import io.holdfast.settings.Settings;
import io.holdfast.snapshot.AsOfDates;
import io.holdfast.snapshot.Sample;
import io.holdfast.snapshot.Snapshot;
import io.holdfast.table.AccountEventFeatures;
import io.holdfast.table.AccountFeatures;
import io.holdfast.table.Table;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Observation;
import org.apache.spark.sql.Row;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Whether today's code still makes the features that are stored: each night some accounts of one
 * earlier date are computed again, from the same batches, rules and versions of features, and
 * compared. The date is drawn from those that the night rests on, which are the rows that models
 * are trained on and that say what is usual; the draw depends on the night alone. It costs little
 * where the night computes features anyway: they are computed in the same pass.
 */
final class Parity {
  /** How many accounts are compared. */
  static final int ACCOUNTS = 50;

  private static final String HASH = "hash";
  private static final String ROWS = "rows";

  private final JobContext context;
  private final Inputs night;
  private final Optional<LocalDate> date;
  private final Map<Table, Observation> observed = new LinkedHashMap<>();
  private Drawn stored;
  private List<Finding> findings;

  /**
   * What was drawn of two sets of features.
   *
   * @param sample which accounts
   * @param rows theirs, by table
   */
  private record Drawn(Sample sample, Map<Table, List<Row>> rows) {}

  private Parity(JobContext context, Inputs night, Optional<LocalDate> date) {
    this.context = context;
    this.night = night;
    this.date = date;
  }

  /**
   * The parity of a night; nothing is read yet.
   *
   * @param dates those that the night rests on
   */
  static Parity of(JobContext context, AsOfDates dates) {
    return new Parity(context, TrainJob.inputs(context), date(context.asOf(), dates));
  }

  /** Of what compares nothing, such as a backfill. */
  static Parity none(JobContext context) {
    return of(context, AsOfDates.of());
  }

  /** The date that a night compares; empty when it rests on no earlier one. */
  static Optional<LocalDate> date(LocalDate night, AsOfDates dates) {
    List<LocalDate> earlier = dates.dates().stream().filter(d -> d.isBefore(night)).toList();
    return earlier.isEmpty()
        ? Optional.empty()
        : Optional.of(
            earlier.get(new SplittableRandom(night.toEpochDay()).nextInt(earlier.size())));
  }

  /** What data_quality says of a night that made these features of the date it compares. */
  static List<Finding> findings(
      LocalDate night, LocalDate date, Dataset<Row> accountFeatures, Dataset<Row> eventFeatures) {
    return findings(drawn(night, date, accountFeatures, eventFeatures).rows());
  }

  /** What data_quality says of a night that compares nothing. */
  static List<Finding> noFindings() {
    return findings(Map.of());
  }

  /**
   * The accounts that are computed again beside dates that are computed anyway; none when the
   * stored rows of their date are among those that are replaced.
   */
  Optional<Sample> sampleBeside(Set<LocalDate> replaced) {
    return date.filter(Predicate.not(replaced::contains)).map(d -> stored(d).sample());
  }

  /** The rows but those of the sample, which are taken down while the others are written. */
  Dataset<Row> withoutSample(Table table, Dataset<Row> rows) {
    if (stored == null) {
      return rows;
    }
    Column isSample = stored.sample().isOfDate();
    Column[] columns = Arrays.stream(rows.columns()).map(rows::col).toArray(Column[]::new);
    Observation sampled = new Observation();
    observed.put(table, sampled);
    return rows.observe(sampled, collect_list(when(isSample, struct(columns))).as(ROWS))
        .filter(not(isSample));
  }

  /**
   * Compares what was taken down.
   *
   * @throws DifferenceException naming table, date, account, column and both values
   */
  void compareSample() {
    if (!observed.isEmpty()) {
      compare(table -> rows(observed.get(table)));
    }
  }

  /**
   * What data_quality says of the comparison, which is made now unless it was made with other
   * dates.
   *
   * @throws DifferenceException naming table, date, account, column and both values
   */
  List<Finding> findings() {
    // Steps that are run one by one may find the date's rows missing.
    if (findings == null && (date.isEmpty() || isStale(date.get()))) {
      findings = noFindings();
    }
    if (findings == null) {
      SmallWork.interpreted(context.lake().spark(), () -> compareAlone(date.orElseThrow()));
    }
    return findings;
  }

  private boolean isStale(LocalDate day) {
    return !FeaturesJob.stale(context, night, AsOfDates.of(day)).isEmpty();
  }

  private List<Finding> compareAlone(LocalDate day) {
    Settings settings = context.settings();
    Sample sample = stored(day).sample();
    try (Snapshot snapshot =
        Snapshot.at(context.lake(), AsOfDates.of(day), settings.snapshot(), night).with(sample)) {
      Dataset<Row> accountFeatures = Features.of(snapshot, settings.features());
      Dataset<Row> eventFeatures = EventFeatures.of(snapshot);
      compare(
          table ->
              (table == AccountFeatures.TABLE ? accountFeatures : eventFeatures).collectAsList());
    }
    return findings;
  }

  private void compare(Function<Table, List<Row>> computed) {
    stored
        .rows()
        .forEach(
            (table, rows) -> {
              List<Difference> differences =
                  Difference.of(table, compared(table), rows, computed.apply(table));
              if (!differences.isEmpty()) {
                throw difference(table, differences);
              }
            });
    findings = findings(stored.rows());
    context
        .progress()
        .accept(
            "parity: features of "
                + stored.sample().asOf()
                + " computed again, "
                + stored.rows().get(AccountFeatures.TABLE).size()
                + " accounts, none differs");
  }

  private DifferenceException difference(Table table, List<Difference> differences) {
    return new DifferenceException(
        "parity: %s of %s, made from the same batches, rules and feature versions, are computed otherwise now: %s%s; night %s is not published; bump the FEATURE_VERSION of a family that was changed, or report it"
            .formatted(
                table.name(),
                stored.sample().asOf(),
                differences.get(0).text(),
                differences.size() == 1
                    ? ""
                    : " (and %d more values)".formatted(differences.size() - 1),
                context.asOf()));
  }

  private Drawn stored(LocalDate day) {
    if (stored == null) {
      Lake lake = context.lake();
      List<LocalDate> days = List.of(day);
      stored =
          SmallWork.interpreted(
              lake.spark(),
              () ->
                  drawn(
                      context.asOf(),
                      day,
                      lake.readDays(AccountFeatures.TABLE, AccountFeatures.AS_OF, days),
                      lake.readDays(AccountEventFeatures.TABLE, AccountEventFeatures.AS_OF, days)));
    }
    return stored;
  }

  /** The accounts of the smallest hashes, and all that is said of them. */
  private static Drawn drawn(
      LocalDate night, LocalDate day, Dataset<Row> accountFeatures, Dataset<Row> eventFeatures) {
    String seed = night.toString();
    List<Row> accounts =
        accountFeatures
            .withColumn(HASH, Sample.hash(seed))
            .orderBy(col(HASH), AccountFeatures.ACCOUNT_ID.col())
            .limit(ACCOUNTS)
            .collectAsList();
    long most =
        accounts.size() < ACCOUNTS ? Long.MAX_VALUE : accounts.get(ACCOUNTS - 1).<Long>getAs(HASH);
    Sample sample = new Sample(day, seed, most);
    Map<Table, List<Row>> rows = new LinkedHashMap<>();
    rows.put(AccountFeatures.TABLE, accounts);
    rows.put(AccountEventFeatures.TABLE, eventFeatures.filter(sample.isDrawn()).collectAsList());
    return new Drawn(sample, rows);
  }

  private static List<Finding> findings(Map<Table, List<Row>> rows) {
    return Stream.of(AccountFeatures.TABLE, AccountEventFeatures.TABLE)
        .flatMap(
            table ->
                Stream.of(
                    new Finding(
                        Check.told(table.name(), "rows of an earlier date computed again", lit(0)),
                        rows.getOrDefault(table, List.of()).size()),
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

  private static List<io.holdfast.table.Column> compared(Table table) {
    return table.columns().stream()
        .filter(Predicate.not(AccountFeatures.INPUTS_FINGERPRINT::equals))
        .filter(c -> !c.isKey())
        .toList();
  }

  private static List<Row> rows(Observation sampled) {
    try {
      return CollectionConverters.asJava((scala.collection.Seq<?>) sampled.getAsJava().get(ROWS))
          .stream()
          .map(Row.class::cast)
          .toList();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a finished write was looked at", e);
    }
  }
}
