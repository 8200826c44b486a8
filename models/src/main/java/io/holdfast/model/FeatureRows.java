package io.holdfast.model;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.xxhash64;

import io.holdfast.table.AccountFeatures;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The encoded rows of a training, at hand in memory so that each feature can be looked at alone.
 *
 * @param features what a model may learn from
 * @param dates which as-of date a row is of
 * @param accounts which account, 0 to their number − 1
 * @param labels 1.0 where it happened
 * @param values by place of the vector, then by row
 * @param earlier the row of the same account on the training date before; −1 without one
 */
record FeatureRows(
    List<Feature> features,
    LocalDate[] dates,
    int[] accounts,
    double[] labels,
    float[][] values,
    int[] earlier) {

  /**
   * Of more rows, those of some accounts say the same: about as many are taken, chosen by the hash
   * of the account so that every run takes the same, and an account with all its dates.
   */
  static final long MOST_ROWS = 100_000;

  private static final int NONE = -1;

  /**
   * A column of account_features, an attribute, or an event type in one window, and the places it
   * takes in the vector.
   *
   * @param number place of its number; −1 for words
   * @param missing place that says where it is null; −1 when it never was
   * @param words places of its frequent words
   */
  record Feature(String name, int number, int missing, List<Integer> words) {
    /** Whether rows may be without a value. */
    boolean mayBeEmpty() {
      return missing != NONE || !words.isEmpty();
    }

    static List<Feature> of(Encoding encoding) {
      int numbers = encoding.numbers().size();
      long marks = encoding.numbers().stream().filter(Encoding.Number::marksMissing).count();
      int words = encoding.categories().size();
      List<String> names = encoding.features();
      Map<String, Feature> features = new LinkedHashMap<>();
      for (int i = 0; i < names.size(); i++) {
        int place = i;
        String name = names.get(i);
        if (place < numbers || place >= numbers + marks + words) {
          features.put(name, new Feature(name, place, NONE, List.of()));
        } else if (place < numbers + marks) {
          features.computeIfPresent(name, (n, f) -> new Feature(n, f.number(), place, List.of()));
        } else {
          features.computeIfAbsent(name, n -> new Feature(n, NONE, NONE, new ArrayList<>()));
          features.get(name).words().add(place);
        }
      }
      return List.copyOf(features.values());
    }
  }

  /**
   * Collects rows.
   *
   * @param rows with as_of, account_id, label (double) and the vector of this encoding
   * @param count about how many they are
   */
  static FeatureRows of(Dataset<Row> rows, Encoding encoding, long count) {
    Row[] found =
        rows
            .filter(
                pmod(xxhash64(AccountFeatures.ACCOUNT_ID.col()), lit(1 + count / MOST_ROWS))
                    .equalTo(0))
            .select(
                AccountFeatures.AS_OF.col(),
                AccountFeatures.ACCOUNT_ID.col(),
                col(Learner.LABEL),
                col(Encoding.VECTOR))
            .collectAsList()
            .stream()
            .sorted(
                Comparator.<Row, LocalDate>comparing(r -> r.getAs(0))
                    .thenComparing(r -> r.getString(1)))
            .toArray(Row[]::new);
    float[][] values = new float[encoding.features().size()][found.length];
    Map<String, Integer> known = new HashMap<>();
    int[] accounts = new int[found.length];
    for (int i = 0; i < found.length; i++) {
      double[] places = found[i].<Vector>getAs(3).toArray();
      for (int place = 0; place < places.length; place++) {
        values[place][i] = (float) places[place];
      }
      accounts[i] = known.computeIfAbsent(found[i].getString(1), a -> known.size());
    }
    return of(
        Feature.of(encoding),
        IntStream.range(0, found.length)
            .mapToObj(i -> found[i].<LocalDate>getAs(0))
            .toArray(LocalDate[]::new),
        accounts,
        IntStream.range(0, found.length).mapToDouble(i -> found[i].getDouble(2)).toArray(),
        values);
  }

  /** Rows in any order, their forerunners looked up. */
  static FeatureRows of(
      List<Feature> features,
      LocalDate[] dates,
      int[] accounts,
      double[] labels,
      float[][] values) {
    TreeSet<LocalDate> all = new TreeSet<>(List.of(dates));
    Map<String, Integer> places = new HashMap<>();
    for (int i = 0; i < dates.length; i++) {
      places.put(accounts[i] + " " + dates[i], i);
    }
    int[] earlier =
        IntStream.range(0, dates.length)
            .map(i -> places.getOrDefault(accounts[i] + " " + all.lower(dates[i]), NONE))
            .toArray();
    return new FeatureRows(features, dates, accounts, labels, values, earlier);
  }

  /** The places of the rows of some dates. */
  int[] on(Collection<LocalDate> some) {
    return IntStream.range(0, dates.length).filter(i -> some.contains(dates[i])).toArray();
  }

  boolean hasHappened(int row) {
    return labels[row] == 1;
  }
}
