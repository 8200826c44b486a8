package io.holdfast.job;

import io.holdfast.error.DataException;
import io.holdfast.feature.Hindsight;
import io.holdfast.label.LabelRule;
import io.holdfast.label.Target;
import io.holdfast.lake.Inputs;
import io.holdfast.lake.Lake;
import io.holdfast.model.ModelLog;
import io.holdfast.model.ModelStore;
import io.holdfast.model.Trainer;
import io.holdfast.model.TrainingSet;
import io.holdfast.settings.Settings;
import io.holdfast.snapshot.AsOfDates;
import io.holdfast.snapshot.Snapshot;
import io.holdfast.table.AccountEventFeatures;
import io.holdfast.table.AccountFeatures;
import io.holdfast.table.AccountLabels;
import io.holdfast.table.Subscriptions;
import io.holdfast.table.Trainings;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** Trains, judges and stores models of both targets when training is due. */
public final class TrainJob {
  private TrainJob() {}

  /** Rows of the log that were added; nothing to do when training is not due. */
  public static JobResult run(JobContext context) {
    Lake lake = context.lake();
    ModelLog known = ModelLog.of(lake);
    Inputs inputs = inputs(context);
    // Side by side: fitting small trees waits for the scheduler more than it works.
    List<Row> log =
        SideBySide.of(
            rules(context.settings()).stream()
                .filter(rule -> isDue(context, inputs, known, rule))
                .<Supplier<Row>>map(rule -> () -> train(context, inputs, known, rule))
                .toList());
    if (log.isEmpty()) {
      return JobResult.nothingToDo();
    }
    // The same night trains again only after a kill or new inputs: its own rows are replaced, and
    // what people chose stays.
    lake.replaceWhere(
        Trainings.TABLE,
        lake.spark().createDataFrame(log, Trainings.TABLE.schema()).coalesce(1),
        "%s = DATE'%s' AND %s <> '%s'"
            .formatted(
                Trainings.AS_OF.name(),
                context.asOf(),
                Trainings.DECISION.name(),
                ModelLog.CHOSEN));
    context.progress().accept("train: log written");
    return JobResult.done(Map.of(Trainings.TABLE.name(), (long) log.size()));
  }

  /** Whether a training of either target is due on the night. */
  public static boolean isDue(JobContext context) {
    ModelLog log = ModelLog.of(context.lake());
    Inputs inputs = inputs(context);
    return rules(context.settings()).stream().anyMatch(rule -> isDue(context, inputs, log, rule));
  }

  /** The dates that a night trains a target on; none when it never trains. */
  static AsOfDates dates(JobContext context, Inputs inputs, LabelRule rule) {
    if (context.settings().training().when() == Settings.When.NEVER) {
      return AsOfDates.of();
    }
    LocalDate watermark =
        inputs
            .watermark(Subscriptions.TABLE)
            .orElseThrow(
                () ->
                    new DataException(
                        "no batch of subscriptions is loaded that was known on "
                            + context.asOf()
                            + "; run holdfast ingest --as-of "
                            + context.asOf()
                            + " first"));
    // A longest window behind the first start features have a past.
    LocalDate withPast = firstStart(context.lake()).plusDays(Snapshot.LONGEST_WINDOW);
    LocalDate withPrices = firstPrices(context, inputs);
    return TrainingDates.of(
        rule,
        context.settings().training(),
        context.asOf(),
        watermark,
        withPast.isBefore(withPrices) ? withPrices : withPast);
  }

  /**
   * The first day that has prices: of the first start, or where terms are overwritten in place the
   * last day of the history, which tells how each term ended up and nothing before.
   */
  static LocalDate firstPrices(JobContext context, Inputs inputs) {
    LocalDate firstStart = firstStart(context.lake());
    return context.settings().snapshot().inPlace() == null
        ? firstStart
        : inputs.historyUntil(Subscriptions.TABLE).filter(firstStart::isBefore).orElse(firstStart);
  }

  /** The first day of the business as far as subscriptions tell. */
  static LocalDate firstStart(Lake lake) {
    return lake.earliest(Subscriptions.TABLE, Subscriptions.STARTS_ON)
        .orElseThrow(
            () ->
                new DataException(
                    "no subscription is loaded in " + lake.uri() + "; run holdfast ingest first"));
  }

  static List<LabelRule> rules(Settings settings) {
    return List.of(settings.churn(), settings.expansion());
  }

  /**
   * A night that is run again trains again only when it rests on something else than before, so
   * that its models do not depend on how often it ran.
   */
  static boolean isDue(JobContext context, Inputs inputs, ModelLog log, LabelRule rule) {
    LocalDate night = context.asOf();
    boolean isTrained =
        log.last(rule.target(), night)
            .filter(e -> e.asOf().equals(night) && madeFrom(context, inputs).equals(e.madeFrom()))
            .isPresent();
    return !isTrained
        && isDue(
            context.settings().training().when(),
            log.last(rule.target(), night.minusDays(1)),
            night,
            dates(context, inputs, rule));
  }

  private static String madeFrom(JobContext context, Inputs inputs) {
    return inputs.fingerprint(
        "training " + context.settings().hash() + " " + context.codeVersion());
  }

  /** What the night may read. */
  static Inputs inputs(JobContext context) {
    return Inputs.of(context.lake()).knownAt(context.asOf());
  }

  /**
   * Due when nothing was ever trained, or when the time has passed since the last training and a
   * training date has matured since.
   *
   * @param last the last training before the night, whatever became of it
   * @param mature the dates the night would train on
   */
  static boolean isDue(
      Settings.When when, Optional<ModelLog.Entry> last, LocalDate night, AsOfDates mature) {
    if (when == Settings.When.NEVER) {
      return false;
    }
    if (last.isEmpty()) {
      return true;
    }
    LocalDate lastNight = last.get().asOf();
    LocalDate again =
        when == Settings.When.WEEKLY ? lastNight.plusWeeks(1) : lastNight.plusMonths(1);
    LocalDate trainedTo = last.get().trainedTo();
    return !night.isBefore(again)
        && !mature.isEmpty()
        && (trainedTo == null || mature.dates().last().isAfter(trainedTo));
  }

  private static Row train(JobContext context, Inputs inputs, ModelLog log, LabelRule rule) {
    Lake lake = context.lake();
    Target target = rule.target();
    List<LocalDate> dates = dates(context, inputs, rule).list();
    ModelStore store = ModelStore.of(lake);
    Optional<ModelStore.Stored> champion =
        log.current(target, context.asOf().minusDays(1)).map(id -> store.load(target.word(), id));
    Trainer.Outcome outcome =
        Trainer.train(
            TrainingSet.of(
                target,
                lake.readDays(AccountFeatures.TABLE, AccountFeatures.AS_OF, dates),
                lake.readDays(AccountEventFeatures.TABLE, AccountEventFeatures.AS_OF, dates),
                lake.readDays(AccountLabels.TABLE, AccountLabels.AS_OF, dates),
                dates),
            champion,
            request(context, inputs, rule),
            context.progress());
    if (outcome.card() != null) {
      store.save(outcome.card(), outcome.model());
      context.progress().accept("train: model saved " + outcome.card().modelId());
    }
    context.progress().accept("train: " + target.word() + " " + outcome.reason());
    return RowFactory.create(
        target.word(),
        context.asOf(),
        outcome.card() == null ? null : outcome.card().modelId(),
        outcome.decision(),
        outcome.reason(),
        dates.isEmpty() ? null : dates.get(dates.size() - 1),
        outcome.rows(),
        outcome.positives(),
        madeFrom(context, inputs));
  }

  private static Trainer.Request request(JobContext context, Inputs inputs, LabelRule rule) {
    Settings settings = context.settings();
    int capacity =
        rule.target() == Target.CHURN
            ? settings.lists().atRiskRows()
            : settings.lists().upsellRows();
    return new Trainer.Request(
        context.asOf(),
        rule,
        settings.training().minPositives(),
        capacity,
        settings.lists(),
        Hindsight.of(settings.snapshot().immutable(), inputs::historyUntil),
        settings.hash(),
        context.codeVersion(),
        inputs);
  }
}
