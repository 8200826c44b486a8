package io.holdfast.model;

import static org.apache.spark.sql.functions.col;

import io.holdfast.table.AccountFeatures;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import scala.jdk.javaapi.CollectionConverters;

/**
 * What each column of an account adds to the log-odds of its published probability.
 *
 * <p>Exact Shapley values of the model's own log-odds are carried to probabilities and through the
 * calibration by one rule, {@link Rescale}. Places of the vector are then summed by the column they
 * were made from: the mark of a missing value and all words of a category are their column's.
 *
 * <p>Two sums are checked for every row: the contributions to the model's log-odds and those to the
 * published ones, each against what the score said.
 */
final class Attribution implements MapPartitionsFunction<Row, Row> {
  /** How far a sum may be from what it explains, in log-odds. */
  static final double TOLERANCE = 1e-6;

  private static final long serialVersionUID = 1L;

  /** Rows that are explained together: enough to fill loops, few enough for the caches. */
  private static final int BLOCK = 256;

  private static final String RAW = "raw";
  private static final String PUBLISHED_LOG_ODDS = "published_log_odds";

  /** What is explained and what with: the columns of a scored row, before those that are kept. */
  private static final int READ = 6;

  private final Additive model;
  private final Calibration calibration;
  private final List<String> features;

  /** By place of the vector: the index of its feature. */
  private final int[] featureOf;

  Attribution(Additive model, Calibration calibration, List<String> featureOfPlace) {
    this.model = model;
    this.calibration = calibration;
    this.features = featureOfPlace.stream().distinct().toList();
    this.featureOf = featureOfPlace.stream().mapToInt(features::indexOf).toArray();
  }

  /**
   * The attribution of encoded rows.
   *
   * @param encoded rows with both vectors
   * @param group feature → what its contribution is summed under
   * @param kept columns that are passed on
   */
  static Dataset<Row> of(
      Model model, Dataset<Row> encoded, UnaryOperator<String> group, List<Column> kept) {
    Fitted fitted = model.fitted();
    Dataset<Row> scored =
        fitted
            .scoreWithLogOdds(encoded, RAW)
            .select(
                Stream.concat(
                        Stream.of(
                            AccountFeatures.AS_OF.col(),
                            AccountFeatures.ACCOUNT_ID.col(),
                            model.calibration().apply(col(RAW)).as(Model.PROBABILITY),
                            model.calibration().logOdds(col(RAW)).as(PUBLISHED_LOG_ODDS),
                            col(Fitted.LOG_ODDS),
                            col(fitted.vector())),
                        kept.stream())
                    .toArray(Column[]::new));
    Attribution attribution =
        new Attribution(
            fitted.additive(),
            model.calibration(),
            model.encoding().features().stream().map(group).toList());
    return scored.mapPartitions(attribution, Encoders.row(schema(scored.schema())));
  }

  private static StructType schema(StructType scored) {
    StructType schema =
        new StructType()
            .add(scored.apply(AccountFeatures.AS_OF.name()))
            .add(scored.apply(AccountFeatures.ACCOUNT_ID.name()))
            .add(Model.PROBABILITY, DataTypes.DoubleType)
            .add(Model.BASE_LOG_ODDS, DataTypes.DoubleType)
            .add(
                Model.CONTRIBUTIONS,
                DataTypes.createMapType(DataTypes.StringType, DataTypes.DoubleType));
    for (StructField field : Arrays.asList(scored.fields()).subList(READ, scored.size())) {
      schema = schema.add(field);
    }
    return schema;
  }

  @Override
  public Iterator<Row> call(Iterator<Row> rows) {
    return new Iterator<>() {
      private Iterator<Row> explained = List.<Row>of().iterator();

      @Override
      public boolean hasNext() {
        return explained.hasNext() || rows.hasNext();
      }

      @Override
      public Row next() {
        if (!explained.hasNext()) {
          explained = explain(block(rows)).iterator();
        }
        return explained.next();
      }
    };
  }

  private static List<Row> block(Iterator<Row> rows) {
    List<Row> block = new ArrayList<>(BLOCK);
    while (block.size() < BLOCK && rows.hasNext()) {
      block.add(rows.next());
    }
    return block;
  }

  private List<Row> explain(List<Row> block) {
    double[][] values = new double[featureOf.length][block.size()];
    for (int row = 0; row < block.size(); row++) {
      Vector vector = block.get(row).getAs(5);
      for (int place = 0; place < featureOf.length; place++) {
        values[place][row] = vector.apply(place);
      }
    }
    double[][] contributions = byFeature(model.contributions(values, block.size()));
    return IntStream.range(0, block.size())
        .mapToObj(row -> explained(block.get(row), contributions[row]))
        .toList();
  }

  /** By row, then by feature. */
  private double[][] byFeature(double[][] byPlace) {
    double[][] sums = new double[byPlace[0].length][features.size()];
    for (int place = 0; place < byPlace.length; place++) {
      for (int row = 0; row < sums.length; row++) {
        sums[row][featureOf[place]] += byPlace[place][row];
      }
    }
    return sums;
  }

  private Row explained(Row account, double[] own) {
    double from = model.base();
    double to = account.getDouble(4);
    check(account, "log-odds of the model", from, own, to);
    double base = Rescale.sigmoid(from);
    double scale = Rescale.ofSigmoid(from, to) * calibration.toLogOdds(base, Rescale.sigmoid(to));
    double[] total = new double[features.size()];
    Map<String, Double> parts = new HashMap<>();
    for (int feature = 0; feature < total.length; feature++) {
      total[feature] = scale * own[feature];
      parts.put(features.get(feature), total[feature]);
    }
    double baseLogOdds = calibration.logOdds(base);
    check(account, "published log-odds", baseLogOdds, total, account.getDouble(3));
    List<Object> said = new ArrayList<>();
    said.addAll(List.of(account.get(0), account.get(1), account.get(2), baseLogOdds));
    said.add(CollectionConverters.asScala(parts));
    for (int kept = READ; kept < account.size(); kept++) {
      said.add(account.get(kept));
    }
    return RowFactory.create(said.toArray());
  }

  private static void check(
      Row account, String what, double base, double[] contributions, double wanted) {
    double sum = base;
    for (double contribution : contributions) {
      sum += contribution;
    }
    if (!(Math.abs(sum - wanted) <= TOLERANCE)) {
      throw new IllegalStateException(
          "account "
              + account.get(1)
              + " at "
              + account.get(0)
              + ", "
              + what
              + ": base and contributions sum to "
              + sum
              + ", not to "
              + wanted
              + "; the difference "
              + (sum - wanted)
              + " is beyond "
              + TOLERANCE);
    }
  }
}
