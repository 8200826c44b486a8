package io.holdfast.world;

import java.nio.file.Path;
import java.time.LocalDate;

/** The small world of {@code data-samples}: customers drawn at random and named ones. */
public final class Samples {
  /** What the samples are made of. */
  public static final WorldPlan PLAN = new WorldPlan(350, 480, 500, 1, LocalDate.of(2024, 1, 1), 3);

  private Samples() {}

  /** Writes all files of the samples but their README; the same each time, byte by byte. */
  public static void write(Path dir) {
    int last = (int) PLAN.until().toEpochDay();
    World.write(PLAN, dir, line -> {}, journal -> Characters.of(last, journal));
  }
}
