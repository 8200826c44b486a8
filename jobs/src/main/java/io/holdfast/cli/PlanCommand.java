package io.holdfast.cli;

import io.holdfast.job.JobContext;
import io.holdfast.job.JobResult;
import io.holdfast.job.Plan;
import io.holdfast.job.Plan.Reading;
import java.time.LocalDate;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code plan}: what a night would do, and about how long it would take. */
@Command(
    name = "plan",
    description = "What a night would read, derive anew, train and write; nothing is done",
    mixinStandardHelpOptions = true)
final class PlanCommand implements Callable<Integer> {
  private static final int DATES_SHOWN = 4;

  @Mixin CommonOptions options = new CommonOptions();
  @Mixin AsOf asOf = new AsOf();

  private final Console console;

  PlanCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    return Run.of(console, options, "plan", asOf.date).reading(this::plan);
  }

  private JobResult plan(JobContext context) {
    Plan plan = Plan.of(context);
    if (!options.json) {
      show(plan);
    }
    Map<String, Long> rows = new LinkedHashMap<>();
    rows.put("files", plan.readings().stream().mapToLong(Reading::files).sum());
    rows.put("bytes", plan.readings().stream().mapToLong(Reading::bytes).sum());
    rows.put("feature_dates", (long) plan.features().size());
    rows.put("stale_dates", (long) plan.staleFeatures().size());
    rows.put("label_dates", plan.labels().values().stream().mapToLong(Collection::size).sum());
    rows.put("trainings", (long) plan.trainings().size());
    return plan.isPublished() ? JobResult.nothingToDo() : JobResult.done(rows);
  }

  private void show(Plan plan) {
    if (plan.isPublished()) {
      line("", "nothing: it is published from these inputs, settings, code and models");
      return;
    }
    Map<String, List<Reading>> bySource =
        plan.readings().stream()
            .collect(Collectors.groupingBy(Reading::source, TreeMap::new, Collectors.toList()));
    bySource.forEach((source, readings) -> line("read", source + ": " + described(readings)));
    if (bySource.isEmpty()) {
      line("read", "no landed file: all are loaded");
    }
    line("derive", "features of " + described(plan.features()));
    if (!plan.staleFeatures().isEmpty()) {
      line(
          "",
          "of these stale, their inputs, rules or code having changed: "
              + described(plan.staleFeatures()));
    }
    if (plan.isFirst()) {
      line("", "and of earlier dates, which are known once subscriptions are loaded");
    }
    plan.labels()
        .forEach((target, dates) -> line("", "labels of " + target + ": " + described(dates)));
    line(
        "train",
        plan.trainings().isEmpty()
            ? (plan.isFirst() ? "both targets, where labels are enough" : "nothing: not due")
            : String.join(" and ", plan.trainings()));
    line("write", "the night beside what is published, one commit that switches it, its files");
    line("take", seconds(plan));
  }

  private static String described(List<Reading> readings) {
    long files = readings.stream().mapToLong(Reading::files).sum();
    long bytes = readings.stream().mapToLong(Reading::bytes).sum();
    String batches =
        readings.size() == 1
            ? (readings.get(0).isHistory() ? "its history until " : "")
                + readings.get(0).ingestedOn()
            : readings.size()
                + " batches, "
                + readings.get(0).ingestedOn()
                + " to "
                + readings.get(readings.size() - 1).ingestedOn();
    return String.format(
        Locale.ROOT, "%s: %d %s, %s", batches, files, files == 1 ? "file" : "files", size(bytes));
  }

  private static String described(Collection<LocalDate> dates) {
    List<String> names = dates.stream().map(LocalDate::toString).toList();
    if (names.isEmpty()) {
      return "no date: all are fresh";
    }
    String shown = String.join(", ", names.subList(0, Math.min(DATES_SHOWN, names.size())));
    return names.size() <= DATES_SHOWN
        ? shown
        : names.size() + " dates: " + shown + ", … " + names.get(names.size() - 1);
  }

  private static String seconds(Plan plan) {
    Map<String, Double> costs = new LinkedHashMap<>(plan.costs());
    if (plan.readings().isEmpty()) {
      costs.remove("ingest");
    }
    if (plan.trainings().isEmpty()) {
      costs.remove("train");
    }
    if (costs.isEmpty()) {
      return "unknown: no past night tells";
    }
    double sum = costs.values().stream().mapToDouble(Double::doubleValue).sum();
    String steps =
        costs.entrySet().stream()
            .map(e -> String.format(Locale.ROOT, "%s %.0f", e.getKey(), e.getValue()))
            .collect(Collectors.joining(", "));
    return String.format(Locale.ROOT, "about %.0f s by the medians of past nights: %s", sum, steps);
  }

  private static String size(long bytes) {
    return bytes < 1 << 20
        ? String.format(Locale.ROOT, "%.0f KiB", Math.ceil(bytes / 1024.0))
        : String.format(Locale.ROOT, "%.1f MiB", bytes / (double) (1 << 20));
  }

  private void line(String what, String found) {
    console.result(String.format("%-7s %s", what, found));
  }
}
