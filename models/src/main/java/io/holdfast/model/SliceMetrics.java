package io.holdfast.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/** How a model did in all and in each part of the business, with intervals, and by probability. */
final class SliceMetrics {
  static final String ALL = "all";
  static final String RATE = "rate";

  /** Members of a slice beyond these are too small to tell anything. */
  private static final int MOST_MEMBERS = 20;

  private static final double CONFIDENCE = 0.95;

  private static final Map<String, Function<Evaluation, Double>> EVERYWHERE = new LinkedHashMap<>();
  private static final Map<String, Function<Evaluation, Double>> IN_ALL = new LinkedHashMap<>();

  static {
    EVERYWHERE.put(RATE, Evaluation::rate);
    EVERYWHERE.put("mean_probability", Evaluation::meanProbability);
    EVERYWHERE.put("auc", Evaluation::auc);
    EVERYWHERE.put("log_loss", Evaluation::logLoss);
    EVERYWHERE.put("brier", Evaluation::brier);
    EVERYWHERE.put("ece", Evaluation::ece);
    IN_ALL.putAll(EVERYWHERE);
    IN_ALL.put("pr_auc", Evaluation::prAuc);
    IN_ALL.put("lift_at_10", Evaluation::liftAt10);
    IN_ALL.put("precision_at_capacity", Evaluation::precisionAtCapacity);
    IN_ALL.put("captured_mrr_at_capacity", Evaluation::capturedMrrAtCapacity);
  }

  private SliceMetrics() {}

  /** In all, and by the members of each slice: rows, positives and what can be measured of both. */
  static List<ModelCard.Metric> of(JudgedRows rows, String contender, int capacity) {
    List<ModelCard.Metric> metrics = new ArrayList<>(of(rows, contender, capacity, ALL, IN_ALL));
    rows.slices()
        .forEach(
            (slice, members) ->
                largest(members)
                    .forEach(
                        member ->
                            metrics.addAll(
                                of(
                                    rows.only(rows.places(slice, member)),
                                    contender,
                                    capacity,
                                    slice + "=" + member,
                                    EVERYWHERE))));
    return metrics;
  }

  /** Ten bins of equal count, with the interval of the observed rate. */
  static List<ModelCard.Bin> bins(JudgedRows rows, String contender) {
    int[] bins = new Measures(rows, contender, 1).bins();
    double[] probabilities = rows.said().get(contender).probabilities();
    List<ModelCard.Bin> found = new ArrayList<>();
    for (int bin = 0; bin < Measures.BINS; bin++) {
      long n = 0;
      double sum = 0;
      double happened = 0;
      for (int i = 0; i < bins.length; i++) {
        if (bins[i] == bin) {
          n++;
          sum += probabilities[i];
          happened += rows.labels()[i];
        }
      }
      if (n > 0) {
        double rate = happened / n;
        Bootstrap.Interval interval = Wilson.of(rate, n);
        found.add(new ModelCard.Bin(bin + 1, n, sum / n, rate, interval.low(), interval.high()));
      }
    }
    return found;
  }

  private static List<ModelCard.Metric> of(
      JudgedRows rows,
      String contender,
      int capacity,
      String slice,
      Map<String, Function<Evaluation, Double>> measures) {
    Evaluation once = new Measures(rows, contender, capacity).once();
    Evaluation[] drawn = Bootstrap.drawn(rows, contender, capacity);
    // The rows of an account on several dates tell of the same days.
    long accounts = Arrays.stream(rows.accounts()).distinct().count();
    List<ModelCard.Metric> metrics = new ArrayList<>();
    metrics.add(new ModelCard.Metric(slice, "rows", (double) once.rows(), null, null));
    metrics.add(new ModelCard.Metric(slice, "positives", (double) once.positives(), null, null));
    measures.forEach(
        (name, measure) -> {
          Double value = measure.apply(once);
          if (value != null && !value.isNaN()) {
            // Draws of rare things are often of none: the interval of a rate is its own.
            Bootstrap.Interval interval =
                name.equals(RATE)
                    ? Wilson.of(value, accounts)
                    : Bootstrap.of(drawn, e -> orNaN(measure.apply(e)), CONFIDENCE);
            metrics.add(
                new ModelCard.Metric(
                    slice, name, value, orNull(interval.low()), orNull(interval.high())));
          }
        });
    return metrics;
  }

  private static List<String> largest(String[] members) {
    return Arrays.stream(members)
        .filter(Objects::nonNull)
        .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()))
        .entrySet()
        .stream()
        .sorted(
            Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(MOST_MEMBERS)
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }

  private static double orNaN(Double value) {
    return value == null ? Double.NaN : value;
  }

  private static Double orNull(double value) {
    return Double.isNaN(value) ? null : value;
  }
}
