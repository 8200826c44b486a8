package io.holdfast.connect;

import io.holdfast.landing.FileHashes;
import io.holdfast.landing.LandedBatch;
import io.holdfast.landing.LandedFiles;
import io.holdfast.landing.RawRows;
import io.holdfast.landing.Source;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import scala.collection.Iterable;

/** Profiles of landed files, read as a night reads them, from a bounded sample of their rows. */
final class Profiler {
  /** Rows of a group that are looked at. */
  static final int SAMPLE = 10_000;

  private Profiler() {}

  /**
   * The profile of one group.
   *
   * @param source reads the group's files, a JSON line as one string
   */
  static FileProfile of(SparkSession spark, Source source, LandedGroup group) {
    LandedFiles landed = LandedFiles.of(spark.sessionState().newHadoopConf(), source);
    FileProfile profile = new FileProfile(group, SAMPLE);
    LandedBatch batch = new LandedBatch(source, source.historyUntil(), true, landed.history());
    // What is damaged or absurd is refused before Spark reads it, as on any night.
    FileHashes.since(spark.sessionState().newHadoopConf(), Optional.empty()).entries(batch);
    LandedFiles.readable(
        source,
        () -> {
          Dataset<Row> rows = RawRows.of(spark, source, batch.files()).rows();
          List<String> names = Arrays.asList(rows.columns());
          for (Row row : rows.limit(SAMPLE).collectAsList()) {
            if (profile.isJson()) {
              profile.addJson(row.getString(0));
            } else {
              profile.addRow(names, texts(row));
            }
          }
          return profile;
        });
    return profile;
  }

  private static List<String> texts(Row row) {
    String[] texts = new String[row.size()];
    for (int i = 0; i < texts.length; i++) {
      Object value = row.get(i);
      texts[i] =
          value == null
              ? null
              : value instanceof BigDecimal number
                  ? number.toPlainString()
                  : value instanceof Iterable<?> || value instanceof Row ? null : value.toString();
    }
    return Arrays.asList(texts);
  }
}
