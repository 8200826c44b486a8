package io.holdfast.job;

import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import io.holdfast.check.Finding;
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
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Observation;
import org.apache.spark.sql.Row;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Whether today's code still makes the features that are stored: each night some accounts of one
 * earlier date are computed again, from the same batches, rules and versions of features, and
 * compared. The date is one of those that the night rests on, which are the rows that models are
 * trained on and that say what is usual: the newest of them, whose windows the night reads for the
 * most part anyway, and one night in seven any of them, at the price of one longest window more.
 * Which, depends on the night alone. They are computed in the same pass as the night's own.
 */
final class Parity {
  private static final String ROWS = "rows";
  private static final int NIGHTS_BETWEEN_DRAWS = 7;

  private final JobContext context;
  private final Inputs night;
  private final Optional<LocalDate> date;
  private final Map<Table, Observation> observed = new LinkedHashMap<>();
  private ParityRows stored;
  private List<Finding> findings;

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
    if (earlier.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        night.toEpochDay() % NIGHTS_BETWEEN_DRAWS == 0
            ? earlier.get(new SplittableRandom(night.toEpochDay()).nextInt(earlier.size()))
            : earlier.get(earlier.size() - 1));
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
   * @throws io.holdfast.error.DifferenceException naming table, date, account, column and both
   *     values
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
   * @throws io.holdfast.error.DifferenceException naming table, date, account, column and both
   *     values
   */
  List<Finding> findings() {
    // Steps that are run one by one may find the date's rows missing.
    if (findings == null && (date.isEmpty() || isStale(date.get()))) {
      findings = ParityRows.noFindings();
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
    stored.refuseDifferences(computed, context.asOf());
    findings = stored.findings();
    context
        .progress()
        .accept(
            "parity: features of "
                + stored.sample().asOf()
                + " computed again, "
                + stored.rows().get(AccountFeatures.TABLE).size()
                + " accounts, none differs");
  }

  private ParityRows stored(LocalDate day) {
    if (stored == null) {
      Lake lake = context.lake();
      List<LocalDate> days = List.of(day);
      stored =
          SmallWork.interpreted(
              lake.spark(),
              () ->
                  ParityRows.drawn(
                      context.asOf(),
                      day,
                      lake.readDays(AccountFeatures.TABLE, AccountFeatures.AS_OF, days),
                      lake.readDays(AccountEventFeatures.TABLE, AccountEventFeatures.AS_OF, days)));
    }
    return stored;
  }

  /** A task that ran twice is heard twice. */
  private static List<Row> rows(Observation sampled) {
    try {
      return CollectionConverters.asJava((scala.collection.Seq<?>) sampled.getAsJava().get(ROWS))
          .stream()
          .map(Row.class::cast)
          .distinct()
          .toList();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a finished write was looked at", e);
    }
  }
}
