package io.holdfast.job;

import io.holdfast.lake.Lake;
import io.holdfast.settings.Settings;
import java.time.Clock;
import java.time.LocalDate;
import java.util.function.Consumer;

/**
 * What every job is given.
 *
 * @param lake where it reads and writes
 * @param settings all settings, checked
 * @param asOf the night
 * @param codeVersion version and hash of the code
 * @param clock for locks and {@code published_at} only
 * @param progress takes one line a step for people
 */
public record JobContext(
    Lake lake,
    Settings settings,
    LocalDate asOf,
    String codeVersion,
    Clock clock,
    Consumer<String> progress) {}
