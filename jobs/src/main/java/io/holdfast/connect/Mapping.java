package io.holdfast.connect;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How the rows of a file become rows of a canonical table.
 *
 * @param select the text of the select, comments included
 * @param schema DDL of a JSON line; null where it stays one string, and for other files
 * @param formats column → pattern of dates that are not ISO
 * @param lookups view → group whose undated files it shows
 * @param immutable attributes that are taken not to change
 * @param account where the file names the account; null where it is no column of its own
 * @param doubts what a person should check, a line each
 */
record Mapping(
    String select,
    String schema,
    Map<String, String> formats,
    Map<String, LandedGroup> lookups,
    Set<String> immutable,
    String account,
    List<String> doubts) {

  static Mapping of(String select, String schema, List<String> doubts) {
    return new Mapping(select, schema, Map.of(), Map.of(), Set.of(), null, doubts);
  }

  Mapping with(Map<String, LandedGroup> views) {
    return new Mapping(select, schema, formats, views, immutable, account, doubts);
  }

  /** The same, some attributes declared never to change. */
  Mapping immutable(String... columns) {
    return new Mapping(select, schema, formats, lookups, Set.of(columns), account, doubts);
  }

  /** The same, with the path at which the file names the account. */
  Mapping accountAt(String path) {
    return new Mapping(select, schema, formats, lookups, immutable, path, doubts);
  }
}
