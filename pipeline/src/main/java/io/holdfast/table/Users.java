package io.holdfast.table;

import static org.apache.spark.sql.types.DataTypes.BooleanType;
import static org.apache.spark.sql.types.DataTypes.DateType;
import static org.apache.spark.sql.types.DataTypes.StringType;

/** One row per user at a customer and version. */
public final class Users {
  public static final Column USER_ID =
      Column.key("user_id", StringType, "The user at the customer, as usage events name them");
  public static final Column ACCOUNT_ID =
      Column.attribute("account_id", StringType, "The customer").immutable();
  public static final Column ROLE =
      Column.attribute("role", StringType, "Role as the source names it, such as owner or admin");
  public static final Column IS_SPONSOR =
      Column.attribute("is_sponsor", BooleanType, "Stands for the product at the customer");
  public static final Column CREATED_ON =
      Column.occurred("created_on", DateType, "Day the user was invited or created");
  public static final Column DEACTIVATED_ON =
      Column.happens("deactivated_on", DateType, "Day the user lost access");

  public static final Table TABLE =
      Table.clean(
              "users",
              "One row per user at a customer and version",
              USER_ID,
              ACCOUNT_ID,
              ROLE,
              IS_SPONSOR,
              CREATED_ON,
              DEACTIVATED_ON)
          .partitionedBy(Batch.INGESTED_MONTH);

  private Users() {}
}
