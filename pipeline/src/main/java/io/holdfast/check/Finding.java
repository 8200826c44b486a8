package io.holdfast.check;

import io.holdfast.error.DataException;
import io.holdfast.table.DataQuality;
import io.holdfast.table.Published;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;

/**
 * What a check found.
 *
 * @param check what was asked
 * @param value the number that was counted
 */
public record Finding(Check check, double value) {

  public boolean passed() {
    return value <= check.most();
  }

  /**
   * Refuses the night when a check that must stop it has failed.
   *
   * @throws DataException naming every such check, what it found and what would pass
   */
  public static void refuseFailures(List<Finding> findings, LocalDate asOf) {
    List<Finding> failures =
        findings.stream()
            .filter(f -> f.check().level() == Check.Level.STOP && !f.passed())
            .toList();
    if (!failures.isEmpty()) {
      throw new DataException(
          "night "
              + asOf
              + " is not published: "
              + failures.stream()
                  .map(
                      f ->
                          "%s: %s: found %s, wanted %s"
                              .formatted(
                                  f.check().tableName(),
                                  f.check().name(),
                                  number(f.value()),
                                  f.check().wanted()))
                  .collect(Collectors.joining("; "))
              + "; mend the source rows and run the night again");
    }
  }

  /** The rows of DataQuality but {@code run_id}; as many as checks, whatever the accounts. */
  public static Dataset<Row> rows(SparkSession spark, List<Finding> findings, LocalDate asOf) {
    return spark
        .createDataFrame(
            findings.stream()
                .map(
                    f ->
                        RowFactory.create(
                            asOf,
                            "",
                            f.check().tableName(),
                            f.check().name(),
                            f.check().level().name(),
                            f.value(),
                            f.check().wanted(),
                            f.passed()))
                .toList(),
            DataQuality.TABLE.schema())
        .drop(Published.RUN_ID.name());
  }

  private static String number(double value) {
    return value == Math.rint(value) ? String.valueOf((long) value) : String.valueOf(value);
  }
}
