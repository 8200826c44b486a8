package io.holdfast.table;

import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;
import static org.apache.spark.sql.types.DataTypes.TimestampType;

/** One row per contact of a customer success manager with a customer and version. */
public final class CsmTouches {
  public static final Column TOUCH_ID = Column.key("touch_id", StringType, "The contact");
  public static final Column ACCOUNT_ID =
      Column.attribute("account_id", StringType, "The customer").immutable();
  public static final Column CSM_OWNER =
      Column.attribute("csm_owner", StringType, "Customer success manager who made it").immutable();
  public static final Column TOUCHED_AT =
      Column.occurred("touched_at", TimestampType, "When it took place, UTC");
  public static final Column KIND =
      Column.attribute("kind", StringType, "Such as call or mail, as the source names it")
          .immutable();
  public static final Column MINUTES =
      Column.measure("minutes", LongType, "How long it took").immutable();

  public static final Table TABLE =
      Table.clean(
              "csm_touches",
              "One row per CSM touch and version",
              TOUCH_ID,
              ACCOUNT_ID,
              CSM_OWNER,
              TOUCHED_AT,
              KIND,
              MINUTES)
          .partitionedBy(Batch.INGESTED_MONTH);

  private CsmTouches() {}
}
