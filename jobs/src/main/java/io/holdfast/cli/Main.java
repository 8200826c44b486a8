package io.holdfast.cli;

import java.io.PrintWriter;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.TypeConversionException;

/** The command line. Usage and help are answered before any Spark class is loaded. */
@Command(
    name = "holdfast",
    description = "Which customers are about to leave, which are ready for more, and why.",
    mixinStandardHelpOptions = true,
    version = "holdfast " + CodeVersion.VERSION,
    footer = {
      "",
      "Exit codes: 0 done, 10 nothing to do, 20 settings or usage, 30 data refused,",
      "40 another run holds the lake, 50 storage (worth a retry), 70 our bug."
    })
public final class Main {
  /** What libraries log, beside our own lines of JSON: see {@link Console}. */
  private static final String JSON_LOG =
      "{\"at\":\"%d{yyyy-MM-dd'T'HH:mm:ss.SSS'Z'}{UTC}\",\"level\":\"%level{lowerCase=true}\","
          + "\"logger\":\"%c{1}\",\"message\":\"%enc{%m%xEx}{JSON}\"}%n%ex{0}";

  private Main() {}

  public static void main(String[] arguments) {
    if (List.of(arguments).contains("--verbose")) {
      // Read by log4j2.properties when the first logger is made.
      System.setProperty("holdfast.log.ours", "debug");
      System.setProperty("holdfast.log.others", "warn");
    }
    if (String.join(" ", arguments).matches("(?i).*--log[ =]json\\b.*")) {
      System.setProperty("holdfast.log.pattern", JSON_LOG);
    }
    System.exit(
        run(new PrintWriter(System.out, true), new PrintWriter(System.err, true), arguments));
  }

  /** Runs one command and returns its exit code. */
  static int run(PrintWriter out, PrintWriter err, String... arguments) {
    Console console = new Console(out, err);
    CommandLine line =
        new CommandLine(new Main())
            .addSubcommand(new DemoCommand(console))
            .addSubcommand(new ConnectCommand(console))
            .addSubcommand(new NightCommand(console))
            .addSubcommand(new IngestCommand(console))
            .addSubcommand(new FeaturesCommand(console))
            .addSubcommand(new LabelsCommand(console))
            .addSubcommand(new TrainCommand(console))
            .addSubcommand(new ScoreCommand(console))
            .addSubcommand(new PublishCommand(console))
            .addSubcommand(new DeliverCommand(console))
            .addSubcommand(new BackfillCommand(console))
            .addSubcommand(new ValidateCommand(console))
            .addSubcommand(new PlanCommand(console))
            .addSubcommand(new ExplainCommand(console))
            .addSubcommand(new ReplayCommand(console))
            .addSubcommand(
                new CommandLine(new ModelsCommand(console))
                    .addSubcommand(new ModelsCommand.Show(console))
                    .addSubcommand(new ModelsCommand.Promote(console))
                    .addSubcommand(new ModelsCommand.Rollback(console)))
            .addSubcommand(new GenerateCommand(console))
            .addSubcommand(new MaintainCommand(console))
            .addSubcommand(new DoctorCommand(console));
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setOut(out).setErr(err);
    line.registerConverter(LocalDate.class, Main::date);
    line.setParameterExceptionHandler(
        (wrong, given) -> {
          err.println(
              "error: usage: "
                  + wrong.getMessage()
                  + "; see holdfast "
                  + wrong.getCommandLine().getCommandName()
                  + " --help");
          err.flush();
          return ExitCode.SETTINGS;
        });
    line.setExecutionExceptionHandler(
        (failure, command, parsed) -> {
          console.error(failure, false);
          return ExitCode.of(failure);
        });
    if (arguments.length == 0) {
      line.usage(err);
      return ExitCode.SETTINGS;
    }
    return line.execute(arguments);
  }

  private static LocalDate date(String text) {
    try {
      return LocalDate.parse(text);
    } catch (DateTimeParseException e) {
      throw new TypeConversionException("\"" + text + "\" is no date; wanted YYYY-MM-DD");
    }
  }
}
