package io.holdfast.job;

import io.holdfast.snapshot.Snapshot;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Rows that several tables share: worked out once, and kept until this is closed. */
final class Kept implements AutoCloseable {
  private final List<Runnable> releases = new ArrayList<>();

  /**
   * Kept, and known to the planner as rows only: plans over plans over plans cost more than the
   * rows they make.
   */
  Dataset<Row> rows(Dataset<Row> rows) {
    Dataset<Row> cached = rows.persist();
    releases.add(cached::unpersist);
    return rows.sparkSession().createDataFrame(cached.javaRDD(), rows.schema());
  }

  /** A snapshot that the rows are read from. */
  Snapshot snapshot(Snapshot snapshot) {
    releases.add(snapshot::close);
    return snapshot;
  }

  @Override
  public void close() {
    releases.forEach(Runnable::run);
  }
}
