package io.holdfast.cli;

import io.holdfast.job.JobContext;
import io.holdfast.job.JobResult;
import io.holdfast.job.Replay;
import io.holdfast.job.Replay.ReplayedTable;
import io.holdfast.settings.SettingsReader;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code replay}: whether a published night can be made again, hash by hash. */
@Command(
    name = "replay",
    description =
        "Makes a published night again from its inputs, settings and models; nothing is written",
    mixinStandardHelpOptions = true)
final class ReplayCommand implements Callable<Integer> {
  @Mixin CommonOptions options = new CommonOptions();
  @Mixin AsOf asOf = new AsOf();

  private final Console console;
  private Run run;

  ReplayCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    run = Run.of(console, options, "replay", asOf.date);
    return run.reading(context -> context.steps().step("replay", () -> replay(context)));
  }

  private JobResult replay(JobContext context) {
    Replay replay =
        Replay.of(
            context,
            json ->
                SettingsReader.published(
                    json, options.config, context.settings().lake(), System::getenv));
    run.alsoSay("published_by", replay.publication().codeVersion());
    run.alsoSay("computed_by", replay.codeVersion());
    run.alsoSay("tables", replay.tables().stream().map(ReplayCommand::fields).toList());
    if (!options.json) {
      replay.tables().forEach(table -> console.result(table.text()));
    }
    replay.requireSame();
    return JobResult.done(
        replay.tables().stream()
            .collect(Collectors.toMap(ReplayedTable::name, ReplayedTable::computedRows)));
  }

  private static Map<String, Object> fields(ReplayedTable table) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("table", table.name());
    fields.put("same", table.isSame());
    fields.put("published", table.published());
    fields.put("stored", table.stored());
    fields.put("computed", table.computed());
    fields.put("first", table.first());
    return fields;
  }
}
