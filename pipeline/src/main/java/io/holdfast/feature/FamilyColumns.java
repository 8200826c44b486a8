package io.holdfast.feature;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.lit;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;

/**
 * The columns of a family over the spine: an account that the source does not speak of counts 0 and
 * is null in all else; without the source all is null.
 */
final class FamilyColumns {
  private FamilyColumns() {}

  /**
   * By name of the column.
   *
   * @param isKnown whether the business has the source
   * @param counts what absence makes 0
   * @param others what absence leaves null
   */
  static Map<String, Column> of(
      boolean isKnown,
      List<io.holdfast.table.Column> counts,
      List<io.holdfast.table.Column> others) {
    Map<String, Column> columns = new LinkedHashMap<>();
    counts.forEach(c -> columns.put(c.name(), isKnown ? coalesce(c.col(), lit(0)) : lit(null)));
    others.forEach(c -> columns.put(c.name(), isKnown ? c.col() : lit(null)));
    return columns;
  }
}
