package io.holdfast.model;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.holdfast.TestSession;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

class CalibrationTest {
  @Test
  void scores_twice_too_sure_are_pulled_back() {
    Dataset<Row> scored = scored(2);

    Calibration learned = Calibration.of(scored, positives(scored));

    assertThat(learned.slope()).isEqualTo(0.5, within(0.06));
    assertThat(logLoss(scored, learned)).isLessThan(logLoss(scored, Calibration.NONE) - 0.02);
  }

  @Test
  void ranks_are_kept() {
    Dataset<Row> scored = scored(2);
    Calibration learned = Calibration.of(scored, positives(scored));

    Row sorted =
        scored
            .select(col("raw"), learned.apply(col("raw")).as("p"))
            .agg(functions.corr(col("raw"), col("p")))
            .head();

    assertThat(sorted.getDouble(0)).isPositive();
  }

  @Test
  void few_positives_leave_the_scores_alone() {
    assertThat(Calibration.of(scored(2), 49)).isEqualTo(Calibration.NONE);
  }

  @Test
  void scores_that_rank_backwards_are_not_turned_round() {
    Dataset<Row> scored = scored(-2);

    assertThat(Calibration.of(scored, positives(scored))).isEqualTo(Calibration.NONE);
  }

  /** Rows whose raw log-odds are the true ones times a factor. */
  private static Dataset<Row> scored(double factor) {
    Random dice = new Random(3);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 4000; i++) {
      double odds = dice.nextGaussian() * 1.5 - 1;
      double label = dice.nextDouble() < 1 / (1 + Math.exp(-odds)) ? 1 : 0;
      rows.add(RowFactory.create("a" + i, 1 / (1 + Math.exp(-factor * odds)), label));
    }
    return TestSession.spark()
        .createDataFrame(
            rows,
            new StructType()
                .add("account_id", DataTypes.StringType)
                .add("raw", DataTypes.DoubleType)
                .add("label", DataTypes.DoubleType));
  }

  private static long positives(Dataset<Row> scored) {
    return scored.filter(col("label").equalTo(1)).count();
  }

  private static double logLoss(Dataset<Row> scored, Calibration calibration) {
    return scored
        .select(col("label"), calibration.apply(col("raw")).as("p"))
        .collectAsList()
        .stream()
        .mapToDouble(r -> -Math.log(r.getDouble(0) == 1 ? r.getDouble(1) : 1 - r.getDouble(1)))
        .average()
        .orElseThrow();
  }
}
