package io.holdfast.model;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.xxhash64;

import io.holdfast.check.ContentHash;
import io.holdfast.label.Target;
import io.holdfast.table.AccountFeatures;
import io.holdfast.table.AccountLabels;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.storage.StorageLevel;

/**
 * Stored features of past dates joined to what then happened. There is no second feature path:
 * these are the rows that nights score.
 */
public final class TrainingSet {
  /** Fits depend on the number of partitions, not of cores: it is fixed. */
  private static final int PARTITIONS = 4;

  private static final String[] ACCOUNT = {
    AccountFeatures.AS_OF.name(), AccountFeatures.ACCOUNT_ID.name()
  };

  private final Target target;
  private final Dataset<Row> rows;
  private final Dataset<Row> eventFeatures;
  private final List<LocalDate> dates;

  private TrainingSet(
      Target target, Dataset<Row> rows, Dataset<Row> eventFeatures, List<LocalDate> dates) {
    this.target = target;
    this.rows = rows;
    this.eventFeatures = eventFeatures;
    this.dates = dates;
  }

  /**
   * The labelled rows of some dates.
   *
   * @param accountFeatures rows of account_features
   * @param eventFeatures rows of account_event_features
   * @param labels rows of account_labels of both targets
   * @param dates mature dates
   */
  public static TrainingSet of(
      Target target,
      Dataset<Row> accountFeatures,
      Dataset<Row> eventFeatures,
      Dataset<Row> labels,
      Collection<LocalDate> dates) {
    Object[] some = dates.toArray();
    Dataset<Row> ofTarget =
        labels
            .filter(AccountLabels.TARGET.col().equalTo(target.word()))
            .filter(AccountLabels.LABEL.col().isNotNull())
            .select(
                col(ACCOUNT[0]),
                col(ACCOUNT[1]),
                AccountLabels.LABEL.col().cast("double").as(Learner.LABEL));
    Dataset<Row> features =
        target == Target.CHURN
            ? accountFeatures.filter(not(AccountFeatures.NOTICE_GIVEN.col()))
            : accountFeatures;
    Dataset<Row> rows = features.filter(col(ACCOUNT[0]).isin(some)).join(ofTarget, ACCOUNT);
    Dataset<Row> events = eventFeatures.filter(col(ACCOUNT[0]).isin(some));
    return new TrainingSet(target, rows, events, List.copyOf(dates));
  }

  Target target() {
    return target;
  }

  Dataset<Row> eventFeatures() {
    return eventFeatures;
  }

  List<LocalDate> dates() {
    return dates;
  }

  /** Learns the encoding from the rows of some of the dates. */
  LearnedEncoding encoding(Collection<LocalDate> some) {
    Object[] days = some.toArray();
    Dataset<Row> ofDays = rows.filter(col(ACCOUNT[0]).isin(days));
    Dataset<Row> held =
        eventFeatures
            .filter(col(ACCOUNT[0]).isin(days))
            .join(ofDays.select(col(ACCOUNT[0]), col(ACCOUNT[1])), ACCOUNT, "left_semi");
    return LearnedEncoding.of(ofDays, held);
  }

  /** All rows encoded, laid out for fits. To be cached by the caller. */
  Dataset<Row> encoded(Encoding encoding) {
    return laidOut(encoding.encode(rows, eventFeatures), col(ACCOUNT[0]));
  }

  /**
   * Rows in a fixed number of partitions and a fixed order, so that the same rows and seed give the
   * same model on any number of cores.
   *
   * @param rows with account_id
   * @param first what rows of a partition are ordered by before the account
   */
  static Dataset<Row> laidOut(Dataset<Row> rows, Column... first) {
    return rows.repartition(PARTITIONS, col(ACCOUNT[1]))
        .sortWithinPartitions(
            Stream.concat(Stream.of(first), Stream.of(col(ACCOUNT[1]))).toArray(Column[]::new));
  }

  /** How many rows, how many positives, and a hash of all of them, whatever their order. */
  Summary summary() {
    Column labels = xxhash64(col(ACCOUNT[0]), col(ACCOUNT[1]), col(Learner.LABEL));
    Row found =
        rows.agg(
                count(lit(1)),
                sum(col(Learner.LABEL)),
                ContentHash.of(AccountFeatures.TABLE),
                sum(labels.cast(DataTypes.createDecimalType(20, 0))).cast("string"))
            .head();
    return new Summary(
        found.getLong(0),
        found.isNullAt(1) ? 0 : Math.round(found.getDouble(1)),
        found.getString(2) + "/" + found.getString(3));
  }

  /** Keeps the rows at hand: they are read a dozen times. To be followed by {@link #release}. */
  void keep() {
    rows.persist(StorageLevel.MEMORY_AND_DISK());
    eventFeatures.persist(StorageLevel.MEMORY_AND_DISK());
  }

  void release() {
    rows.unpersist();
    eventFeatures.unpersist();
  }

  /** Numbers of the set. */
  record Summary(long rows, long positives, String hash) {
    double baseRate() {
      return rows == 0 ? 0 : (double) positives / rows;
    }
  }
}
