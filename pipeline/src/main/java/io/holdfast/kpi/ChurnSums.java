package io.holdfast.kpi;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.element_at;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import io.holdfast.label.Target;
import io.holdfast.table.AccountFeatures;
import io.holdfast.table.AccountLabels;
import io.holdfast.table.AccountScores;
import io.holdfast.table.RetentionForecast;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/** What accounts add up to by part of the business: all of it, its segments and its plans. */
public final class ChurnSums {
  /** All MRR that has a churn probability. */
  public static final String JUDGED_MRR = "judged_mrr";

  /** Of the MRR that churns: by chance, and by what is not known of the calibration. */
  public static final String VARIANCE = "variance";

  /** Its third central moment, by chance. */
  public static final String THIRD_MOMENT = "third_moment";

  /** Exact, so that sums do not depend on the order of rows. */
  private static final DataType MOMENT = DataTypes.createDecimalType(38, 4);

  private static final String[] ACCOUNT = {
    AccountFeatures.AS_OF.name(), AccountFeatures.ACCOUNT_ID.name()
  };
  private static final String PART = "part";
  private static final String BIN = "bin";

  private ChurnSums() {}

  /**
   * What is expected: one row per dimension and member with the columns of RetentionForecast from
   * accounts to notice_mrr but the bounds, the renewals, and {@link #JUDGED_MRR}, {@link #VARIANCE}
   * and {@link #THIRD_MOMENT} (doubles); these and the expected MRR are null where no account has a
   * probability.
   *
   * @param scores rows of AccountScores of a night
   * @param accountFeatures rows of AccountFeatures of the night
   * @param bins of the model's calibration, by mean probability; an account's true probability may
   *     be off by as much as its bin's, all accounts of a bin together
   */
  public static Dataset<Row> expected(
      Dataset<Row> scores, Dataset<Row> accountFeatures, List<CalibrationBin> bins) {
    Column p = AccountScores.PROBABILITY.col();
    Column mrr = when(p.isNotNull(), AccountScores.MRR.col().cast("double"));
    Column variance = p.multiply(lit(1).minus(p)).multiply(mrr).multiply(mrr);
    Column third = variance.multiply(lit(1).minus(p.multiply(2))).multiply(mrr);
    Column daysToTermEnd = AccountFeatures.DAYS_TO_TERM_END.col();
    Dataset<Row> byBin =
        byPart(
                scores
                    .filter(AccountScores.TARGET.col().equalTo(Target.CHURN.word()))
                    .drop(AccountScores.TARGET.name())
                    .join(
                        accountFeatures.select(
                            col(ACCOUNT[0]),
                            col(ACCOUNT[1]),
                            AccountFeatures.SEGMENT.col(),
                            AccountFeatures.PLAN.col(),
                            AccountFeatures.NOTICE_GIVEN.col(),
                            daysToTermEnd),
                        ACCOUNT))
            .groupBy(col(PART), bin(p, bins).as(BIN))
            .agg(
                count(lit(1)).as(RetentionForecast.ACCOUNTS.name()),
                sum(AccountScores.MRR.col()).as(RetentionForecast.MRR.name()),
                sum(AccountScores.EXPECTED_MRR.col())
                    .as(RetentionForecast.EXPECTED_CHURNED_MRR.name()),
                sum(when(AccountFeatures.NOTICE_GIVEN.col(), AccountScores.MRR.col()).otherwise(0))
                    .as(RetentionForecast.NOTICE_MRR.name()),
                count_if(daysToTermEnd.leq(30)).as(RetentionForecast.RENEWALS_30D.name()),
                count_if(daysToTermEnd.leq(60)).as(RetentionForecast.RENEWALS_60D.name()),
                count_if(daysToTermEnd.leq(90)).as(RetentionForecast.RENEWALS_90D.name()),
                sum(when(p.isNotNull(), AccountScores.MRR.col())).as(JUDGED_MRR),
                sum(variance.cast(MOMENT)).as(VARIANCE),
                sum(third.cast(MOMENT)).as(THIRD_MOMENT));
    Column error = element_at(errors(bins), col(BIN));
    Column ofBin = RetentionForecast.EXPECTED_CHURNED_MRR.col().cast("double");
    Column notKnown = coalesce(error.multiply(ofBin).multiply(ofBin), lit(0.0)).cast(MOMENT);
    return byBin
        .groupBy(col(PART))
        .agg(
            sum(RetentionForecast.ACCOUNTS.col()).as(RetentionForecast.ACCOUNTS.name()),
            Stream.concat(
                    Stream.of(
                            RetentionForecast.MRR,
                            RetentionForecast.EXPECTED_CHURNED_MRR,
                            RetentionForecast.NOTICE_MRR,
                            RetentionForecast.RENEWALS_30D,
                            RetentionForecast.RENEWALS_60D,
                            RetentionForecast.RENEWALS_90D)
                        .map(c -> c.from(sum(c.col()))),
                    Stream.of(
                        sum(col(JUDGED_MRR)).cast("double").as(JUDGED_MRR),
                        sum(col(VARIANCE)).plus(sum(notKnown)).cast("double").as(VARIANCE),
                        sum(col(THIRD_MOMENT)).cast("double").as(THIRD_MOMENT)))
                .toArray(Column[]::new))
        .select(col(PART + ".*"), col("*"))
        .drop(PART);
  }

  /**
   * What happened: one row per dimension and member with matured_churned_mrr, the MRR on a date of
   * the accounts that then churned; none where no account's outcome is known.
   *
   * @param accountLabels rows of AccountLabels of a date
   * @param accountFeatures rows of AccountFeatures of the date
   */
  public static Dataset<Row> happened(Dataset<Row> accountLabels, Dataset<Row> accountFeatures) {
    Column happened = AccountLabels.LABEL.col().equalTo(1);
    return byPart(
            accountLabels
                .filter(AccountLabels.TARGET.col().equalTo(Target.CHURN.word()))
                .filter(AccountLabels.LABEL.col().isNotNull())
                .select(
                    col(ACCOUNT[0]),
                    col(ACCOUNT[1]),
                    AccountLabels.MRR.col(),
                    AccountLabels.LABEL.col())
                .join(
                    accountFeatures.select(
                        col(ACCOUNT[0]),
                        col(ACCOUNT[1]),
                        AccountFeatures.SEGMENT.col(),
                        AccountFeatures.PLAN.col()),
                    ACCOUNT))
        .groupBy(col(PART))
        .agg(
            RetentionForecast.MATURED_CHURNED_MRR.from(
                sum(when(happened, AccountLabels.MRR.col()).otherwise(0))))
        .select(col(PART + ".*"), RetentionForecast.MATURED_CHURNED_MRR.col());
  }

  /** Each account once for each part it belongs to. */
  private static Dataset<Row> byPart(Dataset<Row> accounts) {
    return accounts
        .withColumn(
            PART,
            explode(
                array(
                    part("all", lit("all")),
                    part("segment", AccountFeatures.SEGMENT.col()),
                    part("plan", AccountFeatures.PLAN.col()))))
        .filter(col(PART + "." + RetentionForecast.MEMBER.name()).isNotNull());
  }

  private static Column part(String dimension, Column member) {
    return struct(
        RetentionForecast.DIMENSION.from(lit(dimension)), RetentionForecast.MEMBER.from(member));
  }

  /** The bin whose mean probability is nearest, from 1; null without a probability. */
  private static Column bin(Column p, List<CalibrationBin> bins) {
    Column bin = lit(1);
    for (int i = 1; i < bins.size(); i++) {
      double middle = (bins.get(i - 1).meanProbability() + bins.get(i).meanProbability()) / 2;
      bin = bin.plus(when(p.geq(middle), 1).otherwise(0));
    }
    return when(p.isNotNull(), bin);
  }

  private static Column errors(List<CalibrationBin> bins) {
    return bins.isEmpty()
        ? array(lit(0.0))
        : array(bins.stream().map(b -> lit(b.squaredError())).toArray(Column[]::new));
  }
}
