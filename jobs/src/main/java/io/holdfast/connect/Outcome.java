package io.holdfast.connect;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/**
 * What became of one batch.
 *
 * @param batch for people, such as history
 * @param read records in the files
 * @param accepted rows that would be stored
 * @param repeats rows that stood in the batch already
 * @param reasons refusals by reason, the most frequent first; broken lines among them
 * @param refused all refusals
 * @param columns that the select yields
 * @param rows the first ten, a text for each column
 * @param filled rows with a value, by column
 * @param latest the last day on which a row came to be known; null without one
 * @param values the most frequent values of the columns asked for
 */
record Outcome(
    String batch,
    long read,
    long accepted,
    long repeats,
    Map<String, Long> reasons,
    long refused,
    List<String> columns,
    List<List<String>> rows,
    Map<String, Long> filled,
    LocalDate latest,
    Map<String, List<String>> values) {}
