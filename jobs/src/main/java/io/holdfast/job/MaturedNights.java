package io.holdfast.job;

import static org.apache.spark.sql.functions.lit;

import io.holdfast.label.LabelRule;
import io.holdfast.label.Target;
import io.holdfast.lake.Inputs;
import io.holdfast.lake.Lake;
import io.holdfast.lake.Manifest;
import io.holdfast.outreach.ReasonOutcomes;
import io.holdfast.settings.Settings;
import io.holdfast.table.AccountFeatures;
import io.holdfast.table.AccountLabels;
import io.holdfast.table.AtRiskAccounts;
import io.holdfast.table.Published;
import io.holdfast.table.ReasonPerformance;
import io.holdfast.table.Table;
import io.holdfast.table.UpsellCandidates;
import java.time.LocalDate;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The published nights whose outcome a later night knows, so that what they said can be held
 * against what happened. A bounded number of them is read, however old the lake is: of each period
 * between training dates the first, as many as training dates at most, and of churn the newest.
 *
 * @param lake that holds them
 * @param byPeriod target → the first matured night of each period, by the period's number
 * @param newest the newest matured night of churn
 * @param runIds night → the run that counts, of all of these
 */
record MaturedNights(
    Lake lake,
    Map<Target, SortedMap<Long, LocalDate>> byPeriod,
    Optional<LocalDate> newest,
    SortedMap<LocalDate, String> runIds) {

  static MaturedNights of(JobContext context) {
    Lake lake = context.lake();
    Settings settings = context.settings();
    Inputs inputs = Inputs.of(lake).knownAt(context.asOf());
    Manifest manifest = Manifest.of(lake);
    SortedSet<LocalDate> nights = manifest.nights();
    Map<Target, SortedMap<Long, LocalDate>> byPeriod = new EnumMap<>(Target.class);
    Optional<LocalDate> newest = Optional.empty();
    for (LabelRule rule : TrainJob.rules(settings)) {
      SortedSet<LocalDate> matured = LabelsJob.mature(inputs, nights, rule, context.asOf()).dates();
      byPeriod.put(rule.target(), firstOfPeriods(matured, settings.training()));
      if (rule.target() == Target.CHURN && !matured.isEmpty()) {
        newest = Optional.of(matured.last());
      }
    }
    SortedSet<LocalDate> read = new TreeSet<>();
    byPeriod.values().forEach(periods -> read.addAll(periods.values()));
    newest.ifPresent(read::add);
    return new MaturedNights(
        lake, byPeriod, newest, read.isEmpty() ? new TreeMap<>() : manifest.lastRunIds(read));
  }

  /**
   * Period → its first night, of the newest periods. Nights that follow each other list the same
   * accounts for the same reasons; the first of a period stays the first.
   */
  static SortedMap<Long, LocalDate> firstOfPeriods(
      SortedSet<LocalDate> nights, Settings.Training training) {
    SortedMap<Long, LocalDate> first = new TreeMap<>();
    nights.forEach(n -> first.putIfAbsent(Math.floorDiv(n.toEpochDay(), training.everyDays()), n));
    while (first.size() > training.maxSnapshots()) {
      first.remove(first.firstKey());
    }
    return first;
  }

  /** The rows of ReasonPerformance but {@code run_id}. */
  Dataset<Row> reasonPerformance(LocalDate asOf) {
    Collection<LocalDate> churn = byPeriod.get(Target.CHURN).values();
    Collection<LocalDate> expansion = byPeriod.get(Target.EXPANSION).values();
    SortedSet<LocalDate> either = new TreeSet<>(churn);
    either.addAll(expansion);
    return either.isEmpty()
        ? lake.spark()
            .createDataFrame(List.of(), ReasonPerformance.TABLE.schema())
            .drop(Published.RUN_ID.name())
        : ReasonOutcomes.of(
                published(AtRiskAccounts.TABLE, churn),
                published(UpsellCandidates.TABLE, expansion),
                labels(either))
            .withColumn(Published.AS_OF.name(), Published.AS_OF.from(lit(asOf)));
  }

  /** What these nights published. */
  Dataset<Row> published(Table table, Collection<LocalDate> nights) {
    return lake.readDays(table, Published.AS_OF, nights)
        .filter(Published.RUN_ID.col().isInCollection(nights.stream().map(runIds::get).toList()));
  }

  /** What then happened. */
  Dataset<Row> labels(Collection<LocalDate> nights) {
    return lake.readDays(AccountLabels.TABLE, AccountLabels.AS_OF, nights);
  }

  /** What was known of their accounts. */
  Dataset<Row> features(Collection<LocalDate> nights) {
    return lake.readDays(AccountFeatures.TABLE, AccountFeatures.AS_OF, nights);
  }
}
