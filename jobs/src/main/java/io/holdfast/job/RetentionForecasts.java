package io.holdfast.job;

import io.holdfast.kpi.CalibrationBin;
import io.holdfast.kpi.ChurnInterval;
import io.holdfast.kpi.ChurnSums;
import io.holdfast.table.Column;
import io.holdfast.table.Published;
import io.holdfast.table.RetentionForecast;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * The MRR that is expected to churn, by part of the business, beside what the newest matured night
 * had expected and what came of it. As many rows as segments and plans, whatever the accounts.
 */
final class RetentionForecasts {
  private static final BigDecimal NO_MONEY = BigDecimal.ZERO.setScale(2);

  private final JobContext context;
  private final Map<List<String>, Row> expected;
  private final Map<List<String>, Row> published;
  private final Map<List<String>, Row> happened;
  private final LocalDate maturedOn;

  private RetentionForecasts(
      JobContext context,
      Dataset<Row> scores,
      Dataset<Row> features,
      List<CalibrationBin> bins,
      MaturedNights matured) {
    this.context = context;
    this.expected = byPart(ChurnSums.expected(scores, features, bins));
    this.maturedOn = matured.newest().orElse(null);
    if (maturedOn == null) {
      this.published = Map.of();
      this.happened = Map.of();
    } else {
      List<LocalDate> night = List.of(maturedOn);
      this.published =
          byPart(
              matured
                  .published(RetentionForecast.TABLE, night)
                  .filter(RetentionForecast.CURRENCY.col().equalTo(context.settings().currency())));
      this.happened = byPart(ChurnSums.happened(matured.labels(night), matured.features(night)));
    }
  }

  /**
   * The rows of RetentionForecast but {@code run_id}. A part that has no accounts any more has a
   * row while it has a past.
   *
   * @param scores rows of AccountScores of the night
   * @param features rows of AccountFeatures of the night
   * @param bins of the churn model's calibration, by mean probability; none without a model
   */
  static Dataset<Row> of(
      JobContext context,
      Dataset<Row> scores,
      Dataset<Row> features,
      List<CalibrationBin> bins,
      MaturedNights matured) {
    return new RetentionForecasts(context, scores, features, bins, matured).rows();
  }

  private Dataset<Row> rows() {
    SortedSet<List<String>> parts = new TreeSet<>((a, b) -> a.toString().compareTo(b.toString()));
    parts.addAll(expected.keySet());
    parts.addAll(published.keySet());
    parts.addAll(happened.keySet());
    return context
        .lake()
        .spark()
        .createDataFrame(parts.stream().map(this::row).toList(), RetentionForecast.TABLE.schema())
        .drop(Published.RUN_ID.name())
        .coalesce(1);
  }

  private Row row(List<String> part) {
    Row now = expected.get(part);
    ChurnInterval interval = now == null ? null : interval(now);
    Row then = published.get(part);
    return RowFactory.create(
        context.asOf(),
        "",
        part.get(0),
        part.get(1),
        context.settings().currency(),
        orElse(now, RetentionForecast.ACCOUNTS, 0L),
        orElse(now, RetentionForecast.MRR, NO_MONEY),
        value(now, RetentionForecast.EXPECTED_CHURNED_MRR),
        interval == null ? null : cents(interval.low()),
        interval == null ? null : cents(interval.high()),
        orElse(now, RetentionForecast.NOTICE_MRR, NO_MONEY),
        context.settings().churn().horizonDays(),
        orElse(now, RetentionForecast.RENEWALS_30D, 0L),
        orElse(now, RetentionForecast.RENEWALS_60D, 0L),
        orElse(now, RetentionForecast.RENEWALS_90D, 0L),
        maturedOn,
        value(then, RetentionForecast.EXPECTED_CHURNED_MRR),
        value(then, RetentionForecast.LOW),
        value(then, RetentionForecast.HIGH),
        value(happened.get(part), RetentionForecast.MATURED_CHURNED_MRR));
  }

  /** Null where no account has a probability. */
  private static ChurnInterval interval(Row sums) {
    BigDecimal mean = sums.getAs(RetentionForecast.EXPECTED_CHURNED_MRR.name());
    return mean == null
        ? null
        : ChurnInterval.of(
            mean.doubleValue(),
            sums.getAs(ChurnSums.VARIANCE),
            sums.getAs(ChurnSums.THIRD_MOMENT),
            sums.getAs(ChurnSums.JUDGED_MRR));
  }

  private static Map<List<String>, Row> byPart(Dataset<Row> rows) {
    return rows.collectAsList().stream()
        .collect(
            Collectors.toMap(
                r ->
                    List.of(
                        r.getAs(RetentionForecast.DIMENSION.name()),
                        r.getAs(RetentionForecast.MEMBER.name())),
                Function.identity()));
  }

  private static Object orElse(Row row, Column column, Object otherwise) {
    Object value = value(row, column);
    return value == null ? otherwise : value;
  }

  private static Object value(Row row, Column column) {
    return row == null ? null : row.getAs(column.name());
  }

  private static double cents(double amount) {
    return Math.rint(amount * 100) / 100;
  }
}
