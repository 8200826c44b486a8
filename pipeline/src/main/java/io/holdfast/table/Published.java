package io.holdfast.table;

import static org.apache.spark.sql.types.DataTypes.DateType;
import static org.apache.spark.sql.types.DataTypes.StringType;

/** The columns that every published table begins with. */
public final class Published {
  public static final Column AS_OF =
      Column.key("as_of", DateType, "The night: what was knowable at the end of this business day");
  public static final Column RUN_ID =
      Column.key("run_id", StringType, "The run that wrote the row; readers join run_manifest");

  private Published() {}
}
