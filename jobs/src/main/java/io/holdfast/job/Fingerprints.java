package io.holdfast.job;

import io.holdfast.feature.FeatureRules;
import io.holdfast.feature.Features;
import io.holdfast.label.LabelRule;
import io.holdfast.label.Labels;
import io.holdfast.lake.Inputs;
import io.holdfast.lake.Lake;
import io.holdfast.settings.Settings;
import io.holdfast.snapshot.SnapshotRules;
import io.holdfast.table.AccountFeatures;
import io.holdfast.table.Column;
import java.time.LocalDate;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;

/**
 * What the stored rows of a date were made from, as a short hash that names their partition: a date
 * whose hash is still what it would be now is not computed again.
 */
final class Fingerprints {
  private Fingerprints() {}

  /**
   * Of the features of a date: the batches known by then, the rules, the version of each family,
   * and which sources the night has at all, since what a business lacks makes nulls and not zeros.
   *
   * @param night what the night may read
   */
  static String ofFeatures(Inputs inputs, LocalDate asOf, Settings settings, Inputs night) {
    return inputs
        .knownAt(asOf)
        .fingerprint(
            "features "
                + Features.versions()
                + night.sources()
                + text(settings.snapshot())
                + text(settings.features()));
  }

  /** Of the labels of a date: the batches known when it matured, the rule and its version. */
  static String ofLabels(Inputs inputs, LocalDate asOf, LabelRule rule, Settings settings) {
    return inputs
        .knownAt(rule.maturesOn(asOf))
        .fingerprint("labels " + Labels.VERSION + rule + text(settings.snapshot()));
  }

  /**
   * The wanted dates whose stored fingerprint is missing or another.
   *
   * @param stored partitions by as_of and inputs_fingerprint
   */
  static SortedMap<LocalDate, String> stale(
      Map<LocalDate, String> wanted, Stream<Map<String, String>> stored) {
    Map<LocalDate, String> found = stored(stored);
    SortedMap<LocalDate, String> stale = new TreeMap<>(wanted);
    stale.entrySet().removeIf(e -> e.getValue().equals(found.get(e.getKey())));
    return stale;
  }

  /**
   * The fingerprint that the rows of each date are stored with.
   *
   * @param partitions by as_of and inputs_fingerprint
   */
  static SortedMap<LocalDate, String> stored(Stream<Map<String, String>> partitions) {
    SortedMap<LocalDate, String> found = new TreeMap<>();
    partitions.forEach(
        partition ->
            found.merge(
                LocalDate.parse(partition.get(AccountFeatures.AS_OF.name())),
                partition.get(AccountFeatures.INPUTS_FINGERPRINT.name()),
                (a, b) -> "mixed"));
    return found;
  }

  /** The pairs as rows, to be joined to what was computed. */
  static Dataset<Row> rows(
      Lake lake, Map<LocalDate, String> pairs, Column day, Column fingerprint) {
    return lake.spark()
        .createDataFrame(
            pairs.entrySet().stream()
                .map(e -> RowFactory.create(e.getKey(), e.getValue()))
                .toList(),
            new StructType()
                .add(day.name(), day.type())
                .add(fingerprint.name(), fingerprint.type()));
  }

  private static String text(SnapshotRules rules) {
    return String.join(
        ";",
        rules.zone().getId(),
        rules.currency(),
        new TreeMap<>(rules.rates()).toString(),
        String.valueOf(rules.graceDays()),
        rules.immutable().entrySet().stream()
            .map(e -> e.getKey() + new TreeSet<>(e.getValue()))
            .sorted()
            .collect(Collectors.joining(",")),
        String.valueOf(rules.inPlace()));
  }

  private static String text(FeatureRules rules) {
    FeatureRules.TicketWords words = rules.ticketWords();
    return String.join(
        ";",
        String.valueOf(rules.horizonDays()),
        String.valueOf(rules.graceDays()),
        new TreeSet<>(rules.keyEvents()).toString(),
        new TreeSet<>(words.urgent()).toString(),
        new TreeSet<>(words.bug()).toString(),
        new TreeSet<>(words.featureRequest()).toString(),
        new TreeSet<>(words.planQuestion()).toString());
  }
}
