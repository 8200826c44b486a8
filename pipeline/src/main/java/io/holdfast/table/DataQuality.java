package io.holdfast.table;

import static org.apache.spark.sql.types.DataTypes.BooleanType;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.StringType;

/** One row per check of a night. */
public final class DataQuality {
  public static final Column TABLE_NAME = Column.key("table_name", StringType, "What was checked");
  public static final Column CHECK_NAME =
      Column.key("check_name", StringType, "The check as a sentence");
  public static final Column LEVEL = Column.attribute("level", StringType, "STOP or WARN");
  public static final Column VALUE = Column.measure("value", DoubleType, "What was found");
  public static final Column WANTED = Column.attribute("wanted", StringType, "What would pass");
  public static final Column PASSED = Column.attribute("passed", BooleanType, "Whether it did");

  public static final Table TABLE =
      Table.published(
          "data_quality",
          "One row per night, table and check",
          TABLE_NAME,
          CHECK_NAME,
          LEVEL,
          VALUE,
          WANTED,
          PASSED);

  private DataQuality() {}
}
