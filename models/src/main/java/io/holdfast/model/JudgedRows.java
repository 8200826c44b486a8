package io.holdfast.model;

import static org.apache.spark.sql.functions.col;

import io.holdfast.table.AccountFeatures;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The rows of one fold's judged dates with what each contender said of them, at hand in memory: a
 * few numbers for each account and date, read once and measured a thousand times.
 *
 * @param accounts which account a row is of, 0 to {@link #accountCount} − 1
 * @param dates which judged date
 * @param labels 1.0 where it happened
 * @param mrr on the date
 * @param said by contender
 * @param slices slice → the member of it a row belongs to; null where that is unknown
 */
record JudgedRows(
    int[] accounts,
    int accountCount,
    int[] dates,
    double[] labels,
    double[] mrr,
    Map<String, Said> said,
    Map<String, String[]> slices) {

  /**
   * What one contender said of each row.
   *
   * @param scores what it ranks by
   * @param probabilities null for a contender that gives none
   */
  record Said(double[] scores, double[] probabilities) {}

  /**
   * Collects judged rows in the order of date and account, on which ties are broken.
   *
   * @param rows with as_of, account_id, label and mrr (doubles)
   * @param contenders whose columns are taken
   * @param slices name → column of text
   */
  static JudgedRows of(
      Dataset<Row> rows, List<Contenders.Named> contenders, Map<String, Column> slices) {
    List<Column> columns =
        new ArrayList<>(
            List.of(
                AccountFeatures.AS_OF.col().cast("string"),
                AccountFeatures.ACCOUNT_ID.col(),
                col(Learner.LABEL).cast("double"),
                AccountFeatures.MRR.col().cast("double")));
    contenders.forEach(
        c -> columns.addAll(List.of(c.score().cast("double"), c.probability().cast("double"))));
    List<String> names = List.copyOf(slices.keySet());
    names.forEach(n -> columns.add(slices.get(n).cast("string")));
    Row[] found = rows.select(columns.toArray(Column[]::new)).collectAsList().toArray(Row[]::new);
    Arrays.sort(
        found,
        Comparator.<Row, String>comparing(r -> r.getString(0)).thenComparing(r -> r.getString(1)));
    Map<String, Integer> accounts = new HashMap<>();
    Map<String, Integer> dates = new HashMap<>();
    return new JudgedRows(
        Stream.of(found).mapToInt(r -> index(accounts, r.getString(1))).toArray(),
        accounts.size(),
        Stream.of(found).mapToInt(r -> index(dates, r.getString(0))).toArray(),
        numbers(found, 2),
        numbers(found, 3),
        said(found, contenders),
        members(found, names, 4 + 2 * contenders.size()));
  }

  int size() {
    return labels.length;
  }

  /** The places of the rows that belong to a member of a slice. */
  int[] places(String slice, String member) {
    String[] members = slices.get(slice);
    return IntStream.range(0, size()).filter(i -> member.equals(members[i])).toArray();
  }

  /** The same rows without those at other places. */
  JudgedRows only(int[] places) {
    Map<String, Said> some = new HashMap<>();
    said.forEach(
        (name, all) ->
            some.put(
                name,
                new Said(
                    only(all.scores(), places),
                    all.probabilities() == null ? null : only(all.probabilities(), places))));
    return new JudgedRows(
        Arrays.stream(places).map(i -> accounts[i]).toArray(),
        accountCount,
        Arrays.stream(places).map(i -> dates[i]).toArray(),
        only(labels, places),
        only(mrr, places),
        some,
        Map.of());
  }

  private static double[] only(double[] values, int[] places) {
    return Arrays.stream(places).mapToDouble(i -> values[i]).toArray();
  }

  private static int index(Map<String, Integer> known, String name) {
    return known.computeIfAbsent(name, n -> known.size());
  }

  private static double[] numbers(Row[] rows, int place) {
    return Stream.of(rows).mapToDouble(r -> r.isNullAt(place) ? 0 : r.getDouble(place)).toArray();
  }

  private static Map<String, Said> said(Row[] rows, List<Contenders.Named> contenders) {
    Map<String, Said> said = new HashMap<>();
    for (int c = 0; c < contenders.size(); c++) {
      int place = 4 + 2 * c;
      boolean hasProbability = Stream.of(rows).noneMatch(r -> r.isNullAt(place + 1));
      said.put(
          contenders.get(c).name(),
          new Said(numbers(rows, place), hasProbability ? numbers(rows, place + 1) : null));
    }
    return said;
  }

  private static Map<String, String[]> members(Row[] rows, List<String> names, int first) {
    Map<String, String[]> members = new HashMap<>();
    for (int i = 0; i < names.size(); i++) {
      int place = first + i;
      members.put(
          names.get(i), Stream.of(rows).map(r -> r.getString(place)).toArray(String[]::new));
    }
    return members;
  }
}
