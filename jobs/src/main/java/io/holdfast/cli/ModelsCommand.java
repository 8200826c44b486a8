package io.holdfast.cli;

import io.holdfast.job.JobContext;
import io.holdfast.job.JobResult;
import io.holdfast.job.ModelChoice;
import io.holdfast.label.Target;
import io.holdfast.model.CardPage;
import io.holdfast.model.ModelCard;
import io.holdfast.model.ModelLog;
import io.holdfast.model.ModelStore;
import io.holdfast.table.Trainings;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code models}: what was trained and decided; which model counts, and another instead of it. */
@Command(
    name = "models",
    description =
        "Lists trainings with what the gate decided; * marks what the next night scores by",
    mixinStandardHelpOptions = true)
final class ModelsCommand implements Callable<Integer> {
  @Mixin CommonOptions options = new CommonOptions();

  private final Console console;
  private Run run;

  ModelsCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    run = Run.of(console, options, "models", null);
    return run.reading(this::list);
  }

  private JobResult list(JobContext context) {
    List<Row> log = ModelChoice.log(context.lake());
    ModelLog known = ModelLog.of(context.lake());
    Map<String, Optional<String>> current =
        Arrays.stream(Target.values())
            .collect(Collectors.toMap(Target::word, t -> known.current(t, LocalDate.MAX)));
    List<Map<String, Object>> models = new ArrayList<>();
    for (Row r : log) {
      String target = r.getAs(Trainings.TARGET.name());
      String id = r.getAs(Trainings.MODEL_ID.name());
      boolean isCurrent = id != null && current.get(target).filter(id::equals).isPresent();
      Map<String, Object> model = new LinkedHashMap<>();
      model.put("target", target);
      model.put("as_of", r.getAs(Trainings.AS_OF.name()).toString());
      model.put("model_id", id);
      model.put("decision", r.getAs(Trainings.DECISION.name()));
      model.put("reason", r.getAs(Trainings.REASON.name()));
      model.put("rows", r.getAs(Trainings.ROWS.name()));
      model.put("positives", r.getAs(Trainings.POSITIVES.name()));
      model.put("current", isCurrent);
      model.put(
          "card",
          id == null ? null : context.lake().uri() + "/models/" + target + "/" + id + "/card.json");
      models.add(model);
      if (!options.json) {
        show(model, isCurrent);
      }
    }
    run.alsoSay("models", models);
    if (log.isEmpty() && !options.json) {
      console.result("none was ever trained in " + context.lake().uri());
    }
    return JobResult.done(Map.of(Trainings.TABLE.name(), (long) log.size()));
  }

  private void show(Map<String, Object> model, boolean isCurrent) {
    console.result(
        "%s %s %s %s"
            .formatted(
                isCurrent ? "*" : " ",
                model.get("as_of"),
                model.get("model_id") == null ? model.get("target") : model.get("model_id"),
                model.get("reason")));
  }

  /** {@code models show ID}. */
  @Command(
      name = "show",
      description = "What a model predicts, how good it is, what it was made from and its limits",
      mixinStandardHelpOptions = true)
  static final class Show implements Callable<Integer> {
    @Mixin CommonOptions options = new CommonOptions();

    @Parameters(index = "0", paramLabel = "ID", description = "The model, as holdfast models says")
    String modelId;

    private final Console console;
    private Run run;

    Show(Console console) {
      this.console = console;
    }

    @Override
    public Integer call() {
      run = Run.of(console, options, "models show", null);
      return run.reading(this::show);
    }

    private JobResult show(JobContext context) {
      String target = ModelChoice.trained(context.lake(), modelId).getAs(Trainings.TARGET.name());
      ModelCard card = ModelStore.of(context.lake()).card(target, modelId);
      String page = CardPage.of(card);
      run.alsoSay("card", card);
      if (!options.json) {
        console.result(page);
      }
      return JobResult.done(Map.of());
    }
  }

  /** {@code models promote ID}. */
  @Command(
      name = "promote",
      description = "Makes a trained model the one that counts, whatever the gate said",
      mixinStandardHelpOptions = true)
  static final class Promote implements Callable<Integer> {
    @Mixin ChoiceOptions options = new ChoiceOptions();

    @Parameters(index = "0", paramLabel = "ID", description = "The model, as holdfast models says")
    String modelId;

    private final Console console;

    Promote(Console console) {
      this.console = console;
    }

    @Override
    public Integer call() {
      return Run.of(console, options.common, "models promote", null)
          .writing(context -> ModelChoice.promote(context, modelId, options.firstNight));
    }
  }

  /** {@code models rollback}. */
  @Command(
      name = "rollback",
      description = "Makes the model count again that did before the current one",
      mixinStandardHelpOptions = true)
  static final class Rollback implements Callable<Integer> {
    @Mixin ChoiceOptions options = new ChoiceOptions();

    @Option(
        names = "--target",
        paramLabel = "TARGET",
        description = "churn or expansion (default: the one that has an earlier model)")
    Target target;

    private final Console console;

    Rollback(Console console) {
      this.console = console;
    }

    @Override
    public Integer call() {
      return Run.of(console, options.common, "models rollback", null)
          .writing(context -> ModelChoice.rollback(context, target, options.firstNight));
    }
  }

  /** What every choice of a model understands. */
  static final class ChoiceOptions {
    @Mixin CommonOptions common = new CommonOptions();

    @Option(
        names = "--as-of",
        paramLabel = "YYYY-MM-DD",
        description = "The first night it counts for (default: the one after the newest published)")
    LocalDate firstNight;
  }
}
