package io.holdfast.cli;

import io.holdfast.world.World;
import io.holdfast.world.WorldPlan;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code generate}: a simulated world with known truth. */
@Command(
    name = "generate",
    description = "A simulated world with known truth",
    mixinStandardHelpOptions = true)
final class GenerateCommand implements Callable<Integer> {
  @Option(names = "--accounts", required = true, paramLabel = "N", description = "Customers")
  int accounts;

  @Option(names = "--days", required = true, paramLabel = "D", description = "Length of the world")
  int days;

  @Option(
      names = "--events-per-day",
      required = true,
      paramLabel = "E",
      description = "Usage events of all accounts a day")
  int eventsPerDay;

  @Option(
      names = "--seed",
      required = true,
      paramLabel = "S",
      description = "Same seed, same world")
  long seed;

  @Option(names = "--out", required = true, paramLabel = "DIR", description = "Where it is written")
  Path out;

  @Option(
      names = "--from",
      paramLabel = "YYYY-MM-DD",
      description = "First day (default: 2024-01-01)")
  LocalDate from = WorldPlan.FROM;

  @Option(
      names = "--nights",
      paramLabel = "K",
      description = "The last days as dated folders (default: ${DEFAULT-VALUE})")
  int nights = WorldPlan.NIGHTS;

  @Option(
      names = "--all-sources",
      description = "Also invoices, users, surveys, touches, milestones and success metrics")
  boolean allSources;

  @Option(names = "--json", description = "One line of JSON, last on stdout")
  boolean json;

  @Option(names = "--quiet", description = "No progress")
  boolean quiet;

  private final Console console;

  GenerateCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    long started = System.nanoTime();
    WorldPlan plan = new WorldPlan(accounts, days, eventsPerDay, seed, from, nights);
    Consumer<String> progress = quiet ? line -> {} : console::progress;
    if (allSources) {
      World.generateAllSources(plan, out, progress);
    } else {
      World.generate(plan, out, progress);
    }
    if (json) {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("command", "generate");
      fields.put("status", "done");
      fields.put("exit", ExitCode.DONE);
      fields.put("as_of", null);
      fields.put("run_id", null);
      fields.put("rows", Map.of());
      fields.put("seconds", Math.round((System.nanoTime() - started) / 1e7) / 100.0);
      fields.put("out", out.toString());
      console.summary(fields);
    } else {
      console.result("a simulated world until " + plan.until() + " lies in " + out);
    }
    return ExitCode.DONE;
  }
}
