package io.holdfast.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The features that a model reads, one number each, so that it can be told how they are spread: NaN
 * where one is missing, and of a text column the place of the word among the frequent ones, behind
 * which stand all others.
 */
final class Readings {
  private final Encoding encoding;
  private final Map<String, List<Integer>> words = new LinkedHashMap<>();
  private final int firstType;

  Readings(Encoding encoding) {
    this.encoding = encoding;
    int numbers = encoding.numbers().size();
    long marks = encoding.numbers().stream().filter(Encoding.Number::marksMissing).count();
    int place = numbers + (int) marks;
    for (Encoding.Category category : encoding.categories()) {
      words.computeIfAbsent(category.column(), c -> new ArrayList<>()).add(place++);
    }
    this.firstType = place;
  }

  /** The names of the features, in order. */
  List<String> features() {
    List<String> features = new ArrayList<>();
    encoding.numbers().forEach(n -> features.add(n.column()));
    features.addAll(words.keySet());
    encoding.places().stream().skip(firstType).forEach(p -> features.add(p.name()));
    return features;
  }

  /** The features of a row from its {@link Encoding#VECTOR}. */
  double[] of(double[] vector) {
    double[] readings =
        new double[encoding.numbers().size() + words.size() + vector.length - firstType];
    int mark = encoding.numbers().size();
    int i = 0;
    for (Encoding.Number number : encoding.numbers()) {
      boolean isMissing = number.marksMissing() && vector[mark++] == 1;
      readings[i] = isMissing ? Double.NaN : vector[i];
      i++;
    }
    for (List<Integer> places : words.values()) {
      int word = 0;
      while (word < places.size() && vector[places.get(word)] == 0) {
        word++;
      }
      readings[i++] = word;
    }
    System.arraycopy(vector, firstType, readings, i, vector.length - firstType);
    return readings;
  }

  /** By feature, over many rows. */
  double[][] of(List<double[]> vectors) {
    double[][] byRow = vectors.stream().map(this::of).toArray(double[][]::new);
    double[][] byFeature = new double[features().size()][byRow.length];
    for (int row = 0; row < byRow.length; row++) {
      for (int feature = 0; feature < byFeature.length; feature++) {
        byFeature[feature][row] = byRow[row][feature];
      }
    }
    return byFeature;
  }
}
