package io.holdfast.connect;

import java.util.List;
import java.util.Map;

/**
 * What came of connecting.
 *
 * @param text for a terminal
 * @param files what is proposed: text by path
 * @param rows accepted rows by table, of the history or else of the newest night
 * @param refused refused rows by table
 * @param gaps what the files do not say
 * @param missing tables without which no night runs, that no file gives
 */
public record Connection(
    String text,
    Map<String, String> files,
    Map<String, Long> rows,
    Map<String, Long> refused,
    List<String> gaps,
    List<String> missing) {}
