package io.holdfast.cli;

import java.time.LocalDate;
import picocli.CommandLine.Option;

/** The date of a dated command: nothing guesses one. */
final class AsOf {
  @Option(
      names = "--as-of",
      required = true,
      paramLabel = "YYYY-MM-DD",
      description = "The night: what was knowable at the end of this business day")
  LocalDate date;
}
